"""JSON web tokens as LTI has them (IMS Security Framework 1.0): RS256, a named key, few minutes; nothing else."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

LEEWAY = 60  # seconds that clocks may differ
LONGEST = 3600  # seconds from issue to end that we take
SHORTEST_KEY = 2048
MOST = 64_000  # characters of a token
_LAST = 2**40  # no second after that is a time


class BadToken(Exception):
    """A token that is not taken. code: a word for logs and machines; the sentence says more."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


def encode(claims: Mapping[str, Any], *, private: RSAKey, kid: str) -> str:
    return jwt.encode({"alg": "RS256", "kid": kid, "typ": "JWT"}, dict(claims), private, algorithms=["RS256"])


def header_of(token: str) -> dict[str, Any]:
    """The header, not proved. Raises BadToken for another algorithm than RS256 and for a key without a name."""
    if not isinstance(token, str) or token.count(".") != 2 or len(token) > MOST:
        raise BadToken("malformed", "This is not a signed token.")
    header = _part(token.split(".")[0])
    if header.get("alg") != "RS256":
        raise BadToken("alg", "The token is not signed with RS256.")
    if not isinstance(header.get("kid"), str) or not header["kid"]:
        raise BadToken("kid", "The token does not name its key.")
    if "crit" in header:
        raise BadToken("crit", "The token asks for an extension that is not known here.")
    return header


def peek(token: str) -> dict[str, Any]:
    """The claims, not proved: only to find out who claims to speak."""
    header_of(token)
    return _part(token.split(".")[1])


def knows(jwks: Mapping[str, Any], kid: str) -> bool:
    return any(isinstance(one, dict) and one.get("kid") == kid for one in jwks.get("keys", ()))


def read(token: str, jwks: Mapping[str, Any]) -> dict[str, Any]:
    """The claims of a token signed by the key that it names. Times and audience are not looked at yet."""
    header = header_of(token)
    key = next((one for one in jwks.get("keys", ()) if isinstance(one, dict) and one.get("kid") == header["kid"]), None)
    if key is None:
        raise BadToken("kid", "The key that the token names is not among the keys of its issuer.")
    if key.get("kty") != "RSA" or key.get("use", "sig") != "sig" or key.get("alg", "RS256") != "RS256":
        raise BadToken("key", "The key that the token names is not for RS256.")
    try:
        if _bits(key["n"]) < SHORTEST_KEY:
            raise BadToken("key", "The key that the token names is shorter than 2048 bits.")
        public = RSAKey.import_key({"kty": "RSA", "n": key["n"], "e": key["e"]})
        return _storable(dict(jwt.decode(token, public, algorithms=["RS256"]).claims))
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise BadToken("signature", "The signature of the token does not fit its key.") from error


def check(claims: Mapping[str, Any], *, issuer: str, audiences: tuple[str, ...], now: int, nonce: bool = True) -> None:
    """iss, aud, azp, exp, iat, nbf and that there is a nonce (or jti). Raises BadToken."""
    if claims.get("iss") != issuer:
        raise BadToken("iss", "The token names another issuer.")
    aud = claims.get("aud")
    named = [aud] if isinstance(aud, str) else aud
    if not isinstance(named, list) or not all(isinstance(one, str) for one in named):
        raise BadToken("aud", "The token names nobody for whom it is.")
    mine = [one for one in named if one in audiences]
    if not mine:
        raise BadToken("aud", "The token is for somebody else.")
    if nonce and len(named) > 1 and claims.get("azp") is None:
        raise BadToken("azp", "The token is for several and does not name the one that asked (azp).")
    if claims.get("azp") is not None and claims["azp"] not in audiences:
        raise BadToken("azp", "The token was made for somebody else (azp).")
    times = {}
    for name in ("exp", "iat", "nbf"):
        value = claims.get(name)
        if name == "nbf" and value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _LAST:  # NaN neither
            raise BadToken(name, f"The token does not say {name}.")
        times[name] = value
    if times["exp"] <= now - LEEWAY:
        raise BadToken("expired", "The token has expired.")
    if times["iat"] > now + LEEWAY or times.get("nbf", 0) > now + LEEWAY:
        raise BadToken("iat", "The token is from the future.")
    if times["iat"] < now - LONGEST - LEEWAY or times["exp"] > now + LONGEST + LEEWAY:
        raise BadToken("exp", "The token lasts longer than an hour.")
    once = claims.get("nonce" if nonce else "jti")
    if not isinstance(once, str) or not once or len(once) > 500:
        raise BadToken("nonce" if nonce else "jti", "The token has nothing by which it could be told from a copy.")


def check_keys(document: Any) -> dict[str, Any]:
    """A key set as it may be kept: public RSA keys with names. Raises BadToken, also for one without such a key."""
    found = usable_keys(document)
    if not found["keys"]:
        raise BadToken("jwks", "There is no RSA key with a name (kid) in the set.")
    return found


def usable_keys(document: Any) -> dict[str, Any]:
    """The same of a set that may well be empty: so says whoever withdraws all keys. Raises BadToken for no set."""
    keys = document.get("keys") if isinstance(document, dict) else None
    if not isinstance(keys, list):
        raise BadToken("jwks", "This is not a set of keys.")
    kept = [
        {name: one[name] for name in ("kty", "n", "e", "kid", "use", "alg") if isinstance(one.get(name), str)}
        for one in keys[:50]
        if isinstance(one, dict) and one.get("kty") == "RSA" and isinstance(one.get("kid"), str)
    ]
    return {"keys": kept}


def _bits(modulus: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(modulus + "=" * (-len(modulus) % 4))).bit_length()


def _part(text: str) -> dict[str, Any]:
    try:
        value = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise BadToken("malformed", "This is not a signed token.")
    return _storable(value)


def _storable(value: dict[str, Any]) -> dict[str, Any]:
    """What can be looked up and kept: no NUL and no half of a pair of UTF-16 in any text of it. Raises BadToken."""
    try:
        text = json.dumps(value, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError):
        text = "\\u0000"
    if "\\u0000" in text:
        raise BadToken("malformed", "The token holds characters that are no text.")
    return value
