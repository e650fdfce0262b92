"""What a JWT of ours may be signed with: Ed25519 under either of its names, and nothing else.

EdDSA (RFC 8037) is the name that wallets know and that we write; Ed25519 (RFC 9864) is its newer one. RFC 9864 retires
the first because it leaves the curve to the key, and the library says so at each use; our keys have one curve.
"""

import copy
from typing import ClassVar

from joserfc import jws
from joserfc.jwk import OKPKey

from karmayogi.credentials.engine.proofs import Document

WRITTEN = "EdDSA"
ALGORITHMS = (WRITTEN, "Ed25519")


def _known(name: str) -> jws.JWSAlgModel:
    algorithm = copy.copy(jws.JWSRegistry.algorithms[name])
    algorithm.security_warning = None
    return algorithm


class _Registry(jws.JWSRegistry):
    algorithms: ClassVar[dict[str, jws.JWSAlgModel]] = {name: _known(name) for name in ALGORITHMS}  # type: ignore[misc]


_REGISTRY = _Registry(algorithms=ALGORITHMS)


def write(header: Document, payload: bytes, key: OKPKey) -> str:
    """The token. Raises a JoseError for another algorithm than these."""
    return jws.serialize_compact(header, payload, key, registry=_REGISTRY)


def read(token: str, key: OKPKey) -> bytes:
    """What the token says. Raises a JoseError when that key did not sign it so."""
    return jws.deserialize_compact(token, key, registry=_REGISTRY).payload
