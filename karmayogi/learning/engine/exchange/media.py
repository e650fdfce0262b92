"""Which files of an archive may be shown from our own address: known kinds that begin as their kind must.

Nothing that a browser would run (HTML, SVG, scripts) is among them.
"""

from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import PlannedFile

_ENDINGS = {
    "pdf": "application/pdf",
    "webm": "video/webm",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "vtt": "text/vtt",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
ENDING = {
    "application/pdf": "pdf", "video/webm": "webm", "video/mp4": "mp4", "text/vtt": "vtt", "image/webp": "webp",
    "image/png": "png", "image/jpeg": "jpg",
}  # fmt: skip
VIDEOS = frozenset({"video/webm", "video/mp4"})
PICTURES = frozenset({"image/webp", "image/png", "image/jpeg"})


def _begins_right(head: bytes, media_type: str) -> bool:
    if media_type == "video/mp4":
        return head[4:8] == b"ftyp"
    if media_type == "image/webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    first = {
        "application/pdf": b"%PDF-",
        "video/webm": b"\x1a\x45\xdf\xa3",
        "text/vtt": b"WEBVTT",
        "image/png": b"\x89PNG\r\n\x1a\n",
        "image/jpeg": b"\xff\xd8\xff",
    }[media_type]
    return head.removeprefix(b"\xef\xbb\xbf").startswith(first)


def known(files: Files, path: str, media_type: str = "") -> PlannedFile | None:
    """The file as one that may be shown; None where it is not there, of another kind, or not what it says.

    media_type: as the source says; by the ending of the name where it says nothing.
    """
    kind = media_type or _ENDINGS.get(path.rpartition(".")[2].lower(), "")
    if kind not in ENDING or path not in files:
        return None
    head = getattr(files, "head", None)
    begin = head(path) if head else files[path][:32]
    return PlannedFile(path, kind) if _begins_right(begin, kind) else None
