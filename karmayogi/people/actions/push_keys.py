"""The key with which push services know us: the private half in a file of KEYS_ROOT, never in the database."""

import datetime as dt
import functools
import secrets

from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from karmayogi.kernel import audit, ids, key_files, rows
from karmayogi.kernel.access import System
from karmayogi.people.engine.points import encoded
from karmayogi.people.models import PushKey

_LOCK = 0x7075_7368  # "push": one process at a time makes or rotates a key


class KeyMissing(RuntimeError):
    """The database names a key whose private half is not on this machine."""


def key_in_use(at: dt.datetime) -> PushKey:
    """Made at first use."""
    key = PushKey.objects.filter(valid_to__isnull=True).first()
    if key is None:
        with transaction.atomic():
            _one_at_a_time()
            key = PushKey.objects.filter(valid_to__isnull=True).first() or _new_key(at)
    return key


def rotate_push_key(*, agent: System, at: dt.datetime, why: str = "") -> str:
    """Devices are turned on with another key from now on; those that are on keep theirs. Returns the kid."""
    with transaction.atomic():
        _one_at_a_time()
        PushKey.objects.filter(valid_to__isnull=True).update(valid_to=at)
        key = _new_key(at)
        audit.record(
            "people:push_key:rotate", agent=agent, at=at, kind="push_key", subject=ids.uuid7(), label=key.kid, why=why
        )
    return key.kid


def private_half(kid: str) -> bytes:
    """PEM. Raises KeyMissing."""
    return _private(kid, str(settings.KEYS_ROOT))


@functools.lru_cache(maxsize=16)
def _private(kid: str, root: str) -> bytes:
    try:
        return key_files.path_of(f"{kid}.pem", root).read_bytes()
    except FileNotFoundError as error:
        raise KeyMissing(f"no private key {kid} in {root}; restore it, or run: manage.py rotate_push_key") from error


def _new_key(at: dt.datetime) -> PushKey:
    """The file first, so that no row is ever without one."""
    kid = "push-" + secrets.token_hex(8)
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())
    key_files.write(f"{kid}.pem", pem)
    point = private.public_key().public_bytes(forms.Encoding.X962, forms.PublicFormat.UncompressedPoint)
    return PushKey.objects.create(kid=kid, public=encoded(point), valid_from=at)


def _one_at_a_time() -> None:
    rows.run("select pg_advisory_xact_lock(%s)", [_LOCK])
