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
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "m4a": "audio/mp4",
    "weba": "audio/webm",
    "vtt": "text/vtt",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}
ENDING = {
    "application/pdf": "pdf", "video/webm": "webm", "video/mp4": "mp4", "text/vtt": "vtt", "image/webp": "webp",
    "image/png": "png", "image/jpeg": "jpg", "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/mp4": "m4a",
    "audio/webm": "weba",
}  # fmt: skip
VIDEOS = frozenset({"video/webm", "video/mp4"})
AUDIOS = frozenset({"audio/mpeg", "audio/ogg", "audio/mp4", "audio/webm"})
PICTURES = frozenset({"image/webp", "image/png", "image/jpeg"})


def _begins_right(head: bytes, media_type: str) -> bool:
    if media_type in ("video/mp4", "audio/mp4"):
        return head[4:8] == b"ftyp"
    if media_type == "audio/mpeg":  # an ID3 tag, or a frame of layer III
        return head[:3] == b"ID3" or (head[:1] == b"\xff" and len(head) > 1 and head[1] & 0xE6 == 0xE2)
    if media_type == "image/webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    first = {
        "application/pdf": b"%PDF-",
        "video/webm": b"\x1a\x45\xdf\xa3",
        "audio/webm": b"\x1a\x45\xdf\xa3",
        "audio/ogg": b"OggS",
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
