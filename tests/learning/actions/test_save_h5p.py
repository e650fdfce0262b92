"""A report of an exercise: what is kept, what becomes a statement, and when the part is done."""

import datetime as dt
import json

import pytest
from django.db import connection

from karmayogi.ingest import api as ingest
from karmayogi.ingest.actions.send_again import send_again
from karmayogi.ingest.models import Refusal, Statement
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.actions.finish_part import finish_part
from karmayogi.learning.actions.save_h5p import MAX_STATE, H5pReport, save_h5p
from karmayogi.learning.models import Enrolment, Part, PartProgress, ScormState
from karmayogi.learning.queries import identity
from tests.ingest.examples import TYPICAL
from tests.learning import h5p_files
from tests.learning.conftest import SETUP


def rows_of(sql):
    with connection.cursor() as cursor:
        return cursor.execute(sql).fetchall()


VERBS = "http://adlnet.gov/expapi/verbs/"
ANSWER = {
    "verb": {"id": f"{VERBS}answered"},
    "result": {"score": {"min": 0, "max": 4, "raw": 3}, "completion": True, "response": "Yes"},
}


@pytest.fixture
def kept(cast, kcm, at):
    """report(after, ...) of the learner, who has the part open since `at`; it asks for 12 seconds."""
    course = api.import_scorm(
        agent=SETUP, content=h5p_files.packed(), filename="p.h5p", titles={}, competencies=[], at=at, minutes=1
    )
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    enrolment, part = Enrolment.objects.get().id, Part.objects.get().id
    api.open_part(actor=actor, enrolment_id=enrolment, part_id=part, at=at)

    def report(after=0, who=actor, **changes):
        told = {"visit": 1, "seq": after + 1, "seconds": after, "scored": True} | changes
        moment = at + dt.timedelta(seconds=after)
        return save_h5p(actor=who, enrolment_id=enrolment, part_id=part, report=H5pReport(**told), at=moment)

    report.finish = lambda after: finish_part(
        actor=actor, enrolment_id=enrolment, part_id=part, at=at + dt.timedelta(seconds=after)
    )
    return report


def test_gone_through_too_quickly_counts_after_the_plausible_time(kept):
    early = kept(5, seconds=500, statements=((1, ANSWER),))
    assert (early.done, early.needs) == (False, 7)
    assert PartProgress.objects.get().score == 75
    assert kept(12, seconds=7).done
    assert Enrolment.objects.get().status == "completed"
    assert PartProgress.objects.get().state == "done"


def test_time_alone_is_not_enough(kept):
    assert not kept(600, seconds=600).done
    with pytest.raises(NotFound):
        kept.finish(700)


def test_with_nothing_to_answer_she_says_herself_that_she_is_done(kept):
    kept(1, scored=False)
    assert not kept.finish(5).done
    assert kept.finish(60).done


def test_a_statement_is_stored_once_as_the_learners(kept, cast):
    for _ in range(2):
        kept(1, statements=((1, ANSWER), (2, {"verb": {"id": f"{VERBS}progressed"}})))
    mine = str(cast.learner.actor(None).person_uuid)
    said = [json.loads(one.body) for one in ingest.statements_after(0, 10)]
    assert [one["verb"]["id"].rpartition("/")[2] for one in said] == ["answered", "progressed"]
    assert {one["actor"]["account"]["name"] for one in said} == {mine}
    assert said[0]["result"]["score"]["scaled"] == 0.75


def test_another_number_again_and_too_many_are_refused_and_said(kept):
    kept(1, statements=((1, ANSWER),))
    other = {"verb": {"id": f"{VERBS}failed"}}
    assert kept(2, statements=((1, other), (501, ANSWER), (3, {"verb": {"id": "no"}}))).refused == 3
    rows = rows_of("select body, why from ingest_refusal order by why")
    first, second = (json.loads(bytes(body)) for body, _why in rows)
    assert first["verb"]["id"] == f"{VERBS}failed" and second["said"]["verb"]["id"] == "no"
    assert "says something else" in rows[0][1] and "understood" in rows[1][1]


def test_what_was_not_understood_is_never_stored_whatever_it_says(kept, cast, at):
    told = TYPICAL | {"verb": {"id": "urn:x:passed"}}
    assert kept(1, statements=((1, told),)).refused == 1
    found = Refusal.objects.get()
    assert send_again(actor=cast.platform.actor(at), refusal_uuid=found.uuid, at=at) != ""
    assert not Statement.objects.exists()
    said = json.loads(bytes(found.body))
    assert said["said"] == told and said["actor"] == identity.learner(cast.learner.person_uuid)


def test_the_state_of_a_newer_report_stays_and_no_news_changes_nothing(kept):
    kept(2, state='{"a":1}')
    kept(1, state='{"late":1}')
    kept(3)
    assert ScormState.objects.get().suspend_data == '{"a":1}'
    with pytest.raises(Refused):
        kept(4, state="x" * (MAX_STATE + 1))


def test_nobody_else_and_no_other_visit(kept, cast, at):
    for changes in ({"who": cast.publisher.actor(at)}, {"visit": 2}):
        with pytest.raises(NotFound):
            kept(1, **changes)
    assert ScormState.objects.count() == 0
