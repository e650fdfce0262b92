"""W3C Data Integrity proofs with the cryptosuite eddsa-jcs-2022, and keys in Multikey form.

Source of the rules: W3C "Data Integrity EdDSA Cryptosuites v1.0", section 3.3, and "Verifiable Credential Data
Integrity 1.0", 4.2 and 4.4; RFC 8785 (canonical JSON); RFC 8032 (Ed25519). Held against the published test vector of
the suite in tests/credentials/engine/test_proofs.py.
"""

import hashlib
from typing import Any

import base58
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

type Document = dict[str, Any]

SUITE = "eddsa-jcs-2022"
_ED25519_PUBLIC = b"\xed\x01"  # multicodec prefix ed25519-pub


def multikey(public: Ed25519PublicKey) -> str:
    """The public key as multibase text, z6Mk…"""
    return "z" + base58.b58encode(_ED25519_PUBLIC + public.public_bytes_raw()).decode()


def public_key(text: str) -> Ed25519PublicKey:
    """The key that a multibase text stands for. Raises ValueError when it is no Ed25519 Multikey."""
    raw = base58.b58decode(text[1:]) if text.startswith("z") else b""
    if not raw.startswith(_ED25519_PUBLIC) or len(raw) != 34:
        raise ValueError("not an Ed25519 Multikey")
    return Ed25519PublicKey.from_public_bytes(raw[2:])


def hash_data(document: Document, options: Document) -> bytes:
    """What is signed: SHA-256 of the canonical proof options, then SHA-256 of the canonical document."""
    return hashlib.sha256(rfc8785.dumps(options)).digest() + hashlib.sha256(rfc8785.dumps(document)).digest()


def sign(document: Document, *, key: Ed25519PrivateKey, method: str, created: str) -> Document:
    """The document with a proof. method: address of the public key. created: xsd:dateTime in UTC."""
    options: Document = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    if "@context" in document:
        options["@context"] = document["@context"]
    value = key.sign(hash_data(document, options))
    return document | {"proof": options | {"proofValue": "z" + base58.b58encode(value).decode()}}


def verifies(secured: Document, public: Ed25519PublicKey, *, method: str) -> bool:
    """Whether the proof in the document was made by that key, under that address, over exactly this document."""
    proof = secured.get("proof")
    if not isinstance(proof, dict):
        return False
    expected = {"type": "DataIntegrityProof", "cryptosuite": SUITE, "proofPurpose": "assertionMethod"}
    if any(proof.get(name) != value for name, value in expected.items()) or proof.get("verificationMethod") != method:
        return False
    document = {name: value for name, value in secured.items() if name != "proof"}
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    if "@context" in options and not _begins(document.get("@context"), options["@context"]):
        return False
    if "@context" in options:
        document["@context"] = options["@context"]  # 3.3.2, step 4: an addition behind it is not covered
    text = proof.get("proofValue")
    if not isinstance(text, str) or not text.startswith("z"):
        return False
    try:
        public.verify(base58.b58decode(text[1:]), hash_data(document, options))
    except (InvalidSignature, ValueError, rfc8785.CanonicalizationError):
        return False
    return True


def _begins(whole: object, start: object) -> bool:
    """Whether the contexts of the document begin with those of the proof, in order."""
    of_document = whole if isinstance(whole, list) else [whole]
    of_proof = start if isinstance(start, list) else [start]
    return of_document[: len(of_proof)] == of_proof
