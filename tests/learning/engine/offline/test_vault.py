import base64
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from karmayogi.learning.engine.offline.vault import opened, rescue_key


def test_only_the_key_of_that_device_opens():
    device = uuid.UUID(int=7)
    key = rescue_key(device, "secret")
    locked = base64.urlsafe_b64encode(b"1" * 12 + AESGCM(key).encrypt(b"1" * 12, b"inside", None)).decode().rstrip("=")
    assert opened(key, locked) == b"inside"
    for other in (rescue_key(uuid.UUID(int=8), "secret"), rescue_key(device, "other")):
        assert opened(other, locked) is None
    for broken in ("", "AA", locked[:-4], "é"):
        assert opened(key, broken) is None
