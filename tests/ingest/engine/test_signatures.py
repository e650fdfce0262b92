import base64
import datetime as dt
import functools
import hashlib
import json
import uuid
import warnings

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from karmayogi.ingest.engine import codec, signatures
from karmayogi.ingest.engine.statements import SIGNATURE, Version, check, prepare
from karmayogi.ingest.types import Invalid, Part
from tests.ingest.examples import AGENT, FILE, TYPICAL, VALID


class Roomy(jws.JWSRegistry):
    max_header_length = max_payload_length = 100_000


NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


@functools.cache
def private(name="a"):
    return rsa.generate_private_key(public_exponent=65537, key_size=1024 if name == "small" else 2048)


def certificate(key, signer=None):
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Signer")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(NOW).not_valid_after(NOW + dt.timedelta(days=1))
    signed = made.sign(signer or key, hashes.SHA256())
    return base64.b64encode(signed.public_bytes(serialization.Encoding.DER)).decode()


def pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def signed(payload, algorithm="RS256", key=None, **header):
    text = payload if isinstance(payload, bytes) else codec.encode(payload)
    with warnings.catch_warnings(action="ignore"):  # about the small key
        used = OctKey.import_key("x" * 64) if algorithm.startswith("HS") else RSAKey.import_key(pem(key or private()))
    return jws.serialize_compact(
        {"alg": algorithm, **header}, text, used, registry=Roomy(algorithms=[algorithm])
    ).encode()


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_the_three_algorithms(algorithm):
    signatures.check(TYPICAL, signed(TYPICAL, algorithm))
    signatures.check(TYPICAL, signed(TYPICAL, algorithm, x5c=[certificate(private())]))


def test_what_the_store_adds_does_not_unmake_a_signature():
    stored = prepare(
        TYPICAL, id=uuid.UUID(TYPICAL["id"]), stored="2026-11-20T06:30:00Z", authority=AGENT, version=Version.V1
    )
    attached = {**stored, "attachments": [FILE]}
    signatures.check(attached, signed(TYPICAL, x5c=[certificate(private())]))


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (lambda: signed(TYPICAL, "HS256"), "alg"),
        (lambda: signed({**TYPICAL, "actor": AGENT}), "another statement"),
        (lambda: signed(VALID["smallest"]), "another statement"),
        (lambda: signed(codec.encode(TYPICAL).replace(b'"', b"'", 1)), "must be JSON"),
        (lambda: signed(b"[]"), "must be a statement"),
        (lambda: signed({"actor": AGENT}), "needs the property"),
        (lambda: signed(TYPICAL).rpartition(b".")[0], "three texts"),
        (lambda: signed(TYPICAL) + b".x", "three texts"),
        (lambda: signed(TYPICAL).rpartition(b".")[0] + b".", "three texts"),
        (lambda: signed(TYPICAL) + b"=", "base64url"),
        (lambda: signed(TYPICAL) + b"\n", "base64url"),
        (lambda: signed(TYPICAL)[:-4] + b"+/+/", "base64url"),
        (lambda: signed(TYPICAL)[:-3] + b"!!!", "base64url"),
        (lambda: b"e30" + signed(TYPICAL)[signed(TYPICAL).index(b".") :], "alg"),
        (lambda: b"W10" + signed(TYPICAL)[signed(TYPICAL).index(b".") :], "alg"),
        (lambda: b"here is a simple attachment", "three texts"),
        (lambda: b"", "three texts"),
        (lambda: json.dumps({"payload": "x", "signatures": []}).encode(), "three texts"),
        (lambda: signed(TYPICAL, x5c=[certificate(private("b"))]), "not made with the key"),
        (lambda: signed(TYPICAL, x5c=[]), "array of certificates"),
        (lambda: signed(TYPICAL, x5c=["AAAA"]), "cannot be read"),
        (lambda: signed(TYPICAL, x5c=["!"]), "cannot be read"),
        (lambda: signed(TYPICAL, x5c=[certificate(ec.generate_private_key(ec.SECP256R1()))]), "not an RSA key"),
        (lambda: b"a" * 2_000_001, "at most"),
        (lambda: signed(TYPICAL, x5c=[certificate(private("small"))], key=private("small")), "at least 2048"),
    ],
)
def test_signatures_that_are_refused(body, why):
    """1.0.3 Data 2.6.s4, 2.6.s5."""
    with pytest.raises(Invalid, match=why):
        signatures.check(TYPICAL, body())


def test_none_is_no_algorithm():
    header = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=")
    with pytest.raises(Invalid, match="alg"):
        signatures.check(TYPICAL, header + b"." + signed(TYPICAL).split(b".")[1] + b".AAAA")


def test_every_signature_that_came_is_checked():
    def sent(body):
        sha2 = hashlib.sha256(body).hexdigest()
        attachment = {**FILE, "usageType": SIGNATURE, "contentType": "application/octet-stream", "sha2": sha2}
        statement = {**TYPICAL, "attachments": [attachment]}
        check(statement, version=Version.V1)
        return [VALID["smallest"], statement], {
            sha2: Part(sha2=sha2, content_type="application/octet-stream", body=body)
        }

    signatures.check_all(*sent(signed(TYPICAL)), version=Version.V1)
    with pytest.raises(Invalid, match="another statement") as refusal:
        signatures.check_all(*sent(signed(VALID["smallest"])), version=Version.V1)
    assert refusal.value.where == "signature of statements[1]"
