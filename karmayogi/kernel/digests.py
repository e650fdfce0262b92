"""What is kept of a secret that was handed out: enough to know it again, nothing to use it with."""

import hashlib


def digest(secret: str) -> str:
    """SHA-256 in hex. For random secrets only: one that people choose has a slow hash (people)."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
