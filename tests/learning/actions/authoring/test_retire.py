import datetime as dt

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, System
from karmayogi.learning import api
from karmayogi.learning.actions.authoring.begin import begin_version
from karmayogi.learning.actions.authoring.retire import restore, retire, retire_due
from karmayogi.learning.queries.catalogue import Search, search
from karmayogi.learning.queries.course import course_page

RECORDS = """
select md5(coalesce(string_agg(t, '|' order by t), '')) from (
  select n::text as t from learning_enrolment n union all select g::text from learning_partprogress g
  union all select c::text from credentials_certificate c union all select l::text from learning_learningcredit l
  union all select e::text from competencies_evidence e) all_of_it
"""


@pytest.fixture
def live(studio):
    return studio.published()


def take_out(studio, course, at, **changes):
    given = {
        "actor": studio.publisher.actor(at),
        "course": course,
        "reason": "The Act was amended",
        "on": at.date(),
        "at": at,
    }
    retire(**given | changes)


def finish(who, enrolment, at):
    """Reads the page; the test is passed as assessment would say it."""
    lesson = api.lesson(who, enrolment)
    for part in lesson.parts:
        api.open_part(actor=who, enrolment_id=lesson.enrolment_id, part_id=part.id, at=at)
        later = at + dt.timedelta(minutes=30)
        if part.kind == "quiz":
            api.record_result(
                person_id=who.person_id, part_uuid=part.uuid, score=90, passed=True, attempt_uuid=lesson.enrolment_uuid,
                at=later,
            )  # fmt: skip
        else:
            api.finish_part(actor=who, enrolment_id=lesson.enrolment_id, part_id=part.id, at=later)


def test_nobody_enrols_who_is_enrolled_finishes_and_records_stay(studio, live, cast, at):
    asha, devi = cast.learner.actor(at), cast.outsider.actor(at)
    enrolment = api.enrol(actor=asha, course_uuid=live, language="en", at=at)
    done = api.enrol(actor=devi, course_uuid=live, language="en", at=at)
    finish(devi, done, at)
    assert rows.scalar("select count(*) from credentials_certificate") == 1
    before = rows.scalar(RECORDS)
    take_out(studio, live, at)
    assert rows.scalar(RECORDS) == before
    with pytest.raises(NotFound):
        api.enrol(actor=cast.analyst.actor(at), course_uuid=live, language="en", at=at)
    assert search(Search()).total == 0
    with pytest.raises(NotFound):
        course_page(live, cast.analyst.person_id, at.date())
    page = course_page(live, asha.person_id, at.date())
    assert (page.retired, page.retire_reason) == (True, "The Act was amended")
    assert api.enrol(actor=asha, course_uuid=live, language="en", at=at) == enrolment
    finish(asha, enrolment, at)
    assert rows.scalar("select status from learning_enrolment where uuid = %s", [enrolment]) == "completed"
    assert rows.scalar("select count(*) from credentials_certificate") == 2


def test_it_comes_back(studio, live, cast, at):
    take_out(studio, live, at)
    with pytest.raises(Refused, match="why"):
        restore(actor=studio.publisher.actor(at), course=live, reason="", at=at)
    restore(actor=studio.publisher.actor(at), course=live, reason="Amended too", at=at)
    assert search(Search()).total == 1
    assert api.enrol(actor=cast.learner.actor(at), course_uuid=live, language="en", at=at)
    with pytest.raises(Refused, match="not retired"):
        restore(actor=studio.publisher.actor(at), course=live, reason="Again", at=at)


def test_from_a_day_on(studio, live, cast, at):
    """Announced: until that day people enrol, on the day itself nobody, also before the nightly job has run."""
    day = at.date() + dt.timedelta(days=3)
    take_out(studio, live, at, on=day)
    assert search(Search()).total == 1
    assert course_page(live, None, at.date()).retires_on == day
    api.enrol(actor=cast.learner.actor(at), course_uuid=live, language="en", at=at + dt.timedelta(days=2))
    with pytest.raises(NotFound):
        api.enrol(actor=cast.outsider.actor(at), course_uuid=live, language="en", at=at + dt.timedelta(days=3))
    job = System("retirement of courses")
    assert retire_due(agent=job, at=at + dt.timedelta(days=2)) == 0
    assert [retire_due(agent=job, at=at + dt.timedelta(days=3)) for _twice in (1, 2)] == [1, 0]
    assert search(Search()).total == 0


def test_only_with_reason_and_not_in_the_past_and_by_the_publisher(studio, live, at):
    with pytest.raises(Refused, match="why"):
        take_out(studio, live, at, reason=" ")
    with pytest.raises(Refused, match="later day"):
        take_out(studio, live, at, on=at.date() - dt.timedelta(days=1))
    for who in (studio.author, studio.reviewer, studio.neighbour, studio.cast.learner):
        with pytest.raises(NotFound):
            take_out(studio, live, at, actor=who.actor(at))
    assert rows.scalar("select count(*) from learning_retirement") == 0


def test_no_new_version_of_a_retired_course(studio, live, at):
    take_out(studio, live, at)
    with pytest.raises(Refused, match="retired"):
        begin_version(actor=studio.author.actor(at), course=live, at=at)
    with pytest.raises(Refused, match="retired already"):
        take_out(studio, live, at)
