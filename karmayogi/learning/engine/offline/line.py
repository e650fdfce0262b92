"""A line that a phone sends: what was done without network, signed with the phone's key. Pure."""

import base64
import hashlib
import uuid
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

# A short answer in any script: 2,000 letters, each of them up to six bytes of JSON.
MOST_TEXT = 14_000
_Whole = Annotated[int, msgspec.Meta(ge=0, le=10**6)]
_Clock = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]
_Hash = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")]
_Name = Annotated[str, msgspec.Meta(max_length=20)]
_Sent = Annotated[list[Annotated[str, msgspec.Meta(max_length=6_000)]], msgspec.Meta(max_length=40)]


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """seq: of the device, from 1. prev: `link` of the line before, "" for the first. stamp: what the phone had
    (stamp.py) when the time of the line began. clock: its clock in milliseconds; since: how many it counted since it
    got the stamp. seconds: in front of the reader, by a counter that no change of the clock moves. position: per cent
    or second; of an answer the number of the question, its pack the sealed test; of practice that of its question; of
    what begins at a sitting without network the wrong codes before it. Of a proctor the pack is the duty, the part a
    seat.
    run: the life of the page that wrote it, ticks: milliseconds counted in it; ran: those since the stamp, where that
    page got it (timing.counted_on).
    post: what its fields hold. watched, read: of a film, what was played of it and seconds with its text
    (engine/watching.py)."""

    id: uuid.UUID
    device: uuid.UUID
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]
    prev: _Hash
    pack: uuid.UUID
    part: uuid.UUID
    kind: Literal["time", "done", "begin", "answer", "submit", "proctor", "practice"]
    seconds: _Whole
    position: _Whole
    clock: _Clock
    since: _Clock
    stamp: Annotated[str, msgspec.Meta(max_length=100)]
    post: dict[_Name, _Sent] = {}
    watched: Annotated[list[tuple[_Whole, _Whole]], msgspec.Meta(max_length=200)] = []
    read: _Whole = 0
    run: uuid.UUID | None = None
    ticks: _Clock = 0
    ran: _Clock | None = None


_decode = msgspec.json.Decoder(Said).decode


def read(text: str) -> Said | None:
    """None for what is not such a line."""
    if len(text) > MOST_TEXT:
        return None
    try:
        return _decode(text)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def link(text: str) -> str:
    """By what the next line names this one."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest(text: str, signature: str) -> str:
    """By what exactly this line is known again."""
    return hashlib.sha256(f"{signature}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def is_signed(text: str, signature: str, public_key: str) -> bool:
    """signature: base64url of r and s, 32 bytes each, as WebCrypto makes it. public_key: as people keeps it."""
    try:
        raw = base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
        point = base64.urlsafe_b64decode(public_key + "=" * (-len(public_key) % 4))
        if len(raw) != 64:
            return False
        pair = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        key.verify(pair, text.encode(), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True
