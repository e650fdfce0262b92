"""Tests: a throw-away embedded cluster without fsync (or DATABASE_URL), fast password hashes, mail in memory."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KARMAYOGI_MODE", "test")
_cache = Path(__file__).resolve().parents[2] / ".cache" / "test"
_cache.mkdir(parents=True, exist_ok=True)
os.environ["KARMAYOGI_VAR_DIR"] = tempfile.mkdtemp(prefix="karmayogi-test-")

from config.database import EmbeddedPostgres, django_database  # noqa: E402
from config.env import env  # noqa: E402

if not env.database_url:
    CLUSTER = EmbeddedPostgres(_cache / "postgres", durable=False)
    CLUSTER.start()
    os.environ["DATABASE_URL"] = CLUSTER.url()
    import config.env

    config.env.env = config.env.read()

from config.settings.base import *  # noqa: E402, F403

DATABASES["default"] = django_database(os.environ["DATABASE_URL"])  # noqa: F405 (no pool: the test runner drops the database)
DATABASES["default"]["OPTIONS"]["server_side_binding"] = True  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
SESSION_COOKIE_SECURE = False
LOGGING["root"] = {"handlers": ["out"], "level": "ERROR"}  # noqa: F405
STATICFILES_DIRS: list[str] = []
ALLOWED_HOSTS = ["*"]
DASHBOARDS_KEPT = False  # all tests count at the same moment, each something else
