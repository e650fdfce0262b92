"""The credential as a JWT, for wallets that take no Data Integrity proofs."""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from joserfc.jwk import OKPKey

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing
from karmayogi.credentials.engine import dids, tokens


def encode_jwt(credential: str, at: dt.datetime) -> str:
    """The credential secured as W3C "Securing Verifiable Credentials using JOSE and COSE" says, by the key in use.

    The payload is the credential without its own proof, with the registered claims that Open Badges 3.0 (8.2.4) adds.
    """
    document: dict[str, Any] = {name: value for name, value in json.loads(credential).items() if name != "proof"}
    issuer, kid = conf.issuer(), signing.current_key(at).kid
    key = OKPKey.import_key(signing.private_key(kid, str(settings.KEYS_ROOT)))
    header = {"alg": tokens.WRITTEN, "typ": "vc+jwt", "cty": "vc", "kid": dids.jwk_method(issuer, kid)}
    claims = document | {
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "nbf": int(dt.datetime.fromisoformat(document["validFrom"]).timestamp()),
        "iat": int(at.timestamp()),
    }
    if "validUntil" in document:
        claims["exp"] = int(dt.datetime.fromisoformat(document["validUntil"]).timestamp())
    return tokens.write(header, json.dumps(claims, ensure_ascii=False).encode(), key)
