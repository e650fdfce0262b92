"""What a file really is, told by its first bytes; how large each kind may be; what may stand where.

The only place where media are recognised: the editor's uploads, files of brought courses and the maker of variants all
ask here. Nothing that a browser would run (HTML, SVG, scripts) is among the kinds.
"""

import re

MB = 1_000_000
# Kind of part -> the largest file, in bytes.
MOST = {
    "video": 200 * MB, "audio": 30 * MB, "pdf": 20 * MB, "slides": 30 * MB, "captions": MB, "poster": MB,
    "package": 600 * MB, "sheet": 5 * MB, "picture": 15 * MB,
}  # fmt: skip
PDF = "application/pdf"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODP = "application/vnd.oasis.opendocument.presentation"
# Media type -> ending of a file's name; the first ending of a type is the one that we write.
ENDING = {
    PDF: "pdf", "video/webm": "webm", "video/mp4": "mp4", "text/vtt": "vtt", "image/webp": "webp", "image/png": "png",
    "image/jpeg": "jpg", "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/webm": "weba",
    PPTX: "pptx", ODP: "odp",
}  # fmt: skip
BY_ENDING = {ending: media_type for media_type, ending in ENDING.items()} | {
    "m4v": "video/mp4", "oga": "audio/ogg", "jpeg": "image/jpeg",
}  # fmt: skip
VIDEOS = frozenset({"video/webm", "video/mp4"})
AUDIOS = frozenset({"audio/mpeg", "audio/ogg", "audio/mp4", "audio/webm"})
PICTURES = frozenset({"image/webp", "image/png", "image/jpeg"})
DECKS = frozenset({PPTX, ODP})
HEAD = 128  # bytes that are enough to tell


def media_type(head: bytes) -> str:
    """The media type by the first bytes (HEAD of them are enough); "" for what we do not take.

    A recording in WebM looks like a film in WebM, and one in MP4 that does not say M4A like a film in MP4: see `means`.
    """
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else ""
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "audio/mpeg"  # an MPEG frame of layer III
    if head.startswith(b"RIFF"):
        return "image/webp" if head[8:12] == b"WEBP" else ""
    if head.startswith(b"PK\x03\x04"):
        return _packed(head)
    plain = head.removeprefix(b"\xef\xbb\xbf")
    for begin, found in (
        (b"%PDF-", PDF),
        (b"WEBVTT", "text/vtt"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff", "image/jpeg"),
    ):
        if plain.startswith(begin):
            return found
    return ""


def _packed(head: bytes) -> str:
    """Slides in a zip: OpenDocument says so at once; of the other form only the first name in the zip is looked at."""
    if head[30:38] == b"mimetype":
        return ODP if head[38:].startswith(ODP.encode()) else ""
    return PPTX if head[30:].startswith((b"[Content_Types].xml", b"_rels/", b"ppt/", b"docProps/")) else ""


def means(head: bytes, said: str) -> bool:
    """Whether a file that begins so is what its source says it is."""
    found = media_type(head)
    wrappers = {"audio/webm": "video/webm", "audio/mp4": "video/mp4", "video/mp4": "audio/mp4"}
    return bool(found) and (found == said or wrappers.get(said) == found)


def fits(field: str, found: str) -> bool:
    """Whether a file of that type may stand in that field (video, audio, pdf, slides, captions, poster)."""
    return found in {
        "video": VIDEOS,
        "audio": AUDIOS | {"video/webm"},  # sound alone in the same wrapper
        "pdf": {PDF},
        "slides": {PDF, *DECKS},
        "captions": {"text/vtt"},
        "poster": {"image/webp"},
    }.get(field, ())


def kept_as(field: str, found: str) -> str:
    """The type under which a file is kept in that field: a WebM with sound alone looks like a film, and is a recording
    where one is asked for."""
    return "audio/webm" if field == "audio" and found == "video/webm" else found


_CUE_END = re.compile(r"-->\s*(?:(\d+):)?(\d\d):(\d\d)[.,]\d+")
_PAGE = re.compile(rb"/Type\s*/Page\b")


def length_by_captions(vtt: str) -> int | None:
    """Seconds up to the end of the last caption; None without one."""
    ends = [
        int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) for hours, minutes, seconds in _CUE_END.findall(vtt)
    ]
    return max(ends) + 1 if ends else None


def pdf_pages(content: bytes) -> int:
    """Counted roughly, by the page objects that lie open; at least one."""
    return len(_PAGE.findall(content)) or 1
