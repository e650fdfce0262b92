"""The rule by which POST adds to a document. 1.0.3 Communication 2.2: JSON objects, merged at the top level."""

import msgspec

from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.types import Invalid

_objects = msgspec.json.Decoder(dict[str, msgspec.Raw])


def merge(old: bytes, new: bytes) -> bytes:
    """The properties of both, those of the new one where both have one. Values are kept as they are written."""
    return msgspec.json.encode(
        {**_object(old, "the document that is stored"), **_object(new, "the document that is sent")}
    )


def _object(body: bytes, which: str) -> dict[str, msgspec.Raw]:
    if type(decode(body, where=which)) is not dict:
        raise Invalid(which, "must be a JSON object, to be merged")
    return _objects.decode(body)
