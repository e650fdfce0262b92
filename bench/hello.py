"""What everything is compared with: Django without middleware, and the same reading one row by its primary key."""

import os
from typing import Any

from django.conf import settings

from config.database import django_database


def _database() -> dict[str, Any]:
    entry = django_database(os.environ["DATABASE_URL"])
    entry["OPTIONS"] |= {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}, "server_side_binding": True}
    return entry


settings.configure(
    DEBUG=False,
    SECRET_KEY="only for measuring",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
    INSTALLED_APPS=[],
    ROOT_URLCONF=__name__,
    DATABASES={"default": _database()},
    USE_TZ=True,
)

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, world")


def row(request: HttpRequest, key: int) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select name from people_person where id = %s", [key])
        (name,) = cursor.fetchone()
    return HttpResponse(name)


urlpatterns = [path("hello", hello), path("row/<int:key>", row)]
application = get_wsgi_application()
