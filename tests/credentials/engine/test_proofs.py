"""The proof suite against the vector that W3C publishes, and against tampering."""

import copy
import json

import base58
import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as some

from karmayogi.credentials.engine import proofs

# W3C "Data Integrity EdDSA Cryptosuites v1.0", appendix B.2, "Representation: eddsa-jcs-2022".
PUBLIC = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"
PRIVATE = "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"
METHOD = f"did:key:{PUBLIC}#{PUBLIC}"
UNSIGNED = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
CREATED = "2023-02-24T23:36:38Z"
HASHES = (
    "66ab154f5c2890a140cb8388a22a160454f80575f6eae09e5a097cabe539a1db"
    "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
)
VALUE = "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX"


@pytest.fixture
def key() -> Ed25519PrivateKey:
    raw = base58.b58decode(PRIVATE[1:])
    assert raw[:2] == b"\x80\x26"  # multicodec ed25519-priv
    return Ed25519PrivateKey.from_private_bytes(raw[2:])


@pytest.fixture
def secured(key):
    return proofs.sign(UNSIGNED, key=key, method=METHOD, created=CREATED)


def test_the_published_vector_step_by_step(key, secured):
    assert proofs.multikey(key.public_key()) == PUBLIC
    options = {name: value for name, value in secured["proof"].items() if name != "proofValue"}
    assert proofs.hash_data(UNSIGNED, options).hex() == HASHES
    assert secured["proof"]["proofValue"] == VALUE


def test_the_published_credential_verifies(secured):
    assert proofs.verifies(json.loads(json.dumps(secured)), proofs.public_key(PUBLIC), method=METHOD)


def test_another_key_or_address_does_not_verify(secured):
    other = Ed25519PrivateKey.generate().public_key()
    assert not proofs.verifies(secured, other, method=METHOD)
    assert not proofs.verifies(secured, proofs.public_key(PUBLIC), method=METHOD + "x")


def places(value, path=()):
    """Where something stands in a document: paths to every leaf."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from places(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from places(inner, (*path, index))
    else:
        yield path


def test_a_change_of_any_field_shows(secured):
    for path in list(places(secured)):
        changed = copy.deepcopy(secured)
        inner = changed
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = str(inner[path[-1]])[:-1] + "~"
        assert not proofs.verifies(changed, proofs.public_key(PUBLIC), method=METHOD), path
    for name in UNSIGNED:
        assert not proofs.verifies(
            {k: v for k, v in secured.items() if k != name}, proofs.public_key(PUBLIC), method=METHOD
        ), name
    assert not proofs.verifies(secured | {"added": 1}, proofs.public_key(PUBLIC), method=METHOD)


@pytest.mark.parametrize(
    "proof",
    [
        None, [], {}, {"proofValue": None}, {"proofValue": "z"}, {"proofValue": "z0OIl"},
        {"proofValue": "u" + "a" * 80}, {"cryptosuite": "eddsa-rdfc-2022"},
        {"proofPurpose": "authentication"}, {"type": "Ed25519Signature2020"},
    ],
)  # fmt: skip
def test_a_broken_proof_is_no_proof(secured, proof):
    broken = secured["proof"] | proof if isinstance(proof, dict) and proof else proof
    assert not proofs.verifies(secured | {"proof": broken}, proofs.public_key(PUBLIC), method=METHOD)


@pytest.mark.parametrize(
    "text", ["", "z", "z6Mk", "abc", PUBLIC[:-1], "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq"]
)
def test_what_is_no_multikey_is_refused(text):
    with pytest.raises(ValueError):
        proofs.public_key(text)


# What JCS can write: integers beyond 2**53 are outside I-JSON.
documents = some.recursive(
    some.none() | some.booleans() | some.integers(-(2**53) + 1, 2**53 - 1) | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(some.dictionaries(some.text(min_size=1, max_size=8).filter(lambda name: name != "proof"), documents, max_size=5))
def test_whatever_is_signed_verifies_after_a_trip_through_text(document):
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    secured = proofs.sign(document, key=key, method="m", created=CREATED)
    back = json.loads(json.dumps(secured, ensure_ascii=False))
    assert proofs.verifies(back, key.public_key(), method="m")
    assert rfc8785.dumps(json.loads(rfc8785.dumps(document))) == rfc8785.dumps(document)
