"""Which part answers a request, decided before Django: static files, the package host, the hot progress path,
the record store, pages."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from whitenoise import WhiteNoise

from karmayogi.ingest.web.xapi import door as xapi_door
from karmayogi.learning.web import files_door, package_door, progress_door
from karmayogi.learning.web.cmi5 import fetch_door

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def build(pages: Wsgi) -> Wsgi:
    """A WSGI application over Django's `pages`."""

    def nothing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "9")])
        return [b"Not found"]

    static = WhiteNoise(nothing, max_age=3600)
    static.add_files(str(settings.STATIC_ROOT), prefix=settings.STATIC_URL)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # The content host first: nothing of ours is ever served under a package's name.
        if package_door.is_ours(environ):
            return package_door.serve(environ, start_response)
        path = environ.get("PATH_INFO", "")
        if path == progress_door.PATH:
            return progress_door.serve(environ, start_response)
        if path.startswith(settings.STATIC_URL):
            return static(environ, start_response)
        if path.startswith(xapi_door.PREFIX):
            return xapi_door.serve(environ, start_response)
        if path.startswith(fetch_door.PREFIX):
            return fetch_door.serve(environ, start_response)
        if path.startswith(files_door.PREFIX):
            return files_door.serve(environ, start_response)
        return pages(environ, start_response)

    return application
