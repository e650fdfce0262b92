"""Papers for a place without network: the codes, what locks a paper, what is believed of when. Pure.

A paper is locked with a key of its own. That key is wrapped in a key of two halves: what the start code gives (PBKDF2,
so that guessing is dear), and what the phone and the server agreed on (ECDH; the phone's half cannot be taken out of
its browser). So a copied bundle opens with no code, and the phone opens nothing without it.
"""

import dataclasses
import datetime as dt
import enum
import hashlib
import hmac
import os
import uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

START_DIGITS, HAND_IN_DIGITS = 16, 12  # the last of each is a check digit
ROUNDS = 600_000
# Clocks of phones run apart by so much (learning.engine.offline.timing): so early is not yet early.
DRIFT = dt.timedelta(minutes=10)


class Settled(enum.StrEnum):
    """What became of a paper. WITNESSED: the proctor noted the code of what was handed in, in time. IN_TIME: it reached
    the server before the time was over. LATE: neither, it is kept and does not count. EARLY: opened before the start.
    ABSENT: the proctor had marked the seat so. CLOSED: she had passed, or has another attempt."""

    WITNESSED = "witnessed"
    IN_TIME = "in_time"
    LATE = "late"
    EARLY = "early"
    ABSENT = "absent"
    CLOSED = "closed"


def start_code(secret: bytes, sitting: uuid.UUID) -> str:
    """Of a whole sitting, as it stands on the board. About 50 bits, and 600,000 rounds for each guess."""
    digest = hmac.digest(secret, b"assessment.venue|" + sitting.bytes, hashlib.sha256)
    return _with_check(int.from_bytes(digest[:8]) % 10 ** (START_DIGITS - 1), START_DIGITS)


def hand_in_code(link: str, paper: uuid.UUID) -> str:
    """What the phone shows at the end, and the proctor notes. link: of the line that hands in; each line names the one
    before, so the code stands for all of them. To find other answers with the same code is 10**11 times ROUNDS."""
    raw = hashlib.pbkdf2_hmac("sha256", link.encode(), paper.bytes, ROUNDS, 8)
    return _with_check(int.from_bytes(raw) % 10 ** (HAND_IN_DIGITS - 1), HAND_IN_DIGITS)


def is_whole(digits: str, length: int) -> bool:
    """Whether that many digits were typed without a slip."""
    return len(digits) == length and digits.isascii() and digits.isdigit() and _luhn(digits[:-1]) == int(digits[-1])


def _with_check(number: int, length: int) -> str:
    digits = f"{number:0{length - 1}}"
    return f"{digits}{_luhn(digits)}"


def _luhn(digits: str) -> int:
    """The check digit of bank cards: any wrong digit, and nearly every two that changed places."""
    doubled = (int(one) * (2 if place % 2 == 0 else 1) for place, one in enumerate(reversed(digits)))
    return -sum(one - 9 if one > 9 else one for one in doubled) % 10


@dataclasses.dataclass(frozen=True, slots=True)
class Wrapped:
    """server: our half of the agreement, an uncompressed point. wrapped: twelve bytes and what AES-GCM made."""

    server: bytes
    wrapped: bytes


def wrap(key: bytes, *, code: str, phone: bytes, paper: uuid.UUID, sitting: uuid.UUID, device: uuid.UUID) -> Wrapped:
    """phone: its half, an uncompressed point on P-256. Raises ValueError for what is none."""
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), phone)
    mine = ec.generate_private_key(ec.SECP256R1())
    lock = wrapping_key(mine.exchange(ec.ECDH(), theirs), code, paper, sitting, device)
    nonce = os.urandom(12)
    public = mine.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Wrapped(public, nonce + AESGCM(lock).encrypt(nonce, key, paper.bytes))


def wrapping_key(shared: bytes, code: str, paper: uuid.UUID, sitting: uuid.UUID, device: uuid.UUID) -> bytes:
    slow = hashlib.pbkdf2_hmac("sha256", code.encode(), paper.bytes + sitting.bytes, ROUNDS, 32)
    info = f"assessment.venue|{sitting}|{paper}|{device}".encode()
    return HKDF(hashes.SHA256(), 32, None, info).derive(shared + slow)


def proof(code: str, duty: uuid.UUID) -> bytes:
    """By what the page of a proctor knows the code without holding it."""
    return hashlib.sha256(hashlib.pbkdf2_hmac("sha256", code.encode(), duty.bytes, ROUNDS, 32)).digest()


@dataclasses.dataclass(frozen=True, slots=True)
class Window:
    """Of one person at a sitting. ends: with the more time that she is allowed. started: when a proctor entered the
    code there, as far as that is known."""

    starts: dt.datetime
    last_entry: dt.datetime
    ends: dt.datetime
    started: dt.datetime | None


def judge(
    window: Window, *, began: dt.datetime | None, handed: dt.datetime | None, arrived: dt.datetime, due: dt.datetime,
    grace: dt.timedelta,
) -> Settled:  # fmt: skip
    """began: by the phone, None where its clock was set meanwhile: then the proctor's word alone tells when. handed:
    when the proctor noted the code of exactly these answers, None without. arrived: of the last line. due: of hers."""
    if began is not None:
        earliest = window.starts if window.started is None else max(window.starts, window.started)
        if began < earliest - DRIFT:
            return Settled.EARLY
        if began > window.last_entry + DRIFT:
            return Settled.LATE
    if handed is not None and window.starts - DRIFT <= handed <= window.ends + grace:
        return Settled.WITNESSED
    return Settled.IN_TIME if arrived <= due + grace else Settled.LATE
