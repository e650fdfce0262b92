"""Push messages: locked for one browser (RFC 8291), signed by us (RFC 8292), and what a push service answers.

The two libraries are loaded at the first message, so that processes that send none do not carry them.
"""

import datetime as dt
import email.utils
import hashlib
import re
import uuid
from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from karmayogi.people.engine.points import decoded, encoded

LENGTH = 1024  # of every message before it is locked: its length tells neither language nor kind
SIGNED_FOR = dt.timedelta(hours=12)  # RFC 8292 allows 24
LONGEST_WAIT = 24 * 3600
_NAME = re.compile(r"[a-z0-9.\-]+")

type Fate = Literal["sent", "gone", "later", "refused"]


def locked(
    text: bytes, *, p256dh: str, auth: str, ephemeral: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:  # fmt: skip
    """The body for one browser, aes128gcm. ephemeral, salt: for the example of the RFC; made anew otherwise."""
    import http_ece

    body: bytes = http_ece.encrypt(
        text, salt=salt, private_key=ephemeral or ec.generate_private_key(ec.SECP256R1()), dh=decoded(p256dh),
        auth_secret=decoded(auth), version="aes128gcm",
    )  # fmt: skip
    return body


def padded(text: bytes) -> bytes:
    """Of JSON: blanks at its end change nothing. Raises ValueError for what is too long."""
    if len(text) > LENGTH:
        raise ValueError("a push message is too long")
    return text.ljust(LENGTH)


def signed(endpoint: str, *, pem: bytes, subject: str, at: dt.datetime) -> str:
    """The Authorization header for the origin of that address."""
    from py_vapid import Vapid02

    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int((at + SIGNED_FOR).timestamp()), "sub": subject}
    header: str = Vapid02(load_pem_private_key(pem, None)).sign(claims)["Authorization"]
    return header


def topic_at(device: uuid.UUID, topic: str) -> str:
    """Of the same message another one in each browser: whose operator would else see which of them are one person's."""
    return encoded(hashlib.sha256(f"{device}:{topic}".encode()).digest()[:24])


def known_service(endpoint: str, services: Sequence[str]) -> bool:
    """Whether the address belongs to one of these push services; "*.host" is every host below it."""
    host = urlsplit(endpoint).hostname or ""
    if not _NAME.fullmatch(host):  # an IPv6 address may end in anything after its "%"
        return False
    return any(host.endswith(one[1:]) if one.startswith("*.") else host == one for one in services)


def fate(status: int) -> Fate:
    """gone: the browser is subscribed no more. later: ask again. refused: asking again would not help."""
    if 200 <= status < 300:
        return "sent"
    if status in (404, 410):
        return "gone"
    return "later" if status in (408, 425, 429) or status >= 500 else "refused"


def asked_to_wait(header: str, at: dt.datetime) -> int | None:
    """Seconds of a Retry-After, in either of its forms; None where it says nothing usable."""
    text = header.strip()
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return min(int(text), LONGEST_WAIT)
    try:
        until = email.utils.parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=dt.UTC)
    return max(0, min(int((until - at).total_seconds()), LONGEST_WAIT))
