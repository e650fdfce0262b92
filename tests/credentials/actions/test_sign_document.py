"""Documents of other packages: signed by the key in use, believed only from a key in its time and of this issuer."""

import datetime as dt
import json

import pytest

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing
from karmayogi.credentials.actions.rotate_key import rotate_key
from karmayogi.credentials.actions.sign_document import document_signer, sign_document
from karmayogi.credentials.engine import key_list
from karmayogi.credentials.queries.published import published_keys
from karmayogi.kernel.access import System

LATER = dt.timedelta(days=2)


@pytest.fixture
def signed(db, settings, tmp_path, at):
    settings.KEYS_ROOT = tmp_path / "keys"
    return sign_document({"type": "Figures", "value": 7}, at)


def test_exactly_this_document_by_a_key_of_ours(signed, at):
    kid = document_signer(signed)
    assert kid == signing.current_key(at).kid
    assert document_signer(signed | {"value": 8}) is None
    assert document_signer(signed | {"more": 1}) is None
    assert document_signer(signed | {"issuer": "did:web:elsewhere.example"}) is None
    assert document_signer({key: value for key, value in signed.items() if key != "proof"}) is None
    assert document_signer(signed | {"proof": "x"}) is None
    assert document_signer(signed | {"proof": signed["proof"] | {"created": "soon"}}) is None


def test_a_retired_key_vouches_for_what_it_signed_and_for_nothing_new(signed, at):
    kid = document_signer(signed)
    rotate_key(agent=System("rotate_signing_key"), at=at + LATER)
    assert document_signer(signed) == kid
    stolen = signing.sign({"type": "Figures", "value": 9, "issuer": conf.issuer()}, kid, at + 2 * LATER)
    assert document_signer(stolen) is None


def test_with_a_file_of_keys_alone(signed, django_assert_num_queries):
    keys = json.dumps(key_list.write(conf.issuer(), published_keys()))
    with django_assert_num_queries(0):
        assert document_signer(signed, keys) == document_signer(signed, keys.encode()) is not None
        with pytest.raises(ValueError, match="list of keys"):
            document_signer(signed, "{}")
