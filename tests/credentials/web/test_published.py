"""What other people's software fetches, and what verifiers of the npm registry make of it.

These are installed from tests/credentials/judges/package-lock.json into .cache/ where node and the registry are.
"""

import datetime as dt
import json
import uuid
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from karmayogi.credentials import api
from karmayogi.credentials.actions.encode_jwt import encode_jwt
from karmayogi.credentials.actions.rotate_key import rotate_key
from karmayogi.credentials.engine import proofs
from karmayogi.credentials.models import Certificate, StatusList
from karmayogi.credentials.types import ShownCompetency
from karmayogi.kernel.access import System
from tests.judges import ask, installed


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


@pytest.fixture(scope="session")
def judges() -> Path:
    return installed(Path(__file__).resolve().parent.parent / "judges")


@pytest.fixture
def judge(judges, client):
    def call(credentials, at):
        asked = {
            "at": at.isoformat(),
            "did": client.get("/.well-known/did.json").json(),
            "documents": {
                (text := json.loads(client.get(f"/credentials/status/{row.uuid}").content))["id"]: text
                for row in StatusList.objects.all()
            },
            "credentials": credentials,
        }
        return ask(judges, "judge.mjs", asked)

    return call


def test_what_others_make_of_our_credentials(judge, issue, asha, at, cast, run_jobs):
    kinds = {
        "good": issue(),
        "short": issue(valid_until=at + dt.timedelta(hours=1)),
        "revoked": issue(),
        "replaced": issue(),
    }
    issue(replaces=kinds["replaced"].uuid)
    api.revoke(actor=cast.platform.actor(at), certificate_uuid=kinds["revoked"].uuid, reason="error", at=at)
    rotate_key(agent=System("rehearsal"), at=at + dt.timedelta(minutes=5))
    later = at + dt.timedelta(hours=2)
    kinds["new key"] = issue(at=at + dt.timedelta(minutes=10))
    run_jobs()
    texts = {name: Certificate.objects.get(uuid=row.uuid).credential for name, row in kinds.items()}
    tokens = {f"{name} jwt": encode_jwt(text, at + dt.timedelta(minutes=10)) for name, text in texts.items()}
    head, body, sign = tokens["good jwt"].split(".")
    tampered = {
        "tampered": texts["good"].replace("Asha Rao", "Asha Roy"),
        "tampered jwt": f"{head}.{body[:-8]}AAAAAAAA.{sign}",
        "unsigned jwt": f"eyJhbGciOiJub25lIiwidHlwIjoidmMrand0In0.{body}.",
    }
    shown = [ShownCompetency("F1.2", "Noting & drafting", 3, 80)]
    record = api.sign_record(agent=System("test"), person_id=asha.id, levels=shown, at=at + dt.timedelta(minutes=10))
    inside = record["credentialSubject"]["verifiableCredential"]
    lifelong = {"record": json.dumps(record)} | {f"in record {n}": json.dumps(one) for n, one in enumerate(inside)}
    found = judge(texts | tokens | tampered | lifelong, later)
    believed = {name for name, why in found.items() if not why}
    # In her record: what stands, the one that expired meanwhile (it says so itself), and her level.
    names = {f"in record {n}" for n, one in enumerate(inside) if one["id"] != f"{_link(kinds['short'])}"}
    assert believed == {"good", "good jwt", "new key", "new key jwt", "record"} | names, found
    assert len(inside) == 5
    assert found["revoked"] == found["revoked jwt"] == found["replaced"] == "revoked"
    assert "Invalid signature" in found["tampered"]
    assert "signature verification failed" in found["tampered jwt"]
    assert "alg" in found["unsigned jwt"]
    assert "validUntil" in found["short"] and '"exp"' in found["short jwt"]


def test_a_list_that_is_out_of_date_is_not_believed(judge, issue, at):
    issue()
    text = Certificate.objects.get().credential
    assert judge({"good": text}, at + dt.timedelta(days=2)) == {"good": ""}
    assert judge({"good": text}, at + dt.timedelta(days=4))["good"]


def _link(row):
    return json.loads(Certificate.objects.get(uuid=row.uuid).credential)["id"]
