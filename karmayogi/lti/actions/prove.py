"""Proving a token of the other side with its keys, which are fetched and kept; using it once."""

import datetime as dt
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.digests import digest
from karmayogi.lti import conf
from karmayogi.lti.actions import fetch
from karmayogi.lti.engine import tokens
from karmayogi.lti.models import KeySet

_SPEND = """
insert into lti_spent (issuer, value, expires_at) values (%s, %s, %s) on conflict (issuer, value) do nothing
"""


def prove(token: str, *, jwks_url: str, jwks: dict[str, Any] | None, at: dt.datetime) -> dict[str, Any]:
    """The claims of a token whose signature holds. Raises BadToken, also when the keys cannot be fetched."""
    kid = tokens.header_of(token)["kid"]
    return tokens.read(token, jwks if jwks is not None else _keys(jwks_url, str(kid), at))


def spend(issuer: str, value: str, *, until: dt.datetime) -> bool:
    """False when it was used before. Two at the same moment: the second waits and is refused."""
    return rows.run(_SPEND, [issuer[:500], digest(value), until]) == 1


def forget_spent(at: dt.datetime) -> int:
    """Removes what has expired: by then its time alone refuses it."""
    return rows.run("delete from lti_spent where expires_at < %s", [at - dt.timedelta(hours=2)])


def _keys(url: str, kid: str, at: dt.datetime) -> dict[str, Any]:
    """As kept when they are fresh and know the key; else fetched again, at most every half minute."""
    kept = KeySet.objects.filter(url=url).first()
    if kept is not None:
        fresh = kept.fetched_at > at - conf.KEYS_FRESH and tokens.knows(kept.document, kid)
        if fresh or kept.tried_at > at - conf.KEYS_AGAIN:
            return dict(kept.document)
    try:
        document = tokens.usable_keys(fetch.get_json(url))
    except (fetch.Unreachable, tokens.BadToken) as error:  # also what is no set of keys
        if kept is not None and tokens.knows(kept.document, kid) and kept.fetched_at > at - dt.timedelta(days=1):
            KeySet.objects.filter(id=kept.id).update(tried_at=at)
            return dict(kept.document)  # it is down for a while: yesterday's keys are still its keys
        tried = {"document": kept.document if kept else {"keys": []}, "tried_at": at}
        long_ago = {"fetched_at": kept.fetched_at if kept else at - conf.KEYS_FRESH}
        KeySet.objects.update_or_create(url=url, defaults=tried | long_ago)  # nobody makes us ask again at once
        raise tokens.BadToken("jwks", f"The keys cannot be fetched: {error}") from error
    KeySet.objects.update_or_create(url=url, defaults={"document": document, "fetched_at": at, "tried_at": at})
    return document
