"""Three short courses and what makes a programme of them."""

import datetime as dt

import pytest

from karmayogi.learning import api
from karmayogi.learning.models import Enrolment, Part
from karmayogi.learning.queries.collections.structures import forget_structures
from karmayogi.learning.types import ProgrammeStep
from tests.learning.conftest import SETUP


@pytest.fixture(autouse=True)
def no_structures():
    forget_structures()
    yield
    forget_structures()


@pytest.fixture
def three(kcm, write_course, at):
    """Code -> course."""
    return {
        code: api.import_course(agent=SETUP, folder=write_course(code, f"Course {code}", quiz=code == "T-A"), at=at)
        for code in ("T-A", "T-B", "T-C")
    }


def step(*below, rule="all", needed=None, title=""):
    steps = tuple(ProgrammeStep(code=one) if isinstance(one, str) else one for one in below)
    return ProgrammeStep(rule=rule, needed=needed, titles={"en": title} if title else {}, steps=steps)


@pytest.fixture
def programme(three, at):
    """Publishes one, of the whole given."""

    def make(whole=None, code="T-P", **given):
        return api.publish_programme(
            agent=SETUP, code=code, provider="Test Courseware", titles={"en": f"Programme {code}", "hi": "कार्यक्रम"},
            summaries=given.pop("summaries", {"en": "Both."}), whole=whole or step("T-A", "T-B"),
            competencies=[("FUN-095", 2)], at=given.pop("at", at), **given,
        )  # fmt: skip

    return make


@pytest.fixture
def complete(three, at):
    """Completes a course of the three as that actor."""

    def run(actor, code, when=at):
        course = three[code]
        api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=when)
        enrolment = Enrolment.objects.get(person_id=actor.person_id, course_id=course.id)
        later = when + dt.timedelta(hours=1)
        for part in Part.objects.filter(version_id=enrolment.version_id).order_by("position"):
            api.open_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=when)
            if part.kind == "quiz":
                api.record_result(
                    person_id=actor.person_id, part_uuid=part.uuid, passed=True, score=80, attempt_uuid=part.uuid,
                    at=later,
                )  # fmt: skip
            else:
                api.finish_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=later)
        assert Enrolment.objects.get(id=enrolment.id).status == "completed"

    return run
