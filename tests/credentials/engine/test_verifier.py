"""Our own verifier refuses for the right reason; each attack differs from a genuine credential by one thing."""

import base64
import datetime as dt
import hashlib
import hmac
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey

from karmayogi.credentials.engine import badge, bitstring, dids, proofs, tokens, verifier
from karmayogi.credentials.types import PublishedKey, Refusal

AT = dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC)
ISSUER = "did:web:learn.example"
LIST = "https://learn.example/credentials/status/1"
PLACE = 9
PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
STRANGER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
PUBLIC = proofs.multikey(PRIVATE.public_key())
KEYS = {"k-1": PublishedKey("k-1", PUBLIC, AT - dt.timedelta(days=9), None)}
DAY = dt.timedelta(days=1)


def said(**changes):
    return {
        "@context": badge.CONTEXTS,
        "id": "https://learn.example/v/KY-1",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": ISSUER, "type": ["Profile"], "name": "A ministry"},
        "validFrom": badge.instant(AT - DAY),
        "validUntil": badge.instant(AT + DAY),
        "credentialSubject": {"type": ["AchievementSubject"]},
        "credentialStatus": {
            "id": f"{LIST}#{PLACE}", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
            "statusListIndex": str(PLACE), "statusListCredential": LIST,
        },
    } | changes  # fmt: skip


def as_json(document, *, kid="k-1", key=PRIVATE, at=AT - DAY):
    return json.dumps(proofs.sign(document, key=key, method=dids.method(ISSUER, kid), created=badge.instant(at)))


def as_jwt(document, *, kid="k-1", key=PRIVATE, at=AT - DAY, **header):
    claims = document | {"iss": ISSUER, "jti": document["id"], "iat": int(at.timestamp())}
    header = {"alg": "EdDSA", "typ": "vc+jwt", "kid": dids.jwk_method(ISSUER, kid)} | header
    return tokens.write(header, json.dumps(claims).encode(), OKPKey.import_key(key))


