"""Addresses that carry their own permission: media files and packages are served without a look into the database.

An address holds for twelve to twenty-four hours. Its end is on the half-day, so that within a half-day the same file
has the same address and the browser keeps it.
"""

import base64
import datetime as dt
import hmac
from functools import lru_cache
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from karmayogi.learning.engine.media import ODP, PPTX

FETCH = "/learning/cmi5/fetch/"
LEFT = "__left__"
HALF_DAY = 12 * 3600
EXTENSIONS = {
    "video/webm": "webm",
    "video/mp4": "mp4",
    "application/pdf": "pdf",
    "text/vtt": "vtt",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/mp4": "m4a",
    "audio/webm": "weba",
    "image/webp": "webp",
    "image/avif": "avif",
    PPTX: "pptx",
    ODP: "odp",
}
MEDIA_TYPES = {extension: media_type for media_type, extension in EXTENSIONS.items()}


@lru_cache(maxsize=4096)
def _signature(salt: str, value: str, secret: str) -> str:
    digest = salted_hmac(salt, value, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:18]).decode()


def _end(at: dt.datetime) -> int:
    return (int(at.timestamp()) // HALF_DAY + 2) * HALF_DAY


def _good(salt: str, value: str, end: str, signature: str, at: dt.datetime) -> bool:
    return _signed(salt, f"{value}|{end}", signature) and int(end) > at.timestamp()


def _signed(salt: str, value: str, signature: str) -> bool:
    """By the present key or one before it."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not signature.isascii():  # compare_digest raises for other text
        return False
    return any(hmac.compare_digest(_signature(salt, value, secret), signature) for secret in secrets)


def file_url(sha256: str, media_type: str, at: dt.datetime) -> str:
    """Where the file can be had on our own host."""
    name = f"{sha256}.{EXTENSIONS[media_type]}"
    end = str(_end(at))
    return f"/learning/files/{end}/{_signature('learning.file', f'{name}|{end}', settings.SECRET_KEY)}/{name}"


def read_file_url(path: str, at: dt.datetime) -> tuple[str, str] | None:
    """(sha256, media type) of a good address below /learning/files/; None for any other."""
    match path.split("/"):
        case [end, signature, name] if end.isascii() and end.isdigit() and len(end) < 13:
            sha256, _, extension = name.partition(".")
            if extension in MEDIA_TYPES and _good("learning.file", name, end, signature, at):
                return sha256, MEDIA_TYPES[extension]
    return None


def package_label(sha256: str) -> str:
    """The host name of a package below the content host: its hash in 52 letters and digits."""
    return base64.b32encode(bytes.fromhex(sha256)).decode().rstrip("=").lower()


def package_of_label(label: str) -> str | None:
    try:
        return base64.b32decode(label.upper() + "====").hex() if len(label) == 52 else None
    except ValueError:
        return None


def package_origin(sha256: str) -> str:
    scheme, _, host = settings.CONTENT_ORIGIN.partition("://")
    return f"{scheme}://{package_label(sha256)}.{host}"


def package_token(sha256: str, at: dt.datetime) -> str:
    """The first segment of every path on a package's host."""
    end = str(_end(at))
    return f"{end}.{_signature('learning.package', f'{sha256}|{end}', settings.SECRET_KEY)}"


def good_package_token(token: str, sha256: str, at: dt.datetime) -> bool:
    end, _, signature = token.partition(".")
    if not (end.isascii() and end.isdigit() and len(end) < 13):
        return False
    return _good("learning.package", sha256, end, signature, at)


def run_url(sha256: str, token: str, standard: str, href: str) -> str:
    """The page on the package's host that holds the run-time: of SCORM above a frame with the SCO, or of H5P."""
    return f"{package_origin(sha256)}/{token}/__run__?standard={standard}&href={quote(href, safe='')}"


def left_url(sha256: str, token: str) -> str:
    """Where a unit in a frame leads to when it is left."""
    return f"{package_origin(sha256)}/{token}/{LEFT}"


def fetch_url(session: UUID) -> str:
    """Where the credential of a session is had, once. It ends with the session, so that it needs no end of its own."""
    return f"{settings.PUBLIC_ORIGIN}{FETCH}{session}.{_signature('learning.fetch', str(session), settings.SECRET_KEY)}"


def session_of_fetch(path: str) -> UUID | None:
    """The session of a good address below FETCH."""
    text, _, signature = path.removeprefix(FETCH).partition(".")
    return UUID(text) if _signed("learning.fetch", text, signature) else None
