"""Verifiers of the npm registry judge what we publish: good, tampered, revoked, expired, replaced, of an old key.

They are installed from tests/credentials/judges/package-lock.json into .cache/ where node and the registry are.
"""

import datetime as dt
import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from karmayogi.credentials import api
from karmayogi.credentials.actions.encode_jwt import encode_jwt
from karmayogi.credentials.actions.rotate_key import rotate_key
from karmayogi.credentials.models import Certificate, StatusList
from karmayogi.credentials.types import ShownCompetency
from karmayogi.kernel.access import System

HERE = Path(__file__).resolve().parent.parent / "judges"
CACHE = Path(__file__).resolve().parents[3] / ".cache" / "judges"


@pytest.fixture(scope="session")
def judges() -> Path:
    """The folder with the verifiers, installed once for each lock file."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("no node on this machine")
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:12]
    folder = CACHE / lock
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder / name)
        done = subprocess.run(
            [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder, capture_output=True, timeout=300,
            check=False,
        )  # fmt: skip
        if done.returncode:
            pytest.skip(f"the registry is out of reach: {done.stderr.decode()[-300:]}")
        (folder / "ready").touch()
    shutil.copy(HERE / "judge.mjs", folder / "judge.mjs")
    return folder


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
        done = subprocess.run(
            ["node", "judge.mjs"], cwd=judges, input=json.dumps(asked).encode(), capture_output=True, timeout=120,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

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
