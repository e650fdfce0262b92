"""A token is taken for one reason only and refused for each by its name."""

import base64
import hashlib
import hmac
import json

import jwt
import pytest
from joserfc.jwk import RSAKey

from karmayogi.lti.engine import tokens

KEY = RSAKey.generate_key(2048, {"kid": "k1"})
OTHER = RSAKey.generate_key(2048, {"kid": "k1"})
NOW = 1_800_000_000
GOOD = {"iss": "them", "aud": "us", "iat": NOW, "exp": NOW + 300, "nonce": "n", "jti": "j"}


def jwks(*keys):
    return {"keys": [key.as_dict(private=False) | {"kid": key.kid, "use": "sig", "alg": "RS256"} for key in keys]}


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed(claims=GOOD, key=KEY, kid="k1"):
    return tokens.encode(claims, private=key, kid=kid)


def code(call, *args, **kwargs):
    with pytest.raises(tokens.BadToken) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_a_good_token_is_read():
    assert tokens.read(signed(), jwks(KEY)) == GOOD
    tokens.check(GOOD, issuer="them", audiences=("us",), now=NOW)


def test_no_other_algorithm_is_read():
    plain = f"{part({'alg': 'none', 'kid': 'k1'})}.{part(GOOD)}."
    public = json.dumps(jwks(KEY)["keys"][0]).encode()
    head = f"{part({'alg': 'HS256', 'kid': 'k1'})}.{part(GOOD)}"
    mac = base64.urlsafe_b64encode(hmac.new(public, head.encode(), hashlib.sha256).digest()).rstrip(b"=").decode()
    for token in (plain, f"{head}.{mac}", f"{part({'alg': 'RS512', 'kid': 'k1'})}.{part(GOOD)}.x"):
        assert code(tokens.read, token, jwks(KEY)) == "alg"


def test_the_key_is_the_one_that_is_named():
    assert code(tokens.read, signed(kid="k2"), jwks(KEY)) == "kid"
    assert code(tokens.read, f"{part({'alg': 'RS256'})}.{part(GOOD)}.x", jwks(KEY)) == "kid"
    assert code(tokens.read, signed(key=OTHER), jwks(KEY)) == "signature"
    head, _body, mark = signed().split(".")
    assert code(tokens.read, f"{head}.{part(GOOD | {'iss': 'me'})}.{mark}", jwks(KEY)) == "signature"
    encryption = {"keys": [jwks(KEY)["keys"][0] | {"use": "enc"}]}
    assert code(tokens.read, signed(), encryption) == "key"
    short = {"keys": [jwks(KEY)["keys"][0] | {"n": jwks(KEY)["keys"][0]["n"][:171]}]}
    assert code(tokens.read, signed(), short) == "key"


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "....", "x" * 70_000, part([1]) + "." + part(GOOD) + ".x"])
def test_what_is_no_token(text):
    assert code(tokens.read, text, jwks(KEY)) == "malformed"


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b"])
def test_what_no_database_takes_is_refused_before_it_is_looked_up(text):
    token = jwt.encode(GOOD | {"custom": {text: 1}}, KEY.as_pem(private=True), "RS256", headers={"kid": "k1"})
    assert code(tokens.peek, token) == "malformed"
    assert code(tokens.read, token, jwks(KEY)) == "malformed"
    assert code(tokens.header_of, f"{part({'alg': 'RS256', 'kid': text})}.{part(GOOD)}.x") == "malformed"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"iss": "me"}, "iss"), ({"aud": "him"}, "aud"), ({"aud": None}, "aud"), ({"aud": ["us", 3]}, "aud"),
        ({"aud": ["us", "him"]}, "azp"), ({"azp": "him"}, "azp"), ({"exp": NOW - 61}, "expired"),
        ({"exp": None}, "exp"), ({"exp": True}, "exp"), ({"iat": None}, "iat"), ({"iat": NOW + 61}, "iat"),
        ({"nbf": NOW + 61}, "iat"), ({"iat": NOW - 4000}, "exp"), ({"exp": NOW + 4000}, "exp"),
        ({"exp": float("nan")}, "exp"), ({"exp": float("inf")}, "exp"), ({"exp": 10**400}, "exp"),
        ({"iat": float("nan")}, "iat"), ({"nbf": float("nan")}, "nbf"),
        ({"nonce": ""}, "nonce"), ({"nonce": None}, "nonce"), ({"nonce": 7}, "nonce"),
    ],
)  # fmt: skip
def test_each_wrong_claim_is_refused_by_its_name(change, why):
    assert code(tokens.check, GOOD | change, issuer="them", audiences=("us",), now=NOW) == why


def test_several_audiences_need_the_one_that_asked():
    tokens.check(GOOD | {"aud": ["us", "him"], "azp": "us"}, issuer="them", audiences=("us",), now=NOW)


def test_only_public_rsa_keys_with_names_are_kept():
    private = {"keys": [KEY.as_dict(private=True) | {"kid": "k1"}, {"kty": "oct", "k": "x", "kid": "k2"}]}
    assert set(tokens.check_keys(private)["keys"][0]) <= {"kty", "n", "e", "kid", "use", "alg"}
    assert len(tokens.check_keys(private)["keys"]) == 1
    for nothing in (None, [], {"keys": []}, {"keys": [{"kty": "RSA"}]}):
        assert code(tokens.check_keys, nothing) == "jwks"
