"""The name under which this product signs: did:web, whose document it serves itself at /.well-known/did.json."""

import base64

from karmayogi.credentials.engine.proofs import Document, public_key


def method(issuer: str, kid: str) -> str:
    """Address of a key of that issuer."""
    return f"{issuer}#{kid}"


def jwk_method(issuer: str, kid: str) -> str:
    """Address of the same key in JWK form, for credentials that travel as JWT."""
    return f"{issuer}#{kid}-jwk"


def jwk(multibase: str) -> Document:
    """The public key as JWK. It names no algorithm: EdDSA and Ed25519 are two names of the one that it can do."""
    x = base64.urlsafe_b64encode(public_key(multibase).public_bytes_raw()).decode().rstrip("=")
    return {"kty": "OKP", "crv": "Ed25519", "x": x, "use": "sig"}


def document(issuer: str, keys: list[tuple[str, str]]) -> Document:
    """The DID document. keys: (kid, multibase) of every key there ever was, so that old signatures can be checked."""
    methods: list[Document] = []
    for kid, multibase in keys:
        methods += [
            {
                "id": method(issuer, kid),
                "type": "Multikey",
                "controller": issuer,
                "publicKeyMultibase": multibase,
            },
            {
                "id": jwk_method(issuer, kid),
                "type": "JsonWebKey",
                "controller": issuer,
                "publicKeyJwk": jwk(multibase),
            },
        ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://www.w3.org/ns/cid/v1"],
        "id": issuer,
        "verificationMethod": methods,
        "assertionMethod": [m["id"] for m in methods],
    }
