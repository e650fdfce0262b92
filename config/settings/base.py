"""Settings that hold everywhere. What differs by mode is in dev.py, test.py and prod.py beside this file."""

import secrets
from pathlib import Path
from typing import Any

from config.database import EmbeddedPostgres, django_database, limited, replica_database
from config.env import ROOT, env
from config.settings.sign_in import *  # noqa: F403
from karmayogi.ui import sheet

VAR = Path(env.var_dir)
VAR.mkdir(parents=True, exist_ok=True)


def _secret_key() -> str:
    """The given key, or (outside production) one made once and kept in var/."""
    if env.secret_key:
        return env.secret_key
    file = VAR / "secret_key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text().strip()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.secret_key_fallbacks.split()
DEBUG = False
PUBLIC_ORIGIN = env.public_origin
CONTENT_ORIGIN = env.content_origin
ALLOWED_HOSTS = [PUBLIC_ORIGIN.split("://")[1].split(":")[0], "localhost"]
CONTENT_HOST = CONTENT_ORIGIN.split("://")[1]
OWNER_NAME = env.owner_name
OWN_STATEMENTS = env.own_statements

# Lowest first, as in .importlinter.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "karmayogi.kernel",
    "karmayogi.ui",
    "karmayogi.ingest",
    "karmayogi.people",
    "karmayogi.orgs",
    "karmayogi.feeds",
    "karmayogi.credentials",
    "karmayogi.competencies",
    "karmayogi.learning",
    "karmayogi.assessment",
    "karmayogi.lti",
    "karmayogi.plans",
    "karmayogi.capacity",
    "karmayogi.demand",
    "karmayogi.talent",
    "karmayogi.facts",
    "karmayogi.insight",
    "karmayogi.evaluation",
    "karmayogi.portal",
    "karmayogi.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
INSTALLED_APPS = [
    app
    for app in INSTALLED_APPS
    if not app.startswith("karmayogi.") or (ROOT / app.replace(".", "/") / "__init__.py").exists()
]

MIDDLEWARE = [
    "karmayogi.kernel.web.request.RequestMiddleware",
    "karmayogi.kernel.web.replica.WrittenMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "karmayogi.kernel.web.compress.CompressMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "karmayogi.orgs.web.actor.ActorMiddleware",
    "karmayogi.people.web.kept_forms.KeptFormMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,  # karmayogi/<package>/jinja2/<package>/...
        "OPTIONS": {"environment": "karmayogi.kernel.web.jinja.environment"},
    },
    {  # only for libraries that ship Django templates (allauth's mail texts, forms)
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

if env.database_url:
    DATABASES = {"default": django_database(env.database_url)}
else:
    EMBEDDED = EmbeddedPostgres(VAR / "postgres")
    if not (EMBEDDED.home / "password").exists():
        EMBEDDED.start()
    DATABASES = {"default": django_database(EMBEDDED.url())}
DATABASES["default"]["OPTIONS"] = limited(DATABASES["default"]["OPTIONS"], env.part) | {
    # Of connections that nobody needed for a while one is closed each time: each is 3 to 6 MB in the database.
    "pool": {"min_size": 1, "max_size": 8, "timeout": 10, "max_idle": 15},
    "server_side_binding": True,
    "prepare_threshold": 2,
}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
# Nothing but kernel/replicas.py goes there.
REPLICAS = {f"replica{number}": url for number, url in enumerate(env.read_urls.split(), 1)}
DATABASES |= {name: replica_database(url, env.part) for name, url in REPLICAS.items()}
READ_LAG = env.read_lag
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "Asia/Kolkata"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("hi", "हिन्दी"), ("ur", "اردو")]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
SHARED = Path(env.shared_dir) if env.shared_dir else VAR
FILES_ROOT = SHARED / "files"
KEYS_ROOT = SHARED / "keys"
FACTS_ROOT = VAR / "facts"
DASHBOARDS_KEPT = True  # what all are shown alike is made once for each count (insight/web/alike.py)
PAST_DAYS_KEPT_AT = env.past_days_kept_at
FIGURES_FROM_FACTS_AT = env.figures_from_facts_at
DIGILOCKER_API_KEY = env.digilocker_api_key
DIGILOCKER_ORG_ID = env.digilocker_org_id
DIGILOCKER_ISSUER = env.digilocker_issuer
DIGILOCKER_DOC_TYPE = env.digilocker_doc_type
PUSH_SERVICES = [] if env.push_services == "none" else env.push_services.split()
PRIVATE_ADDRESSES = env.private_addresses
PLAIN_LOOPBACK = env.mode != "prod"  # an appraisal system on this machine may be spoken to without TLS
CLOCK_OFFSET_FILE = env.clock_offset_file

TASKS = {"default": {"BACKEND": "karmayogi.kernel.jobs.ProcrastinateBackend", "QUEUES": []}}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
# Unless somebody asks to stay signed in, the browser forgets the session when it closes (how long: people/sessions.py).
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "karmayogi.kernel.web.errors.csrf_failure"
SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'"],
    "frame-src": ["'self'", CONTENT_ORIGIN],
    "style-src": ["'self'", sheet.CSP_HASH],
    "script-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "karmayogi.kernel.web.logs.JsonFormatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": env.log_level},
    "loggers": {
        "procrastinate": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}

MAILERS: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(VAR / "mail")},
    }
}
DEFAULT_FROM_EMAIL = "no-reply@localhost"
