"""Settings of signing in: django-allauth, sessions' company, rate limits. Taken in whole by base.py.

Accounts come from ministries, not from sign-up; contacts are columns of our Account, so allauth's own table of
addresses stays empty and its pages for it are not mounted (karmayogi/people/web/sign_in_urls.py).
"""

from typing import Any

from config.env import env

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["karmayogi.people.web.backend.Backend"]
SESSION_ENGINE = "karmayogi.people.sessions"
# Messages in a cookie: pages that show none do not read the session.
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
# Two web workers share no memory, and rate limits must count in one place.
CACHES = {"default": {"BACKEND": "karmayogi.people.limits.PostgresCache"}}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "karmayogi.people.passwords.LengthValidator"},
    {"NAME": "karmayogi.people.passwords.CommonValidator"},
    {"NAME": "karmayogi.people.passwords.SimilarityValidator"},
]
SMS_GATEWAY = env.sms_gateway
SMS_SENDER = "karmayogi.people.sms.write_to_folder"

ALLAUTH_TRUSTED_PROXY_COUNT = env.trusted_proxies
ACCOUNT_ADAPTER = "karmayogi.people.web.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "karmayogi.people.links.ResetTokens"  # noqa: S105
# By address generously, since a ministry may reach the network from one; by account strictly.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "reset_password": "60/m/ip,3/900s/key",
    "reset_password_from_key": "60/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "signup": "60/m/ip",
    "contact_code": "3/900s/user",
    "contact_try": "15/900s/user",
    "invitation": "60/m/ip",
    "invited_code": "60/m/ip,5/900s/key",
    "invited_try": "60/m/ip,15/900s/key",
}
ACCOUNT_FORMS = {
    "login": "karmayogi.people.web.forms.SignInForm",
    "change_password": "karmayogi.people.web.forms.ChangePasswordForm",
    "reset_password": "karmayogi.people.web.forms.ResetForm",
    "reset_password_from_key": "karmayogi.people.web.forms.NewPasswordForm",
    "reauthenticate": "karmayogi.people.web.forms.PasswordAgainForm",
}

# Delegated authorities count only in sessions in which a second factor was shown. On in production (prod.py).
AUTHORITY_NEEDS_SECOND_FACTOR = False

MFA_ADAPTER = "karmayogi.people.web.mfa.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = False
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Karmayogi"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "karmayogi.people.web.forms.CodeForm",
    "reauthenticate": "karmayogi.people.web.forms.CodeAgainForm",
    "activate_totp": "karmayogi.people.web.forms.ActivateAppForm",
    "add_webauthn": "karmayogi.people.web.forms.AddPasskeyForm",
    "edit_webauthn": "karmayogi.people.web.forms.RenamePasskeyForm",
}

SOCIALACCOUNT_ADAPTER = "karmayogi.people.web.single_sign_on.SocialAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that ends on another site is refused by our own form-action policy
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "oidc"
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": []}}
if env.oidc_server_url:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "sso",
            "name": env.oidc_name or "Single sign-on",
            "client_id": env.oidc_client_id,
            "secret": env.oidc_client_secret,
            "settings": {"server_url": env.oidc_server_url, "fetch_userinfo": True},
        }
    )
