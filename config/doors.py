"""Which part answers a request, decided before Django: static files, the package host, the hot progress path,
the record store, pages. Whatever works is let in by the gate of the worker (kernel/web/crowd.py)."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from whitenoise import WhiteNoise

from karmayogi.ingest.web.xapi import door as xapi_door
from karmayogi.kernel.web.crowd import Crowd
from karmayogi.learning.web import files_door, package_door, progress_door
from karmayogi.learning.web.cmi5 import fetch_door

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def build(pages: Wsgi, crowd: Crowd | None = None) -> Wsgi:
    """A WSGI application over Django's `pages`."""
    crowd = crowd or Crowd()
    pages = crowd.pages(pages)
    package, progress, statements, fetch, files = map(
        crowd.door,
        (package_door.serve, progress_door.serve, xapi_door.serve, fetch_door.serve, files_door.serve),
    )

    def nothing(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "9")])
        return [b"Not found"]

    static = WhiteNoise(nothing, max_age=3600)
    static.add_files(str(settings.STATIC_ROOT), prefix=settings.STATIC_URL)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # The content host first: nothing of ours is ever served under a package's name.
        if package_door.is_ours(environ):
            return package(environ, start_response)
        path = environ.get("PATH_INFO", "")
        if path == progress_door.PATH:
            return progress(environ, start_response)
        if path.startswith(settings.STATIC_URL):
            return static(environ, start_response)
        if path.startswith(xapi_door.PREFIX):
            return statements(environ, start_response)
        if path.startswith(fetch_door.PREFIX):
            return fetch(environ, start_response)
        if path.startswith(files_door.PREFIX):
            return files(environ, start_response)
        return pages(environ, start_response)

    return application
