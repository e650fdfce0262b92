"""What somebody uploads: our own credentials are checked with our register, others' only where the name is the key."""

import base64
import datetime as dt
import json

import pytest

from karmayogi.credentials import api
from karmayogi.credentials.actions.encode_jwt import encode_jwt
from karmayogi.credentials.models import Certificate
from karmayogi.credentials.types import Refusal


@pytest.fixture
def signed(issue):
    issue()
    return Certificate.objects.get().credential.encode()


def test_our_own_is_genuine_and_says_whose_it_is_and_what_it_shows(signed, at):
    found = api.read_external(signed, at)
    assert (found.result, found.title) == ("genuine", "टिप्पण और प्रारूपण")
    assert found.names == ("Asha Rao", "आशा राव")
    assert found.competencies == (("F1.2", "Noting & drafting", 2), ("B2.1", "Communication", 1))


def test_changed_revoked_and_foreign_ones_are_told_apart(signed, at):
    document = json.loads(signed)
    assert api.read_external(signed.replace(b"Asha Rao", b"Asha Roy"), at).result == "altered"
    foreign = document | {"issuer": {"id": "did:web:elsewhere.example", "name": "Elsewhere"}}
    assert api.read_external(json.dumps(foreign).encode(), at).result == "unchecked"
    Certificate.objects.update(revoked_at=at, revoked_reason="error")
    assert api.read_external(signed, at + dt.timedelta(1)).result == "revoked"


def test_a_jwt_of_ours_is_read_like_the_other_form(signed, at):
    token = encode_jwt(signed.decode(), at).encode()
    found = api.read_external(token, at)
    assert (found.result, found.refusal, found.names) == ("genuine", None, ("Asha Rao", "आशा राव"))
    head, body, sign = token.split(b".")
    assert api.read_external(head + b"." + body + b"." + sign[:-4] + b"AAAA", at).refusal is Refusal.TAMPERED
    none = b"eyJhbGciOiJub25lIiwidHlwIjoidmMrand0In0"  # {"alg":"none","typ":"vc+jwt"}
    assert api.read_external(none + b"." + body + b".", at).refusal is Refusal.ALGORITHM
    Certificate.objects.update(revoked_at=at, revoked_reason="error")
    assert api.read_external(token, at).refusal is Refusal.REVOKED


def test_what_is_read_out_is_what_was_signed(signed, at):
    """One text that is a genuine credential to one reader and the middle of a forged JWT to another."""
    forged = json.loads(signed)
    forged["credentialSubject"]["achievement"]["name"] = "Anything"
    hidden = base64.urlsafe_b64encode(json.dumps(forged).encode()).decode()
    genuine = signed.decode().replace(".", "\\u002e")
    assert json.loads(genuine) == json.loads(signed)
    both = f'\u00a0{{"name": ".{hidden}.", {genuine.removeprefix("{")}'
    found = api.read_external(both.encode(), at)
    assert (found.result, found.refusal) == ("altered", Refusal.TAMPERED)
    assert found.title == "Anything"  # read, and not believed


def test_a_foreign_jwt_carries_no_proof_inside_and_is_unchecked(signed, at):
    bare = {name: value for name, value in json.loads(signed).items() if name != "proof"}
    foreign = bare | {"issuer": {"id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "name": "Elsewhere"}}
    parts = ({"alg": "EdDSA", "typ": "vc+jwt"}, foreign)
    token = b".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts) + b".c2ln"
    assert api.read_external(token, at).result == "unchecked"
    with_proof = foreign | {"proof": json.loads(signed)["proof"]}
    assert api.read_external(json.dumps(with_proof).encode(), at).result == "altered"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"type": "OpenBadgeCredential"}', b"\xff\xfe", b"[" * 100_000, b" " * 300_000]
)
def test_what_is_no_credential_is_unreadable(content, at, db):
    assert api.read_external(content, at).result == "unreadable"


def test_what_no_database_can_hold_is_left_out_and_no_year_ends_the_reading(at, db):
    badge = {
        "type": ["OpenBadgeCredential"], "issuer": {"id": "did:web:else\0where.example", "name": "Else\0where"},
        "credentialSubject": {"achievement": {"name": "Not\ud800ing"}},
    }  # fmt: skip
    found = api.read_external(json.dumps(badge).encode(), at)
    assert (found.issuer, found.issuer_name, found.title) == ("did:web:elsewhere.example", "Elsewhere", "Noting")
    early = badge | {"validFrom": "0001-01-01T00:00:00+14:00"}
    assert api.read_external(json.dumps(early).encode(), at).result == "unreadable"
