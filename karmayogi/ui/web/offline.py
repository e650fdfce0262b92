"""The style sheet as a file, the installable application's manifest, the service worker and the page shown offline."""

import functools
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.kernel import slots
from karmayogi.kernel.web.door import public
from karmayogi.ui import pages
from karmayogi.ui import sheet as sheets
from karmayogi.ui.environment import asset
from karmayogi.ui.shell import linked_sheet

SHEETS = {"full": sheets.FULL, "lean": sheets.LEAN}


@public
@require_safe
def sheet(request: HttpRequest, version: str, form: str) -> HttpResponse:
    """An old version answers with the present sheet, uncached: a page from before a release keeps its looks."""
    if form not in SHEETS:
        raise Http404
    response = HttpResponse(SHEETS[form], content_type="text/css; charset=utf-8")
    fresh = version == sheets.VERSION
    response["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-store"
    return response


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    icons: list[dict[str, Any]] = [
        {"src": asset(f"ui/icons/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    icons.append(
        {"src": asset("ui/icons/maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"}
    )
    response = JsonResponse(
        {
            "name": _("Karmayogi"),
            "short_name": _("Karmayogi"),
            "description": _("Capacity building for public servants"),
            "lang": translation.get_language(),
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#fdfbf6",
            "theme_color": "#101a4d",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )
    response["Cache-Control"] = "private, max-age=3600"
    return response


@functools.cache
def _worker() -> str:
    """The worker with the list of what it keeps. Its text changes with any of these files: browsers then update."""
    keep = [
        reverse("ui:offline"),
        linked_sheet(lean=False),
        asset("ui/app.js"),
        asset("ui/icons/favicon.svg"),
        asset("ui/icons/icon-192.png"),
    ]
    for names in slots.every("ui.worker_keeps"):
        keep += names()
    scripts = [script for names in slots.every("ui.worker_scripts") for script in names()]
    told = {"keep": json.dumps(keep), "offline": json.dumps(keep[0]), "scripts": json.dumps(scripts)}
    page = render_to_string("ui/worker.js", told)
    return page.replace("VERSION", sheets.fingerprint(page.encode()))


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Service-Worker-Allowed"] = "/"
    response["Cache-Control"] = "no-cache"
    return response


def _in(language: str) -> dict[str, Any]:
    with translation.override(language):
        return {
            "language": language,
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "title": _("You are offline"),
            "lines": [
                _("This page is kept on your device. The page that you asked for is not."),
                _("Pages already open in other tabs or windows stay readable."),
                _("What you send while offline does not arrive. Keep such a page open and send again with network."),
                _("What was confirmed before is safe on the server: you can go on where you stopped."),
            ],
            "again": _("Try again"),
        }


@public
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Says the same in three languages, because the worker keeps one copy for everybody who uses this browser."""
    sections = [_in(language) for language in ("en", "hi", "ur")]
    return pages.render(request, "ui/offline.html", {"sections": sections})
