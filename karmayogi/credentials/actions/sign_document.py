"""Documents of other packages, signed by the product's key and checked against the keys that were published."""

import datetime as dt
import json

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing
from karmayogi.credentials.engine import dids, key_list, proofs
from karmayogi.credentials.engine.proofs import Document
from karmayogi.credentials.engine.verifier import UNDER_WAY
from karmayogi.credentials.queries.published import published_keys


def sign_document(document: Document, at: dt.datetime) -> Document:
    """The document with `issuer` and a proof of the key that signs now. Raises signing.KeyMissing."""
    return signing.sign(document | {"issuer": conf.issuer()}, signing.current_key(at).kid, at)


def document_signer(signed: Document, keys: str | bytes | None = None) -> str | None:
    """The kid of our key that signed exactly this document; None when it was no key of ours, or the text is another.

    keys: a copy of /credentials/keys.json, for checking without the database. Raises ValueError when it is none.
    """
    issuer, known = key_list.read(
        keys if keys is not None else json.dumps(key_list.write(conf.issuer(), published_keys()))
    )
    proof = signed.get("proof")
    said = signed.get("issuer")
    if not isinstance(said, str) or not isinstance(proof, dict) or (keys is not None and said != issuer):
        return None
    for kid, key in known.items():
        # By our own keys: the installation may have had another address when it signed.
        method = dids.method(said, kid)
        if proof.get("verificationMethod") == method:
            in_use = _in_use(proof.get("created"), key.since, key.until)
            return kid if in_use and proofs.verifies(signed, proofs.public_key(key.public), method=method) else None
    return None


def _in_use(created: object, since: dt.datetime, until: dt.datetime | None) -> bool:
    """Whether the proof says a time at which that key signed; a stolen key that was retired signs nothing new."""
    try:
        said = dt.datetime.fromisoformat(str(created))
    except ValueError:
        return False
    # What was being signed while the key was rotated says a moment after it (as engine.verifier has it).
    return said.tzinfo is not None and since - UNDER_WAY <= said and (until is None or said <= until + UNDER_WAY)