def a_list(bits=bytes(bitstring.LENGTH // 8), *, url=LIST, at=AT - DAY, until=AT + DAY, key=PRIVATE):
    document = badge.status_list(
        url=url, issuer=ISSUER, issuer_name="A ministry", encoded=bitstring.encode(bits), at=at, until=until
    )
    return as_json(document, key=key, at=at)


GOOD_LIST = a_list()


def refusal(content, *, keys=KEYS, listed=GOOD_LIST, at=AT):
    return verifier.check(content, issuer=ISSUER, keys=keys, lists={LIST: listed}.get, at=at).refusal


FORMS = pytest.mark.parametrize("form", [as_json, as_jwt])


@FORMS
def test_a_genuine_one_is_believed(form):
    found = verifier.check(form(said()), issuer=ISSUER, keys=KEYS, lists={LIST: a_list()}.get, at=AT)
    assert (found.refusal, found.kid) == (None, "k-1") and found.document["id"] == said()["id"]


def test_the_newer_name_of_the_algorithm_is_the_same_signature():
    assert refusal(as_jwt(said(), alg="Ed25519")) is None


def part(value):
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


@pytest.mark.parametrize("name", ["none", "None", "NONE", ""])
def test_alg_none_is_refused_for_its_algorithm(name):
    _head, body, _sign = as_jwt(said()).split(".")
    header = {"alg": name, "typ": "vc+jwt", "kid": dids.jwk_method(ISSUER, "k-1")}
    assert refusal(f"{part(header)}.{body}.") is Refusal.ALGORITHM


@pytest.mark.parametrize(
    "secret",
    [PRIVATE.public_key().public_bytes_raw(), PUBLIC.encode(), json.dumps(dids.jwk(PUBLIC)).encode()],
    ids=["bytes", "multibase", "jwk"],
)
def test_the_public_key_is_no_secret_of_hs256(secret):
    header = {"alg": "HS256", "typ": "vc+jwt", "kid": dids.jwk_method(ISSUER, "k-1")}
    signed = f"{part(header)}.{as_jwt(said()).split('.')[1]}"
    assert refusal(f"{signed}.{part(hmac.digest(secret, signed.encode(), hashlib.sha256))}") is Refusal.ALGORITHM


def test_a_key_that_the_token_brings_along_is_not_asked():
    own = dids.jwk(proofs.multikey(STRANGER.public_key()))
    assert refusal(as_jwt(said(), key=STRANGER, jwk=own)) is Refusal.TAMPERED


@FORMS
def test_the_signature_of_somebody_else(form):
    assert refusal(form(said(), key=STRANGER)) is Refusal.TAMPERED
    assert refusal(form(said(), kid="k-2")) is Refusal.UNKNOWN_KEY
    assert refusal(form(said(issuer={"id": "did:web:other.example"}))) is Refusal.FOREIGN


def test_a_changed_word():
    assert refusal(as_json(said()).replace("A ministry", "A Ministry")) is Refusal.TAMPERED
    head, body, sign = as_jwt(said()).split(".")
    changed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).replace(b"A ministry", b"A Ministry")
    assert refusal(f"{head}.{part(changed)}.{sign}") is Refusal.TAMPERED


def test_another_kind_of_token_of_the_same_key_is_no_credential():
    assert refusal(as_jwt(said(), typ="JWT")) is Refusal.UNREADABLE


@FORMS
def test_before_and_after_its_time(form):
    assert refusal(form(said()), at=AT - 2 * DAY) is Refusal.NOT_YET
    assert refusal(form(said(validUntil=badge.instant(AT)))) is Refusal.EXPIRED
    assert refusal(form(said(validUntil=badge.instant(AT + dt.timedelta(seconds=1))))) is None


@FORMS
def test_a_key_counts_for_the_time_in_which_it_signed(form):
    retired = {"k-1": PublishedKey("k-1", PUBLIC, AT - 9 * DAY, AT - 2 * DAY)}
    assert refusal(form(said(), at=AT - 3 * DAY), keys=retired, listed=a_list(at=AT - 3 * DAY)) is None
    assert refusal(form(said(), at=AT - DAY), keys=retired) is Refusal.RETIRED_KEY
    assert refusal(form(said(), at=AT - 10 * DAY), keys=retired) is Refusal.RETIRED_KEY


@FORMS
def test_revoked(form):
    bits = bitstring.with_set(bytes(bitstring.LENGTH // 8), PLACE)
    assert refusal(form(said()), listed=a_list(bits)) is Refusal.REVOKED
    neighbour = bitstring.with_set(bytes(bitstring.LENGTH // 8), PLACE + 1)
    assert refusal(form(said()), listed=a_list(neighbour)) is None


def test_a_list_that_is_old_false_or_not_there():
    good = as_json(said())
    assert refusal(good, listed=a_list(until=AT)) is Refusal.STALE_STATUS
    assert refusal(good, listed=a_list(at=AT + DAY, until=AT + 2 * DAY)) is Refusal.STALE_STATUS
    assert refusal(good, listed=None) is Refusal.NO_STATUS
    assert refusal(good, listed=a_list(key=STRANGER)) is Refusal.BAD_STATUS
    assert refusal(good, listed=a_list(url=LIST + "2")) is Refusal.BAD_STATUS
    unsigned = json.dumps({k: v for k, v in json.loads(a_list()).items() if k != "proof"})
    assert refusal(good, listed=unsigned) is Refusal.BAD_STATUS
    beyond = said()["credentialStatus"] | {"statusListIndex": str(bitstring.LENGTH)}
    assert refusal(as_json(said(credentialStatus=beyond))) is Refusal.BAD_STATUS


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "a.b.c", "..", b"\xff\xfe", "{" * 5000, '{"issuer": 1}', "eyJhIjoxfQ.e30.e30"]
)
def test_what_is_no_credential(content):
    assert refusal(content) is Refusal.UNREADABLE
