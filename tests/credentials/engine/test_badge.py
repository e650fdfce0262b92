"""The credential has what Open Badges 3.0 and the data model require, and says again what went in."""

import dataclasses
import datetime as dt
import hashlib
import json
import uuid

import pytest

from karmayogi.credentials.engine import badge
from karmayogi.credentials.types import Facts

FACTS = Facts(
    code="KY-7F3K-9QMX-2C4D",
    name="Asha Rao",
    name_native="आशा राव",
    title="टिप्पण और प्रारूपण",
    title_language="hi",
    course_uuid=uuid.UUID(int=7),
    course_code="ND-01",
    minutes=150,
    grade="E2",
    score=85,
    competencies=(("F1.2", "Noting & drafting", 2), ("B2.1", "Communication", 1)),
    issued_at=dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC),
)
HOLDER = uuid.UUID(int=42)


def built(facts=FACTS):
    return badge.build(
        facts,
        origin="https://learn.example",
        issuer="did:web:learn.example",
        issuer_name="A ministry",
        holder=HOLDER,
        salt="5a17",
        status_list="https://learn.example/credentials/status/1",
        status_place=94,
    )


@pytest.mark.parametrize(
    "facts",
    [
        FACTS,
        dataclasses.replace(FACTS, name_native="", score=None, competencies=()),
        dataclasses.replace(FACTS, score=0, minutes=0, grade="E0"),
    ],
)
def test_what_went_in_comes_out(facts):
    assert badge.facts_in(json.loads(json.dumps(built(facts)))) == facts


def test_required_fields_of_open_badges():
    """The `required` lists of the JSON schema of 1EdTech (ob_v3p0_achievementcredential_schema.json)."""
    credential = built()
    assert {"@context", "id", "type", "credentialSubject", "issuer", "validFrom"} <= set(credential)
    assert credential["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert credential["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3")
    assert credential["type"][0] == "VerifiableCredential" and "OpenBadgeCredential" in credential["type"]
    issuer, subject = credential["issuer"], credential["credentialSubject"]
    assert {"id", "type"} <= set(issuer) and "Profile" in issuer["type"]
    assert {"type", "achievement"} <= set(subject) and "AchievementSubject" in subject["type"]
    assert {"id", "type", "criteria", "description", "name"} <= set(subject["achievement"])
    assert "Achievement" in subject["achievement"]["type"]
    for identifier in subject["identifier"]:
        assert {"type", "identityHash", "identityType", "hashed"} <= set(identifier)
        assert identifier["type"] == "IdentityObject"
    for alignment in subject["achievement"]["alignment"]:
        assert {"type", "targetName", "targetUrl"} <= set(alignment)
    for description in subject["achievement"]["resultDescription"]:
        assert {"id", "type", "name", "resultType"} <= set(description)
    described = {description["id"] for description in subject["achievement"]["resultDescription"]}
    assert {result["resultDescription"] for result in subject["result"]} == described
    for evidence in credential["evidence"]:
        assert "Evidence" in evidence["type"]
    assert {"id", "type"} <= set(credential["credentialSchema"][0])
    assert badge.facts_in(credential).issued_at.tzinfo is not None


def test_the_status_entry_names_its_place():
    status = built()["credentialStatus"]
    assert status["type"] == "BitstringStatusListEntry" and status["statusPurpose"] == "revocation"
    assert status["statusListIndex"] == "94"  # the standard wants a string
    assert status["statusListCredential"] == "https://learn.example/credentials/status/1"


def test_her_identifier_is_only_there_as_a_salted_hash():
    credential = built()
    assert str(HOLDER) not in json.dumps(credential)
    hidden = next(i for i in credential["credentialSubject"]["identifier"] if i["hashed"])
    assert hidden["identityHash"] == "sha256$" + hashlib.sha256((str(HOLDER) + hidden["salt"]).encode()).hexdigest()


def test_the_status_list_is_a_credential():
    document = badge.status_list(
        url="u", issuer="i", issuer_name="n", encoded="uX", at=FACTS.issued_at, until=FACTS.issued_at
    )
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert document["credentialSubject"] == {
        "id": "u#list", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": "uX",
    }  # fmt: skip


@pytest.mark.parametrize(
    "credential", [{}, {"id": 1}, {"id": "x", "credentialSubject": []}, built() | {"evidence": []}]
)
def test_what_is_no_credential_of_ours_is_refused(credential):
    with pytest.raises(ValueError):
        badge.facts_in(credential)
