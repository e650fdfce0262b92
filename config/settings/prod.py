"""Behind a TLS proxy that sets X-Forwarded-Proto."""

from urllib.parse import urlsplit

from config.env import env
from config.settings.base import *  # noqa: F403

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [env.public_origin]
ALLAUTH_TRUSTED_PROXY_COUNT = max(1, env.trusted_proxies)  # the proxy that ends TLS
if env.mail_url:
    _mail = urlsplit(env.mail_url)
    MAILERS["default"] = {  # noqa: F405
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail.hostname or "localhost",
            "port": _mail.port or 25,
            "username": _mail.username or "",
            "password": _mail.password or "",
            "use_ssl": _mail.scheme == "smtps",
        },
    }
