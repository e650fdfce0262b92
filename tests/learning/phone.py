"""A phone without a browser: keeps a pack, says what was done, signs it as WebCrypto does."""

import base64
import json
import uuid
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from karmayogi.learning.engine.offline.line import link
from karmayogi.people import api as people


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Key:
    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        self.public = b64(self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def sign(self, text: str) -> str:
        r, s = decode_dss_signature(self._private.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
        return b64(r.to_bytes(32) + s.to_bytes(32))


class Phone(Key):
    """`says` adds a line to its chain; what is given overrides what is right."""

    def __init__(self, actor: Any, at: Any) -> None:
        super().__init__()
        self.uuid = uuid.uuid4()
        self.seq, self.prev, self.stamp, self.pack = 0, "", "", ""
        people.enrol_device(actor=actor, device_uuid=self.uuid, public_key=self.public, name="Phone", at=at)

    def says(self, part: Any, kind: str = "done", seconds: int = 0, since: int = 0, **changes: Any) -> tuple[str, str]:
        """(text, signature)"""
        self.seq += 1
        said = {
            "id": str(uuid.uuid4()), "device": str(self.uuid), "seq": self.seq, "prev": self.prev,
            "pack": str(self.pack), "part": str(part), "kind": kind, "seconds": seconds, "position": 100,
            "clock": 946_684_800_000, "since": since * 1000, "stamp": self.stamp,
        } | changes  # fmt: skip
        text = json.dumps(said)
        self.prev = link(text)
        return text, self.sign(text)
