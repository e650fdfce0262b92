"""The content host: SCORM packages and H5P files, each on an origin of its own, beside Django and without its cookies.

`<hash>.content.example/<token>/...` where nothing else lives. The header `sandbox` takes away pop-ups, downloads, top
navigation and plugins; `allow-modals` stays, since packages ask "resume where you left?" in a dialog.
`allow-same-origin` is given since the run-time (scorm-again) and the SCO must reach each other, and only here: on this
host there is no cookie, no account and no other package, so there is nothing to reach for.
"""

import mimetypes
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from karmayogi.kernel import clock
from karmayogi.learning.queries.packages import folder_of
from karmayogi.learning.web import sendfile, signed
from karmayogi.learning.web.signed import FETCH

_PACKAGES = Path(__file__).resolve().parents[2]
_H5P = ("events.js", "content.js", "dialogs.js", "start.js", "h5p.css")
_BRIDGE = {
    "h5p/jquery.min.js": _PACKAGES / "ui" / "static" / "ui" / "vendor" / "jquery" / "jquery.min.js",
    **{f"h5p/{name}": _PACKAGES / "learning" / "static" / "learning" / "h5p" / name for name in _H5P},
    "bridge.js": _PACKAGES / "learning" / "static" / "learning" / "bridge.js",
    "left.js": _PACKAGES / "learning" / "static" / "learning" / "left.js",
    "scorm12.min.js": _PACKAGES / "ui" / "static" / "ui" / "vendor" / "scorm-again" / "scorm12.min.js",
    "scorm2004.min.js": _PACKAGES / "ui" / "static" / "ui" / "vendor" / "scorm-again" / "scorm2004.min.js",
}
_RUN = """<!doctype html><html lang="en"><meta charset="utf-8"><title>SCORM</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>html,body{margin:0;height:100%}iframe{border:0;width:100%;height:100%;display:block}</style>
<body data-parents="PARENTS"><iframe id="sco" title="SCORM" allow="autoplay; fullscreen"></iframe>
<script src="/__bridge__/STANDARD.min.js"></script><script src="/__bridge__/bridge.js"></script></body></html>"""

_PLAY = """<!doctype html><html lang="en" class="h5p-iframe"><meta charset="utf-8"><title>H5P</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="stylesheet" href="/__bridge__/h5p/h5p.css">
<body class="h5p-iframe-content" data-parents="PARENTS"><div id="h5p"><button id="wide" type="button" hidden></button>
<div class="h5p-content" data-content-id="1"><div class="h5p-container"></div></div></div>
<script src="/__bridge__/h5p/jquery.min.js"></script><script src="/__bridge__/h5p/events.js"></script>
<script src="/__bridge__/h5p/content.js"></script><script src="/__bridge__/h5p/dialogs.js"></script>
<script src="/__bridge__/h5p/start.js"></script></body></html>"""
# Where a unit of a course leads back to, in its frame; the page around it then goes on.
_LEFT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Left</title>
<body data-parents="PARENTS"><script src="/__bridge__/left.js"></script></body></html>"""


def is_ours(environ: dict[str, Any]) -> bool:
    """Whether the request is for the content host or one below it."""
    host: str = environ.get("HTTP_HOST", "").lower()
    content = urlsplit(settings.CONTENT_ORIGIN).netloc
    return host == content or host.endswith("." + content)


@cache
def parents(public_origin: str) -> tuple[str, ...]:
    """Origins that may embed a package. On one machine the same product answers to two names of the loop."""
    parts = urlsplit(public_origin)
    if parts.hostname in ("127.0.0.1", "localhost"):
        port = f":{parts.port}" if parts.port else ""
        return tuple(f"{parts.scheme}://{host}{port}" for host in ("127.0.0.1", "localhost"))
    return (public_origin,)


def _spoken_to() -> str:
    """The record store and the door of credentials, which a page of any site may speak to and which know no cookie."""
    return " ".join(f"{parent}{path}" for parent in parents(settings.PUBLIC_ORIGIN) for path in ("/xapi/", FETCH))


def _headers(media_type: str) -> sendfile.Headers:
    ancestors = " ".join(parents(settings.PUBLIC_ORIGIN))
    return [
        ("Content-Type", media_type),
        (
            "Content-Security-Policy",
            "sandbox allow-scripts allow-forms allow-modals allow-same-origin; "
            "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
            f"connect-src 'self' {_spoken_to()}; form-action 'self'; "
            f"object-src 'none'; base-uri 'self'; frame-ancestors 'self' {ancestors}",
        ),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "cross-origin"),
        ("Origin-Agent-Cluster", "?1"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        ("Cache-Control", "private, max-age=3600"),
    ]


def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Files of one package. Cookies that came along are not looked at, and none is ever set."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return sendfile.plain(start_response, "405 Method Not Allowed", "", [("Allow", "GET, HEAD")])
    # WSGI hands the path over as if it were latin-1 (PEP 3333).
    path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
    sha256 = signed.package_of_label(environ["HTTP_HOST"].lower().partition(".")[0])
    first, _, rest = path.lstrip("/").partition("/")
    if sha256 and first == "__bridge__" and rest in _BRIDGE:
        file = _BRIDGE[rest]
        etag = f"{file.stat().st_mtime_ns:x}-{file.stat().st_size:x}"
        kind = "text/css" if rest.endswith(".css") else "text/javascript"
        return sendfile.send(environ, start_response, file, etag, _headers(f"{kind}; charset=utf-8"))
    if not sha256 or not signed.good_package_token(first, sha256, clock.now()):
        return sendfile.plain(start_response, "404 Not Found", "This address has ended. Open the lesson again.")
    if rest == "__run__":
        return _run(environ, start_response)
    if rest == signed.LEFT:
        return _page(environ, start_response, _LEFT)
    # No empty segment either: "token//etc/passwd" would make the rest an absolute path, which replaces the folder.
    inside = "\0" not in rest and not any(segment in ("", ".", "..") for segment in rest.split("/"))
    target = folder_of(sha256) / rest if inside else None
    if target is None or not _is_file(target) or target.is_symlink():
        return sendfile.plain(start_response, "404 Not Found", "Not found", _headers("text/plain")[1:])
    media_type = mimetypes.guess_type(rest)[0] or "application/octet-stream"
    if media_type.startswith("text/") or media_type == "application/javascript":
        # Without a charset the page's own <meta charset> decides: many packages are not UTF-8.
        media_type = media_type.replace("application/javascript", "text/javascript")
    etag = f"{sha256[:16]}-{target.stat().st_size:x}"
    return sendfile.send(environ, start_response, target, etag, _headers(media_type))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long
        return False


def _run(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    query = environ.get("QUERY_STRING", "")
    if "standard=h5p" in query:
        return _page(environ, start_response, _PLAY)
    standard = "scorm2004" if "standard=scorm2004" in query else "scorm12"
    return _page(environ, start_response, _RUN.replace("STANDARD", standard))


def _page(environ: dict[str, Any], start_response: Any, page: str) -> Iterable[bytes]:
    body = page.replace("PARENTS", escape(" ".join(parents(settings.PUBLIC_ORIGIN)))).encode()
    start_response("200 OK", [*_headers("text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body] if environ["REQUEST_METHOD"] == "GET" else []
