"""Our RSA keys: private halves in files of KEYS_ROOT, readable by the owner only, never in the database."""

import datetime as dt
import functools
import json
import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from joserfc.jwk import RSAKey

from karmayogi.kernel import audit, ids, key_files, rows
from karmayogi.kernel.access import Actor, Agent
from karmayogi.lti.engine import tokens
from karmayogi.lti.models import LtiKey
from karmayogi.lti.policies import check_platforms

_LOCK = 0x6C74_696B  # "ltik": one process at a time makes or rotates a key


class KeyMissing(RuntimeError):
    """The database names a key whose private half is not on this machine."""


def sign(claims: Mapping[str, Any], at: dt.datetime) -> str:
    """A token signed with the key in use, which is made at first use."""
    key = LtiKey.objects.filter(valid_to__isnull=True).first()
    if key is None:
        with transaction.atomic():
            _one_at_a_time()
            key = LtiKey.objects.filter(valid_to__isnull=True).first() or _new_key(at)
    return tokens.encode(claims, private=_private(key.kid, str(settings.KEYS_ROOT)), kid=key.kid)


def rotate(*, agent: Agent, at: dt.datetime, why: str = "") -> str:
    """Another key signs from now on; the one before is shown a week longer. Raises NotFound. Returns the kid."""
    if isinstance(agent, Actor):
        check_platforms(agent)
    with transaction.atomic():
        _one_at_a_time()
        LtiKey.objects.filter(valid_to__isnull=True).update(valid_to=at)
        key = _new_key(at)
        audit.record("lti:key:rotate", agent=agent, at=at, kind="lti_key", subject=ids.uuid7(), label=key.kid, why=why)
    return key.kid


def _new_key(at: dt.datetime) -> LtiKey:
    """The file first, so that no row is ever without one."""
    kid = "lti-" + secrets.token_hex(8)
    pair = RSAKey.generate_key(2048, {"kid": kid})
    key_files.write(f"{kid}.jwk", json.dumps(pair.as_dict(private=True)).encode())
    public = {name: value for name, value in pair.as_dict(private=False).items() if name in ("kty", "n", "e")}
    return LtiKey.objects.create(kid=kid, public=public | {"kid": kid, "use": "sig", "alg": "RS256"}, valid_from=at)


def _one_at_a_time() -> None:
    rows.run("select pg_advisory_xact_lock(%s)", [_LOCK])


@functools.lru_cache(maxsize=16)
def _private(kid: str, root: str) -> RSAKey:
    """Kept in memory: it never changes. Raises KeyMissing."""
    try:
        return RSAKey.import_key(json.loads(key_files.path_of(f"{kid}.jwk", root).read_bytes()))
    except FileNotFoundError as error:
        raise KeyMissing(f"no private key {kid} in {root}; restore it, or run: manage.py rotate_lti_key") from error
