"""Asha, who earned a certificate, in the ministry of works; Bala of elsewhere; an administrator of certificates."""

import uuid

import pytest

from karmayogi.credentials import api
from karmayogi.kernel.access import System
from karmayogi.people.api import create_person

SETUP = System("test")
COURSE = uuid.UUID("0193a000-0000-7000-8000-000000000001")


@pytest.fixture(autouse=True)
def keys_of_the_test(settings, tmp_path):
    """Every test signs with keys of its own."""
    settings.KEYS_ROOT = tmp_path / "keys"
    settings.FILES_ROOT = tmp_path / "files"
    return settings.KEYS_ROOT


@pytest.fixture
def asha(db, at):
    return create_person(agent=SETUP, at=at, name="Asha Rao", name_native="आशा राव", native_language="hi")


@pytest.fixture
def bala(db, at):
    return create_person(agent=SETUP, at=at, name="Bala Krishnan")


@pytest.fixture
def issue(asha, at):
    """Issues a certificate to Asha; keywords replace what it says."""

    def call(**changes):
        values = {
            "agent": SETUP,
            "person_id": asha.id,
            "name": asha.name,
            "name_native": asha.name_native,
            "title_en": "Noting and drafting",
            "title_hi": "टिप्पण और प्रारूपण",
            "title_ur": "نوٹ نویسی اور مسودہ نگاری",
            "language": "hi",
            "course_uuid": COURSE,
            "course_code": "ND-01",
            "hours_minutes": 150,
            "grade": "E2",
            "score": 85,
            "competencies": [("F1.2", "Noting & drafting", 2), ("B2.1", "Communication", 1)],
            "ref_kind": "enrolment",
            "ref_uuid": uuid.uuid4(),
            "at": at,
        }
        return api.issue(**(values | changes))

    return call
