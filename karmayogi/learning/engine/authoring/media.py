"""What an uploaded file really is, told by its first bytes, and how large each kind may be."""

import re

MB = 1_000_000
# Kind of part -> the largest file, in bytes.
MOST = {"video": 200 * MB, "audio": 30 * MB, "pdf": 20 * MB, "captions": MB, "poster": MB, "package": 300 * MB}


def media_type(head: bytes) -> str:
    """The media type by the first bytes; "" for what we do not take. At least 64 bytes are wanted."""
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video/webm" if b"webm" in head[:64] else ""
    if head[4:8] == b"ftyp":
        return "audio/mp4" if head[8:11] == b"M4A" else "video/mp4"
    if head.startswith(b"OggS"):
        return "audio/ogg"
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2):
        return "audio/mpeg"  # an MPEG frame of layer III
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "text/vtt"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return ""


def fits(field: str, found: str) -> bool:
    """Whether a file of that type may stand in that field (video, audio, pdf, captions, poster)."""
    if field == "audio" and found == "video/webm":  # sound alone in the same wrapper
        return True
    return {
        "video": found in ("video/webm", "video/mp4"),
        "audio": found in ("audio/mpeg", "audio/ogg", "audio/mp4"),
        "pdf": found == "application/pdf",
        "captions": found == "text/vtt",
        "poster": found == "image/webp",
    }.get(field, False)


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
