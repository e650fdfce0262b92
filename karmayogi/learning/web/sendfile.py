"""A file as a WSGI answer, whole or in part (RFC 9110, 14: one range; several are answered with the whole)."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

CHUNK = 64 * 1024
_RANGE = re.compile(r"^bytes=([0-9]{0,15})-([0-9]{0,15})$")

type Headers = list[tuple[str, str]]


class _Part:
    """The bytes from where the file stands, `left` of them; closes the file when the server is done with it."""

    def __init__(self, file: BinaryIO, left: int) -> None:
        self.file = file
        self.left = left

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (chunk := self.file.read(min(CHUNK, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()


def plain(start_response: Any, status: str, text: str, headers: Headers | None = None) -> Iterable[bytes]:
    body = text.encode()
    start_response(
        status,
        [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))), *(headers or [])],
    )
    return [body]


def send(environ: dict[str, Any], start_response: Any, path: Path, etag: str, headers: Headers) -> Iterable[bytes]:
    """headers: with the Content-Type. etag: a hash of the content, so that a kept copy is never wrong."""
    headers = [*headers, ("ETag", f'"{etag}"'), ("Accept-Ranges", "bytes")]
    if environ.get("HTTP_IF_NONE_MATCH") == f'"{etag}"':
        start_response("304 Not Modified", headers)
        return []
    file = path.open("rb")
    size = path.stat().st_size
    start, end, status = 0, size - 1, "200 OK"
    asked = _RANGE.match(environ.get("HTTP_RANGE", ""))
    if asked and any(asked.groups()) and environ.get("HTTP_IF_RANGE", f'"{etag}"') == f'"{etag}"':
        first, last = asked.groups()
        start = int(first) if first else max(0, size - int(last))
        end = min(size - 1, int(last)) if first and last else size - 1
        if start >= size or start > end:
            file.close()
            return plain(start_response, "416 Range Not Satisfiable", "", [("Content-Range", f"bytes */{size}")])
        status = "206 Partial Content"
        headers.append(("Content-Range", f"bytes {start}-{end}/{size}"))
    start_response(status, [*headers, ("Content-Length", str(end - start + 1))])
    if environ["REQUEST_METHOD"] == "HEAD":
        file.close()
        return []
    file.seek(start)
    return _Part(file, end - start + 1)
