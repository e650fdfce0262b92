"""Videos, captions, posters and PDFs of lessons, by signed address, beside Django: /learning/files/..."""

from collections.abc import Iterable
from typing import Any

from karmayogi.kernel import clock, files
from karmayogi.learning.engine import media
from karmayogi.learning.web import sendfile, signed

PREFIX = "/learning/files/"


def serve(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
        return sendfile.plain(start_response, "405 Method Not Allowed", "", [("Allow", "GET, HEAD")])
    found = signed.read_file_url(environ["PATH_INFO"].removeprefix(PREFIX), clock.now())
    path = files.path_of(found[0]) if found else None
    if found is None or path is None or not path.is_file():
        return sendfile.plain(start_response, "404 Not Found", "Not found")
    # A file opened by itself is a page of its own: without scripts, forms and origin. PDFs are shown by a part of the
    # browser that does not start in a sandbox, and runs nothing of ours.
    closed = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    policy = f"{closed}; style-src 'unsafe-inline'"
    return sendfile.send(
        environ,
        start_response,
        path,
        found[0],
        [
            ("Content-Type", found[1]),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", policy if found[1] == media.PDF else f"sandbox; {policy}"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Cache-Control", "private, max-age=43200, immutable"),
        ],
    )
