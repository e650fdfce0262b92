"""The passport: what it shows, and what she takes with her."""

import io
import json
import uuid
import zipfile

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.credentials import api as credentials
from karmayogi.credentials.engine import proofs
from karmayogi.credentials.queries.published import all_keys
from karmayogi.kernel import audit
from karmayogi.kernel.access import System

SET_UP = System("test")


@pytest.fixture
def asha(cast, at, settings, tmp_path, frozen_time):
    """Signed in, with one certificate and one level shown."""
    settings.FILES_ROOT, settings.KEYS_ROOT = tmp_path / "files", tmp_path / "keys"
    competencies.import_kcm(agent=SET_UP, at=at)
    competency = competencies.every()[0]
    competencies.record_evidence(
        agent=SET_UP, person_id=cast.learner.person_id, competency_id=competency.id, level=2,
        source=Source.INDEPENDENT_TEST, instrument="=A test", ref_kind="test", ref_uuid=uuid.uuid4(),
        observed_at=at, at=at,
    )  # fmt: skip
    credentials.issue(
        agent=SET_UP, person_id=cast.learner.person_id, name="Asha Verma", name_native="", title_en="A course",
        title_hi="", title_ur="", language="en", course_uuid=uuid.uuid4(), course_code="C-1", hours_minutes=60,
        grade="E2", score=80, competencies=[(competency.code, competency.name_en, 2)], ref_kind="enrolment",
        ref_uuid=uuid.uuid4(), at=at,
    )  # fmt: skip
    audit.record(
        "portal:person:see", agent=cast.admin.actor(at), at=at, kind="person", subject=cast.learner.person_uuid,
        concerns=cast.learner.person_id, why="appraisal",
    )  # fmt: skip
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    return client


def test_the_page_tells_service_learning_and_who_looked(asha, cast):
    page = asha.get(reverse("portal:record")).content.decode()
    assert "Assistant Section Officer" in page
    assert "Bala Subramaniam: appraisal" in page


def test_the_signed_record_holds_certificates_and_levels_that_verify(asha, cast):
    record = json.loads(asha.get(reverse("portal:passport")).content)
    assert record["type"] == ["VerifiableCredential", "ClrCredential"]
    held = record["credentialSubject"]["verifiableCredential"]
    assert [one["credentialSubject"]["achievement"]["achievementType"] for one in held] == ["Course", "Competency"]
    assert held[1]["credentialSubject"]["result"][0]["value"] == "2"
    (_kid, text) = all_keys()[0]
    key = proofs.public_key(text)
    assert isinstance(key, Ed25519PublicKey)
    for credential in (record, *held):
        assert proofs.verifies(credential, key, method=credential["proof"]["verificationMethod"])
    record["credentialSubject"]["verifiableCredential"].pop()
    assert not proofs.verifies(record, key, method=record["proof"]["verificationMethod"])


def test_everything_is_in_the_zip_and_no_key_is(asha, cast, at):
    answer = asha.get(reverse("portal:everything"))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()
    assert any(name.startswith("certificates/") and name.endswith(".pdf") for name in names)
    record = json.loads(archive.read("record.json"))
    assert record["accounts"][0]["email"] == cast.learner.email
    assert record["levels"][0]["level"] == 2
    assert [entry["why"] for entry in record["trail"] if entry["tag"] == "portal:person:see"] == ["appraisal"]
    assert "password" not in archive.read("record.json").decode().lower()
    assert "'=A test" in archive.read("tables/evidence.csv").decode()


def test_an_aim_names_what_is_missing_and_what_would_close_it(asha, cast, at):
    empty = asha.get(reverse("portal:aim"))
    assert empty.status_code == 200
    assert asha.get(reverse("portal:aim"), {"for": str(uuid.uuid4())}).status_code == 404
    from karmayogi.orgs import api as orgs

    for one in competencies.shipped_designations():
        orgs.create_designation(agent=SET_UP, name=one.name_en, name_hi=one.name_hi, name_ur=one.name_ur, at=at)
    competencies.import_profiles(agent=SET_UP, at=at)
    aim = next(aim for aim in competencies.aims() if aim.name_en == "Section Officer")
    page = asha.get(reverse("portal:aim"), {"for": str(aim.uuid), "on": "2027-04-01"}).content.decode()
    assert competencies.by_ids([competencies.wants(aim.uuid)[0].competency_id])
    assert "0 / " in page
