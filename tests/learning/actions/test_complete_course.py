"""Completed once and never missed, also when the last two parts are done at the same moment."""

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection, transaction

from karmayogi.competencies import api as competencies
from karmayogi.credentials import api as credentials
from karmayogi.kernel import rows
from karmayogi.learning import api
from karmayogi.learning.models import Enrolment, LearningCredit, Part
from tests.cast import Cast
from tests.learning.conftest import SETUP


@pytest.fixture
def begun(at, write_course):
    """(actor, enrolment id, part ids by key) of a course whose parts are open since noon."""

    def call(*, quiz):
        competencies.import_kcm(agent=SETUP, at=at)
        course = api.import_course(agent=SETUP, folder=write_course(quiz=quiz), at=at)
        actor = Cast(at).learner.actor(at)
        api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
        enrolment, parts = Enrolment.objects.get(), {part.key: part for part in Part.objects.all()}
        for part in parts.values():
            api.open_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=at)
        return actor, enrolment.id, parts

    return call


def side_by_side(first, second):
    """Runs `second` in a thread while the transaction of `first` is still open; True when it had to wait for it."""
    started, ended = threading.Event(), threading.Event()

    def beside():
        started.set()
        try:
            second()
        finally:
            connection.close()
            ended.set()

    other = threading.Thread(target=beside)
    with transaction.atomic():
        first()
        other.start()
        started.wait(5)
        waited = not ended.wait(1)
    other.join(10)
    return waited


@pytest.mark.usefixtures("committed_db")
def test_two_last_pages_in_two_tabs(begun, at):
    actor, enrolment, parts = begun(quiz=False)
    later = at + dt.timedelta(hours=1)

    def finish(key):
        return lambda: api.finish_part(actor=actor, enrolment_id=enrolment, part_id=parts[key].id, at=later)

    assert side_by_side(finish("one"), finish("two"))
    assert Enrolment.objects.get().status == "completed"
    assert LearningCredit.objects.count() == 1


@pytest.mark.usefixtures("committed_db")
def test_the_last_page_while_the_test_is_marked(begun, at):
    actor, enrolment, parts = begun(quiz=True)
    later = at + dt.timedelta(hours=1)
    api.finish_part(actor=actor, enrolment_id=enrolment, part_id=parts["one"].id, at=later)
    side_by_side(
        lambda: api.finish_part(actor=actor, enrolment_id=enrolment, part_id=parts["two"].id, at=later),
        lambda: api.record_result(
            person_id=actor.person_id,
            part_uuid=parts["test"].uuid,
            passed=True,
            score=80,
            attempt_uuid=uuid.uuid4(),
            at=later,
        ),
    )
    assert Enrolment.objects.get().status == "completed"


def test_the_version_says_how_long_its_certificate_is_good(kcm, cast, at, write_course):
    folder = write_course(quiz=False)
    text = (folder / "course.toml").read_text()
    rule = "[completion]\ncertificate_months = 24\n"
    (folder / "course.toml").write_text(text.replace("[completion]\n", rule, 1))
    course = api.import_course(agent=SETUP, folder=folder, at=at)
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    enrolment = Enrolment.objects.get()
    for part in Part.objects.all():
        api.open_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=at)
        api.finish_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=at + dt.timedelta(hours=1))
    [certificate] = credentials.certificates_of(actor.person_id)
    assert certificate.valid_until == (at + dt.timedelta(hours=1)).replace(year=2028)


def test_a_passed_test_becomes_evidence_a_level_with_its_reason_hours_and_a_certificate(
    kcm, cast, course, at, run_jobs
):
    actor, person = cast.learner.actor(at), cast.learner.person_id
    competency = competencies.by_codes(["FUN-095"])["FUN-095"].id
    enrolment = api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    parts = {part.key: part for part in Part.objects.all()}
    later = at + dt.timedelta(hours=1)
    row = Enrolment.objects.get(uuid=enrolment)
    for key in ("one", "two"):
        api.open_part(actor=actor, enrolment_id=row.id, part_id=parts[key].id, at=at)
        api.finish_part(actor=actor, enrolment_id=row.id, part_id=parts[key].id, at=later)

    def result(*, passed: bool, score: int) -> tuple[int, int]:
        """The level shown and the minutes credited after a result."""
        api.record_result(
            person_id=person, part_uuid=parts["test"].uuid, passed=passed, score=score, attempt_uuid=uuid.uuid4(),
            at=later,
        )  # fmt: skip
        run_jobs()
        shown = competencies.levels_of(person).get(competency)
        day = dt.timedelta(days=1)
        return shown.level if shown else 0, api.hours_of(person, at.date() - day, later.date() + day)

    assert result(passed=False, score=40) == (0, 0)
    assert credentials.certificates_of(person) == []
    assert result(passed=True, score=80) == (2, 20)
    shown = competencies.levels_of(person)[competency]
    [reason] = shown.reasons
    assert (reason.kind, reason.source, reason.level, reason.on) == ("counts", "course_test", 2, later.date())
    assert shown.confidence == pytest.approx(reason.weight)
    assert reason.instrument == course.code
    assert rows.first(
        lambda *row: row, "select level, score, source from competencies_evidence where person_id = %s", [person]
    ) == (2, 80, "course_test")
    [certificate] = credentials.certificates_of(person)
    assert certificate.revoked_at is None
    # What the course gave once it does not give again.
    assert result(passed=True, score=100) == (2, 20)
    assert rows.scalar("select count(*) from competencies_evidence where person_id = %s", [person]) == 1
