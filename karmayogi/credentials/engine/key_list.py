"""The keys of an issuer in one small file, for whoever checks credentials without a network."""

import datetime as dt
import json

from karmayogi.credentials.engine import badge, dids
from karmayogi.credentials.engine.proofs import Document, public_key
from karmayogi.credentials.types import PublishedKey


def write(issuer: str, keys: list[PublishedKey]) -> Document:
    """Every key there ever was, with the time in which it signed; newest first, as given."""
    return {
        "issuer": issuer,
        "keys": [
            {
                "kid": key.kid,
                "publicKeyMultibase": key.public,
                "publicKeyJwk": dids.jwk(key.public),
                "validFrom": badge.instant(key.since),
                **({"validUntil": badge.instant(key.until)} if key.until else {}),
            }
            for key in keys
        ],
    }


def read(text: str | bytes) -> tuple[str, dict[str, PublishedKey]]:
    """Issuer and keys by kid. Raises ValueError when it is no such list."""
    try:
        said = json.loads(text)
        keys = {
            one["kid"]: PublishedKey(
                one["kid"],
                one["publicKeyMultibase"],
                dt.datetime.fromisoformat(one["validFrom"]),
                dt.datetime.fromisoformat(one["validUntil"]) if "validUntil" in one else None,
            )
            for one in said["keys"]
        }
        for key in keys.values():
            public_key(key.public)
        return str(said["issuer"]), keys
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a list of keys") from error
