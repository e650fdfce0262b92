"""What other people's software fetches."""

import json
import uuid

import pytest

from karmayogi.credentials.actions.rotate_key import rotate_key
from karmayogi.credentials.engine import proofs
from karmayogi.credentials.models import Certificate
from karmayogi.kernel.access import System


@pytest.mark.parametrize(
    "origin, did",
    [("https://learn.gov.example", "did:web:learn.gov.example"), ("http://127.0.0.1:8123", "did:web:127.0.0.1%3A8123")],
)
def test_a_stranger_can_check_everything_from_public_addresses(client, issue, at, settings, origin, did):
    settings.PUBLIC_ORIGIN = origin
    issue()
    rotate_key(agent=System("test"), at=at)
    credential = json.loads(Certificate.objects.get().credential)
    assert credential["issuer"]["id"] == did and credential["proof"]["verificationMethod"].startswith(did + "#")

    page = client.get("/.well-known/did.json")
    document = page.json()
    assert document["id"] == did and page["Access-Control-Allow-Origin"] == "*"
    keys = {m["id"]: m for m in document["verificationMethod"]}
    assert set(document["assertionMethod"]) == set(keys) and len(keys) == 4  # two keys in two forms
    used = keys[credential["proof"]["verificationMethod"]]
    assert used["type"] == "Multikey" and used["controller"] == did
    key = proofs.public_key(used["publicKeyMultibase"])
    assert proofs.verifies(credential, key, method=used["id"])

    address = credential["credentialStatus"]["statusListCredential"]
    listed = client.get(address.removeprefix(origin))
    status = json.loads(listed.content)
    assert listed.status_code == 200 and status["id"] == address
    by = keys[status["proof"]["verificationMethod"]]
    assert proofs.verifies(status, proofs.public_key(by["publicKeyMultibase"]), method=by["id"])
    assert "private" not in page.content.decode().lower() and '"d"' not in page.content.decode()


def test_a_list_that_is_not(client, db):
    assert client.get(f"/credentials/status/{uuid.uuid4()}").status_code == 404


def test_before_the_first_key(client, db):
    assert client.get("/.well-known/did.json").json()["verificationMethod"] == []
