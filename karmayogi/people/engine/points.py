"""Keys that browsers make, as text: base64url without "=", in the one spelling of each."""

import base64

from cryptography.hazmat.primitives.asymmetric import ec


def decoded(text: str) -> bytes:
    """Raises ValueError, also for another spelling of the same bytes: a unique index must see through it."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encoded(raw) != text:
        raise ValueError("not the one spelling")
    return raw


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def is_point(text: str) -> bool:
    """An uncompressed point of P-256."""
    try:
        raw = decoded(text)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)
    except ValueError:
        return False
    return len(raw) == 65
