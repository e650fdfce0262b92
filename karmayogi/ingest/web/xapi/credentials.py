"""Who asks: Basic authentication with the key and the secret of a credential. Nobody else gets in."""

import base64
import binascii
import datetime as dt
import time

from django.core.cache import cache

from karmayogi.ingest import conf
from karmayogi.ingest.policies import Caller
from karmayogi.ingest.queries.clients import caller, note_use
from karmayogi.ingest.web.xapi.asks import Wrong
from karmayogi.kernel import clock

_MOST = 10_000
_known: dict[str, tuple[float, Caller]] = {}
_CHALLENGE = [("WWW-Authenticate", 'Basic realm="xapi", charset="UTF-8"')]


def caller_of(header: str, address: str, at: dt.datetime) -> Caller:
    """Raises Wrong(401) without a good credential, Wrong(429) for too many requests."""
    who = _recent(header) or _shown(header, at)
    if who is None:
        if _count(f"bad:{address}", at) > conf.BAD_CREDENTIALS:
            raise Wrong(429, "Too many requests without a good credential.", [("Retry-After", "60")])
        raise Wrong(401, "Send a key and a secret of this store by Basic authentication.", _CHALLENGE)
    if who.rate is not None and _count(f"client:{who.client_id}", at) > who.rate:
        raise Wrong(429, f"This credential has {who.rate} requests a minute.", [("Retry-After", "60")])
    return who


def _recent(header: str) -> Caller | None:
    """Who showed this header in the last two seconds."""
    until, who = _known.get(header, (0.0, None))
    return who if time.monotonic() < until else None


def _shown(header: str, at: dt.datetime) -> Caller | None:
    key, secret = _parts(header)
    found = caller(key, secret, at) if key and secret else None
    if found is None:
        return None
    who, used_on = found
    today = clock.day(at)
    if used_on != today:
        note_use(who.client_id, today)
    if len(_known) >= _MOST:
        _known.clear()
    _known[header] = (time.monotonic() + conf.CREDENTIAL_SECONDS, who)
    return who


def _parts(header: str) -> tuple[str, str]:
    scheme, _space, coded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        key, _colon, secret = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return ("", "") if "\0" in key else (key, secret)


def _count(who: str, at: dt.datetime) -> int:
    """How many requests within the minute, this one included; to within a few of those that come at once."""
    name = f"xapi:{who}:{int(at.timestamp() // 60)}"
    seen = int(cache.get(name, 0)) + 1
    cache.set(name, seen, timeout=120)
    return seen
