"""Addresses of signing in. allauth names them, so that they carry no namespace; only those we want are mounted.

Left out on purpose: allauth's pages for addresses and telephones (ours are in urls.py), sign-in by code, and sign-up.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import path, re_path

from karmayogi.kernel.web.door import public, signed_in
from karmayogi.people.web import sign_in, single_sign_on

urlpatterns = [
    path("", public(sign_in.sign_in), name="account_login"),
    path("out/", public(account.logout), name="account_logout"),
    path("closed/", public(account.account_inactive), name="account_inactive"),
    path("new/", public(account.signup), name="account_signup"),
    path("again/", signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("password/set/", signed_in(sign_in.set_password), name="account_set_password"),
    path("password/lost/", public(account.password_reset), name="account_reset_password"),
    path("password/lost/sent/", public(account.password_reset_done), name="account_reset_password_done"),
    path(
        "password/key/done/", public(account.password_reset_from_key_done), name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^password/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("factors/", signed_in(sign_in.factors), name="mfa_index"),
    path("code/", public(mfa.authenticate), name="mfa_authenticate"),
    path("code/again/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("app/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("recovery/", signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery/new/", signed_in(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("recovery/codes.txt", signed_in(recovery.download_recovery_codes), name="mfa_download_recovery_codes"),
    path("passkeys/", signed_in(sign_in.factors), name="mfa_list_webauthn"),
    path("passkeys/add/", signed_in(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/again/", signed_in(webauthn.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/remove/", signed_in(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", signed_in(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkey/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("sso/<slug:provider_id>/", public(single_sign_on.start), name="openid_connect_login"),
    path("sso/<slug:provider_id>/back/", public(single_sign_on.callback), name="openid_connect_callback"),
    path("sso/cancelled", public(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("sso/error", public(social.login_error), name="socialaccount_login_error"),
]
