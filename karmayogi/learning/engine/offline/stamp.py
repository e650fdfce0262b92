"""What the server gives a phone to hold: when it was, and how many seconds of this person were counted by then. Pure.

Every line carries the stamp that the phone had when its time began. So the line happened after it, whatever the clock
of the phone says; and since then no more time can have been spent than has passed, on all devices of the person.
"""

import dataclasses
import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Stamp:
    """counted: seconds of all parts of the person until then."""

    at: dt.datetime
    counted: int


def write(stamp: Stamp, device: uuid.UUID, secret: str) -> str:
    body = f"{int(stamp.at.timestamp() * 1000)}.{stamp.counted}"
    return f"{body}.{_mac(body, device, secret)}"


def read(text: str, device: uuid.UUID, secrets: Sequence[str]) -> Stamp | None:
    """None for one that the server has not given to that device. secrets: the present one and those before it."""
    body, _, mac = text.rpartition(".")
    if not mac.isascii() or not any(hmac.compare_digest(_mac(body, device, one), mac) for one in secrets):
        return None
    millis, _, counted = body.partition(".")
    return Stamp(dt.datetime.fromtimestamp(int(millis) / 1000, dt.UTC), int(counted))


def _mac(body: str, device: uuid.UUID, secret: str) -> str:
    return hmac.digest(
        secret.encode(), f"learning.offline|{device}|{body}".encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hex()[:40]
