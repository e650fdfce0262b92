"""What other people's software fetches."""

import datetime as dt
import json
import uuid

import pytest
from django.core.management import CommandError, call_command

from karmayogi.credentials.actions.rotate_key import rotate_key
from karmayogi.credentials.engine import proofs
from karmayogi.credentials.models import Certificate, StatusList
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


def test_without_a_network_from_files_kept_at_hand(client, issue, at, tmp_path, capsys):
    """The rehearsal of a rotation, as somebody lives it who has copies of two public files and no connection."""
    before = issue()
    new = rotate_key(agent=System("test"), at=at + dt.timedelta(days=1), why="yearly")
    after = issue(at=at + dt.timedelta(days=1, hours=1))
    page = client.get("/credentials/keys.json")
    (tmp_path / "keys.json").write_bytes(page.content)
    lists = {row.uuid: client.get(f"/credentials/status/{row.uuid}").content for row in StatusList.objects.all()}
    for uuid_, content in lists.items():
        (tmp_path / f"{uuid_}").write_bytes(content)
    assert len(page.content) < 1000 and page.json()["keys"][0]["kid"] == new

    def check(code, *more):
        credential = Certificate.objects.get(code=code).credential
        (tmp_path / "one.json").write_text(credential)
        listed = [word for uuid_ in lists for word in ("--list", str(tmp_path / str(uuid_)))]
        when = (at + dt.timedelta(days=1, hours=2)).isoformat()
        call_command(
            "verify_credential", str(tmp_path / "one.json"), "--keys", str(tmp_path / "keys.json"), *listed,
            "--at", when, *more,
        )  # fmt: skip
        return capsys.readouterr().out

    assert f"signed by {new}" in check(after.code)
    assert "genuine" in check(before.code) and new not in check(before.code)
    with pytest.raises(CommandError, match="out of date"):
        check(before.code, "--at", (at + dt.timedelta(days=9)).isoformat())
    with pytest.raises(CommandError, match="a key that this issuer never had"):
        only_old = page.json() | {"keys": page.json()["keys"][1:]}
        (tmp_path / "keys.json").write_text(json.dumps(only_old))
        check(after.code)


def test_keys_that_did_not_change_are_not_sent_again(client, issue):
    issue()
    first = client.get("/credentials/keys.json")
    assert first["Access-Control-Allow-Origin"] == "*" and "max-age=300" in first["Cache-Control"]
    again = client.get("/credentials/keys.json", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_a_list_that_is_not(client, db):
    assert client.get(f"/credentials/status/{uuid.uuid4()}").status_code == 404


def test_before_the_first_key(client, db):
    assert client.get("/.well-known/did.json").json()["verificationMethod"] == []
