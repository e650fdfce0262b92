"""DigiLocker asks for certificates: contract tests against a local double that speaks its protocol."""

import base64
import datetime as dt
import hashlib

import pytest
from defusedxml.ElementTree import fromstring

from karmayogi.credentials.models import Certificate
from karmayogi.kernel.models import AuditEntry
from tests.credentials.digilocker_double import DigiLockerDouble

KEY = "key-of-the-portal"


@pytest.fixture
def on(settings, client, frozen_time, at):
    settings.DIGILOCKER_API_KEY, settings.DIGILOCKER_ORG_ID = KEY, "org-7"
    settings.DIGILOCKER_ISSUER, settings.DIGILOCKER_DOC_TYPE = "in.gov.example", "TRCER"
    return DigiLockerDouble(client, KEY, "org-7", at.astimezone(dt.timezone(dt.timedelta(hours=5.5))).isoformat())


def wanted(row, **changes):
    return {
        "DocType": "TRCER", "DigiLockerId": "123e4567-e89b-12d3-a456-426655440000", "UID": "", "FullName": "ASHA  RAO",
        "DOB": "", "UDF1": row.code,
    } | changes  # fmt: skip


def test_off_it_is_not_there(client, issue, settings):
    assert settings.DIGILOCKER_API_KEY == ""
    double = DigiLockerDouble(client, "", "", "2026-11-20T12:00:00+05:30")
    assert double.ask("PullURI", wanted(issue())).status_code == 404
    assert double.ask("PullDoc", {"URI": "x"}).status_code == 404


@pytest.mark.parametrize(
    "form, parts", [("pdf", {"DocContent"}), ("xml", {"DataContent"}), ("both", {"DocContent", "DataContent"})]
)
def test_a_holder_finds_and_fetches_a_certificate(on, issue, form, parts):
    row = issue()
    status, details = on.read("PullURI", on.ask("PullURI", wanted(row), form=form))
    assert status == "1" and details["URI"] == "in.gov.example-TRCER-" + row.code.replace("-", "")
    assert parts == set(details) & {"DocContent", "DataContent"} and details["UDF1"] == row.code
    status, document = on.read("PullDoc", on.ask("PullDoc", {"URI": details["URI"], "DigiLockerId": "x"}, form=form))
    assert status == "1" and set(document) == parts
    if "DocContent" in parts:
        assert base64.b64decode(document["DocContent"]).startswith(b"%PDF-")
    if "DataContent" in parts:
        data = fromstring(base64.b64decode(document["DataContent"]))
        assert (data.get("number"), data.get("issueDate")) == (row.code, "20-11-2026")
        assert data.find("IssuedTo/Person").get("name") == "Asha Rao"
        assert data.find("CertificateData/Course").get("gradeOfEvidence") == "E2"
    assert AuditEntry.objects.filter(tag="credentials:certificate:see", concerns_id=row.person_id).count() == 2


def test_who_is_somebody_else_finds_nothing(on, issue):
    row = issue()
    none = "KY-0000-0000-0000"
    for changes in ({"FullName": "Bala Krishnan"}, {"FullName": ""}, {"DocType": "OTHER"}, {"UDF1": none}):
        assert on.read("PullURI", on.ask("PullURI", wanted(row, **changes))) == ("0", {})
    uri = "in.gov.example-TRCER-" + row.code.replace("-", "")
    assert on.read("PullDoc", on.ask("PullDoc", {"URI": uri, "FullName": "Bala Krishnan"})) == ("0", {})
    for other in (uri.replace("example", "else"), uri + "0", row.code, ""):
        assert on.read("PullDoc", on.ask("PullDoc", {"URI": other})) == ("0", {})


def test_what_stands_no_more_is_not_given(on, issue, at):
    row = issue()
    Certificate.objects.update(revoked_at=at, revoked_reason="error")
    assert on.read("PullURI", on.ask("PullURI", wanted(row))) == ("0", {})


def test_what_is_not_from_digilocker_is_refused(on, issue, at):
    row = issue()
    good = wanted(row)
    assert on.ask("PullURI", good, mac="").status_code == 401
    assert on.ask("PullURI", good, mac=base64.b64encode(b"0" * 32).decode()).status_code == 401
    keyhash = hashlib.sha256((KEY + on.ts).encode()).hexdigest()
    assert on.ask("PullURI", good, keyhash=keyhash).status_code == 200
    assert on.ask("PullURI", good, keyhash=keyhash[::-1]).status_code == 401
    for changed in (
        {"orgId": "org-8"}, {"ts": (at - dt.timedelta(minutes=11)).isoformat()}, {"ts": "yesterday"},
        {"ts": (at + dt.timedelta(minutes=11)).isoformat()},
    ):  # fmt: skip
        on.changed = changed
        assert on.ask("PullURI", good).status_code == 401
    assert not AuditEntry.objects.filter(tag="credentials:certificate:see").count() > 1


BOMB = b'<!DOCTYPE a [<!ENTITY b "c">]><PullURIRequest><DocDetails>&b;</DocDetails></PullURIRequest>'


@pytest.mark.parametrize(
    "body", [b"", b"<a/>", b"<PullURIRequest/>", BOMB, b"\xff", b"<PullDocRequest><DocDetails/></PullDocRequest>"]
)
def test_what_is_no_request(on, db, body):
    assert on.send("PullURI", body).status_code == 400


def test_a_body_without_end(on, db):
    assert on.send("PullURI", b" " * 200_001).status_code == 413
