"""JSON in and out, strictly: no name twice in an object, no NaN, nothing too deep, no number changed."""

import json
from typing import Any

import msgspec

from karmayogi.ingest.types import Invalid

DEEPEST = 64
_SPACED = (b" :", b"\n:", b"\r:", b"\t:")
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder()


def encode(value: Any) -> bytes:
    """JSON in UTF-8. A float is written as one: 1.0 stays 1.0."""
    return _encoder.encode(value)


def decode(body: bytes, *, where: str = "body") -> Any:
    """What the JSON says; whole numbers exactly, others as 64-bit floats. The size is the caller's to limit.

    Refused besides malformed JSON: an object that has a name twice, more than 64 levels, NaN and infinities, numbers
    beyond a float, and the character U+0000, which the database cannot hold.
    """
    try:
        value = _decoder.decode(body)
    except RecursionError:
        raise Invalid(where, f"JSON may be at most {DEEPEST} levels deep") from None
    except ValueError as error:  # of which msgspec's errors are no kind, and UnicodeDecodeError is
        raise Invalid(where, f"must be JSON in UTF-8: {error}") from None
    except msgspec.MsgspecError as error:
        raise Invalid(where, f"must be JSON: {error}") from None
    if body.count(b"{") + body.count(b"[") > DEEPEST and _levels(value) > DEEPEST:
        raise Invalid(where, f"JSON may be at most {DEEPEST} levels deep")
    if b"\\u0000" in body and _holds_nul(value):
        raise Invalid(where, "the character U+0000 cannot be stored")
    if not _each_name_once(body, value):
        _refuse_twice(body, where)
    return value


def _levels(value: Any) -> int:
    level, here = 0, [value]
    while here and level <= DEEPEST:
        here = [
            one
            for outer in here
            if type(outer) is dict or type(outer) is list
            for one in (outer.values() if type(outer) is dict else outer)
        ]
        level += 1
    return level


def _holds_nul(value: Any) -> bool:
    if type(value) is dict:
        return any("\0" in key or _holds_nul(item) for key, item in value.items())
    if type(value) is list:
        return any(map(_holds_nul, value))
    return type(value) is str and "\0" in value


def _each_name_once(body: bytes, value: Any) -> bool:
    """True only if no object has a name twice; False says that it has to be looked at one by one.

    Written again, JSON has as many `":` as it has names, and as many more as strings hold that sequence. Where the body
    has not one more, no name was lost. Escapes that could hide such a sequence, and space before a colon, would upset
    the count.
    """
    if b"\\u00" in body or any(spaced in body for spaced in _SPACED):
        return False
    return body.count(b'":') == _encoder.encode(value).count(b'":')


def _refuse_twice(body: bytes, where: str) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, item in pairs:
            if name in found:
                raise Invalid(where, f'an object has the property "{name[:60]}" twice')
            found[name] = item
        return found

    json.loads(body, object_pairs_hook=once, parse_int=str, parse_float=str)
