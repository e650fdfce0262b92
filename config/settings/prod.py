"""Behind a TLS proxy that sets X-Forwarded-Proto."""

from urllib.parse import unquote, urlsplit

from config.env import env
from config.settings.base import *  # noqa: F403

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
AUTHORITY_NEEDS_SECOND_FACTOR = True
SMS_SENDER = "karmayogi.people.sms.send_nothing" if env.sms_sender == "none" else env.sms_sender
CSRF_TRUSTED_ORIGINS = [env.public_origin]
ALLAUTH_TRUSTED_PROXY_COUNT = max(1, env.trusted_proxies)  # the proxy that ends TLS
DEFAULT_FROM_EMAIL = f"no-reply@{urlsplit(env.public_origin).hostname}"
if env.mail_url == "none":
    MAILERS["default"] = {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}  # noqa: F405
elif env.mail_url:
    _mail = urlsplit(env.mail_url)
    MAILERS["default"] = {  # noqa: F405
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail.hostname or "localhost",
            "port": _mail.port or (465 if _mail.scheme == "smtps" else 587),
            "username": unquote(_mail.username or ""),
            "password": unquote(_mail.password or ""),
            "use_ssl": _mail.scheme == "smtps",
            "use_tls": _mail.scheme == "smtp" and _mail.port != 25,  # port 25: a relay on this machine or network
        },
    }
