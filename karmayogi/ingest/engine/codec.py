"""JSON in and out, strictly: no name twice in an object, no NaN, nothing too deep, no number changed."""

import json
from typing import Any

import msgspec

from karmayogi.ingest.types import Invalid

DEEPEST = 64
SPACE = b" \t\r\n"
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


def encode(value: Any) -> bytes:
    """JSON in UTF-8. A float is written as one: 1.0 stays 1.0."""
    return _encoder.encode(value)


def decode(body: bytes, *, where: str = "body") -> Any:
    """What the JSON says; whole numbers exactly, others as 64-bit floats. The size is the caller's to limit.

    Refused besides malformed JSON: an object that has a name twice, more than 64 levels, NaN and infinities, numbers
    beyond a float.
    """
    try:
        value = _decoder.decode(body)
    except RecursionError:
        raise Invalid(where, f"JSON may be at most {DEEPEST} levels deep") from None
    except (msgspec.MsgspecError, ValueError) as error:  # ValueError: bytes that are not UTF-8
        raise Invalid(where, f"must be JSON in UTF-8: {error}") from None
    if body.count(b"{") + body.count(b"[") > DEEPEST and _levels(value) > DEEPEST:
        raise Invalid(where, f"JSON may be at most {DEEPEST} levels deep")
    if not _each_name_once(body, value):
        _refuse_twice(body, where)
    return value


def _levels(value: Any) -> int:
    """How many objects and arrays stand inside each other; counts one more than the most that is allowed at last."""
    level, here = 0, [value]
    while level <= DEEPEST:
        here = [one for one in here if type(one) is dict or type(one) is list]
        if not here:
            break
        here = [inner for outer in here for inner in (outer.values() if type(outer) is dict else outer)]
        level += 1
    return level


def _each_name_once(body: bytes, value: Any) -> bool:
    """True only if no object has a name twice; False says that it has to be looked at one by one.

    Space aside, JSON has one `":` for each name, and one more wherever a string holds that sequence. Written again, the
    strings are the same; so where the body has not one more, no name was lost. Only an escaped letter of ASCII could
    hide such a sequence in the body.
    """
    if b"\\" in body and b"\\u00" in body:
        return False
    again = _encoder.encode(value)
    return body.translate(None, SPACE).count(b'":') == again.translate(None, SPACE).count(b'":')


def _refuse_twice(body: bytes, where: str) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, item in pairs:
            if name in found:
                raise Invalid(where, f'an object has the property "{name[:60]}" twice')
            found[name] = item
        return found

    json.loads(body, object_pairs_hook=once, parse_int=str, parse_float=str)
