"""Bit lists as W3C Bitstring Status List v1.0 wants them: place 0 is the highest bit of the first byte."""

import base64
import gzip
import zlib

LENGTH = 131_072  # bits; the least that the standard allows (16 kB), so that one list hides whose bit is asked for


def place(number: int) -> tuple[int, int]:
    """Running number -> (number of the list, place in it)."""
    return divmod(number, LENGTH)


def is_set(bits: bytes, index: int) -> bool:
    return bool(bits[index >> 3] & (0x80 >> (index & 7)))


def with_set(bits: bytes, index: int) -> bytes:
    """The same bits with that one set. Raises IndexError outside the list."""
    changed = bytearray(bits)
    changed[index >> 3] |= 0x80 >> (index & 7)
    return bytes(changed)


def encode(bits: bytes) -> str:
    """GZIP, then base64url without padding behind the multibase letter u. The same bits always give the same text."""
    return "u" + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).decode().rstrip("=")


def decode(text: str) -> bytes:
    """The bits of an encoded list. Raises ValueError when it is none or is longer than a list of ours."""
    if not text.startswith("u"):
        raise ValueError("not multibase base64url")
    packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    unpack = zlib.decompressobj(wbits=31)
    try:
        bits = unpack.decompress(packed, LENGTH // 8 + 1)
    except zlib.error as error:
        raise ValueError("not GZIP") from error
    if len(bits) > LENGTH // 8:
        raise ValueError("longer than a list")
    return bits
