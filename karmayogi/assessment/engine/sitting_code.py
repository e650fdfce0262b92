"""The code of a sitting: six digits that follow from a secret of the server, so that no table holds it."""

import hmac
import unicodedata

DIGITS = 6
_MARKS = "-\u200e\u200f"  # and what keyboards put around digits from right to left
TRIES = 5  # wrong ones before a seat has to wait


def code_from(digest: bytes) -> str:
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}}"


def typed(text: str) -> str:
    """What somebody typed, in the digits of any script and with any spaces between, as the code is kept."""
    found = [unicodedata.digit(one, None) for one in text[:40] if not one.isspace() and one not in _MARKS]
    return "" if None in found else "".join(map(str, found))


def is_right(text: str, code: str) -> bool:
    return hmac.compare_digest(typed(text).encode(), code.encode())
