"""The passport: what it shows, what she takes with her, and that its figures are those of the other pages."""

import datetime as dt
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
from karmayogi.competencies.actions.proof.claims import claim
from karmayogi.competencies.models import Competency
from karmayogi.competencies.types import Source
from karmayogi.credentials import api as credentials
from karmayogi.credentials.engine import proofs
from karmayogi.credentials.queries.published import published_keys
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Post

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


def test_the_passport_as_on_a_past_day(asha, cast, at):
    """What came since is not there yet: the level, the certificate, the look."""
    page, name = reverse("portal:record"), competencies.every()[0].name_en
    today = asha.get(page).content.decode().partition("<main")[2]
    past = asha.get(page, {"on": "2026-11-19"}).content.decode().partition("<main")[2]
    assert "This is how it was on 19 Nov 2026" in past
    for words in (name, "Bala Subramaniam: appraisal"):
        assert words in today and words not in past
    assert "Assistant Section Officer" in past
    before = asha.get(page, {"on": "2020-01-01"}).content.decode().partition("<main")[2]
    assert "Assistant Section Officer" not in before and "No post was held on that day." in before
    aim = next(one for one in competencies.aims() if one.kind == "profile") if competencies.aims() else None
    if aim is not None:
        asked = {"for": aim.uuid, "on": "1950-04-01"}
        assert "It names no competencies yet." in asha.get(reverse("portal:aim"), asked).content.decode()


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
    text = published_keys()[0].public
    key = proofs.public_key(text)
    assert isinstance(key, Ed25519PublicKey)
    for credential in (record, *held):
        assert proofs.verifies(credential, key, method=credential["proof"]["verificationMethod"])
    record["credentialSubject"]["verifiableCredential"].pop()
    assert not proofs.verifies(record, key, method=record["proof"]["verificationMethod"])


def test_everything_is_in_the_zip_and_no_key_is(asha, cast, at):
    competencies.ensure_proof_masters(agent=SET_UP, at=at)
    proof = claim(
        actor=cast.learner.actor(at), competency=Competency.objects.order_by("id")[0].uuid, source=Source.WORK_PRODUCT,
        level=2, statement="A note", happened_on=dt.date(2026, 10, 1), content=b"%PDF-1.7 a note", at=at,
        file_name="../no te.pdf",
    )  # fmt: skip
    answer = asha.get(reverse("portal:everything"))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()
    assert any(name.startswith("certificates/") and name.endswith(".pdf") for name in names)
    (paper,) = [name for name in names if name.startswith("proofs/")]
    assert paper.startswith(f"proofs/{proof}-")
    assert archive.read(paper) == b"%PDF-1.7 a note"
    assert ".." not in paper
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


def test_a_revoked_certificate_counts_nowhere(browse, cast, certificates):
    for address, who in (
        ("/", cast.learner),
        (reverse("portal:record"), cast.learner),
        (reverse("portal:member", args=[cast.learner.person_uuid]), cast.supervisor),
    ):
        text = browse(address, who).content.decode()
        assert "certificate</" in text, address
        assert "certificates</" not in text.split("<main")[1].split("</main>")[0], address


def test_the_record_and_the_certificates_are_in_the_account_menu(browse, cast):
    text = browse(reverse("portal:record"), cast.learner).content.decode()
    assert f'<a href="{reverse("portal:record")}" aria-current="page">' in text
    assert f'<a href="{reverse("credentials:mine")}">' in text


def test_the_years_hours_are_those_of_the_financial_year(browse, cast, at):
    for on, minutes in ((dt.date(2026, 4, 1), 45), (dt.date(2026, 3, 31), 60)):
        rows.run(
            """insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
               values (%s, %s, %s, 'formal', 'test', %s)""",
            [cast.learner.person_id, on, minutes, uuid.uuid4()],
        )
    text = browse(reverse("portal:record"), cast.learner).content.decode()
    assert "<b>45 min</b>" in text
    assert "<b>1 h 45 min</b>" in text


def test_a_post_held_in_the_past_is_told_by_the_name_it_had(asha, cast, at):
    """It was made an Under Secretary's after she had left it."""
    seat = orgs.create_post(
        agent=SET_UP, organisation_id=cast.section.id, designation_id=cast.assistant.id,
        valid_from=dt.date(2020, 4, 1), label="Former desk", at=at,
    )  # fmt: skip
    orgs.appoint(
        agent=SET_UP, person_id=cast.learner.person_id, post_id=seat.id, kind="additional",
        valid_from=dt.date(2024, 5, 1), valid_to=dt.date(2025, 5, 1), at=at,
    )  # fmt: skip
    orgs.upgrade_post(
        agent=SET_UP, post_uuid=Post.objects.get(pk=seat.id).uuid, designation_id=cast.under_secretary.id,
        paper=orgs.OrderPaper("F. 1/2026", dt.date(2026, 1, 1), "x", b""), effective_on=dt.date(2026, 6, 1), at=at,
    )  # fmt: skip
    page = asha.get(reverse("portal:record")).content.decode()
    assert "Assistant Section Officer</b>, Former desk" in page
    assert "Under Secretary" not in page
