"""Identifiers: uuid version 7 outside the product, codes for people."""

import secrets
import time
import uuid

# Crockford's base 32: no I, L, O, U, so that a code survives being read aloud.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CONFUSED = str.maketrans("ILO", "110")


def uuid7() -> uuid.UUID:
    """A time-ordered uuid (RFC 9562, 5.7). Written here since Python has it from 3.14 only."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def code(prefix: str, *, length: int = 10) -> str:
    """A random code for people, e.g. KY-7F3K-9QMX-2C: `length` symbols, the last a check symbol."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(length - 1))
    body += _check_symbol(body)
    return f"{prefix}-" + "-".join(body[i : i + 4] for i in range(0, length, 4))


def clean_code(text: str) -> str | None:
    """What somebody typed as a code, in its canonical form; None when its check symbol is wrong."""
    prefix, _, rest = text.strip().upper().replace(" ", "-").partition("-")
    body = rest.replace("-", "").translate(_CONFUSED)
    if len(body) < 2 or any(symbol not in _ALPHABET for symbol in body) or _check_symbol(body[:-1]) != body[-1]:
        return None
    return f"{prefix}-" + "-".join(body[i : i + 4] for i in range(0, len(body), 4))


def _check_symbol(body: str) -> str:
    total = 0
    for symbol in body:
        total = (total * 2 + _ALPHABET.index(symbol) + 1) % 31  # 31 is prime and 2 a generator of weights
    return _ALPHABET[total]
