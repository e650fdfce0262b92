"""Secrets of others that we have to show again: sealed with a key that is not in the database."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

__all__ = ["InvalidToken", "opened", "sealed"]


def _fernet(keys: list[str]) -> MultiFernet:
    return MultiFernet(
        [
            Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"karmayogi xapi forward\0" + key.encode()).digest()))
            for key in keys
        ]
    )


def sealed(secret: str, keys: list[str]) -> str:
    """keys: secret keys of the installation, the newest first."""
    return _fernet(keys).encrypt(secret.encode()).decode()


def opened(text: str, keys: list[str]) -> str:
    """Raises InvalidToken when none of the keys is the one that it was sealed with."""
    return _fernet(keys).decrypt(text.encode()).decode()
