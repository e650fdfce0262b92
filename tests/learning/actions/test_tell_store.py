"""The record store gets to know what learners did, each act once, however often it is told."""

import dataclasses
import datetime as dt

import pytest

from karmayogi.ingest import api as ingest
from karmayogi.ingest.models import Refusal, Statement
from karmayogi.learning import api
from karmayogi.learning.actions import tell_store as tell_store_module
from karmayogi.learning.actions.save_h5p import H5pReport, save_h5p
from karmayogi.learning.actions.save_scorm import ScormCommit, save_scorm
from karmayogi.learning.actions.tell_store import LOOK_BACK, tell_store
from karmayogi.learning.engine import cmi
from karmayogi.learning.models import Enrolment, Part, PartProgress, Told
from tests.learning import h5p_files
from tests.learning.conftest import SETUP, package

HOUR = dt.timedelta(hours=1)


def told():
    """(verb, last part of the object's id, moment), the oldest first."""
    found, _more = ingest.statements(limit=1000)
    return sorted(
        (one["timestamp"], one["verb"]["id"].rpartition("/")[2], one["object"]["definition"]["type"].rpartition("/")[2])
        for one in found
    )


@pytest.fixture
def learnt(cast, short_course, at):
    """The course, done by Asha: its parts an hour each."""
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=short_course.uuid, language="hi", at=at)
    enrolment = Enrolment.objects.get()
    moment = at
    for part in Part.objects.filter(version=enrolment.version_id).order_by("position"):
        api.open_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=moment)
        moment += HOUR
        done = api.finish_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=moment)
        assert done.done
    return enrolment, moment


def test_a_course_from_its_beginning_to_its_end(learnt, cast, at):
    enrolment, end = learnt
    parts = Part.objects.filter(version=enrolment.version_id).count()
    assert tell_store(at=end) == 2 + 2 * parts
    assert [verb for _when, verb, kind in told() if kind == "course"] == ["registered", "completed"]
    assert [verb for _when, verb, kind in told() if kind == "lesson"] == ["initialized", "completed"] * parts
    found, _more = ingest.statements(registration=enrolment.uuid)
    assert len(found) == 2 + 2 * parts
    for one in found:
        assert one["actor"]["account"]["name"] == str(cast.learner.person_uuid)
        assert "name" not in one["actor"] and cast.learner.name not in str(one)
        assert one["authority"] == ingest.own_authority()
        assert one["context"]["language"] == "hi"
    assert {one["timestamp"][:19] for one in found if one["verb"]["id"].endswith("registered")} == {
        at.strftime("%Y-%m-%dT%H:%M:%S")
    }


def test_again_changes_nothing_and_what_was_late_is_found(learnt, cast, short_course):
    _enrolment, end = learnt
    first = tell_store(at=end)
    assert tell_store(at=end) == tell_store(at=end + LOOK_BACK / 2) == 0
    # Began before the last look and committed after it.
    late = cast.supervisor.actor(end)
    api.enrol(actor=late, course_uuid=short_course.uuid, language="en", at=end - LOOK_BACK / 4)
    assert tell_store(at=end + LOOK_BACK / 2) == 1
    Told.objects.update(up_to=end - 30 * HOUR)  # as after a backup was put back
    assert tell_store(at=end + LOOK_BACK) == 0
    assert Statement.objects.count() == first + 1


def test_small_batches_give_the_same(learnt):
    _enrolment, end = learnt
    # A part that is opened when the one before is done, and the course with its last: several acts of one moment.
    assert tell_store(at=end, batch=1) == 2 + 2 * PartProgress.objects.count()
    assert tell_store(at=end, batch=1) == 0


def test_what_many_did_at_one_moment_is_stored_in_pieces(learnt, monkeypatch):
    _enrolment, end = learnt
    sizes, store = [], ingest.store_statements

    def stored(statements, **more):
        sizes.append(len(statements))
        return store(statements, **more)

    monkeypatch.setattr(tell_store_module, "BATCH", 3)
    monkeypatch.setattr(ingest, "store_statements", stored)
    count = tell_store(at=end, batch=1_000)
    assert sizes == [3] * (count // 3) + [count % 3] * bool(count % 3)
    assert Statement.objects.count() == count


def test_one_that_is_refused_is_kept_and_holds_up_no_other(learnt, monkeypatch):
    enrolment, end = learnt
    parts = Part.objects.filter(version=enrolment.version_id).count()
    good, made = tell_store_module.statement, []

    def spoilt(act, **about):
        made.append(good(act, **about))
        return made[-1] | ({"verb": {"id": "no address"}} if len(made) == 1 else {})

    monkeypatch.setattr(tell_store_module, "statement", spoilt)
    assert tell_store(at=end) == 1 + 2 * parts
    kept = Refusal.objects.get()
    assert (kept.source, kept.bound) == ("own", enrolment.uuid)
    assert Told.objects.get().up_to >= end


def test_what_is_to_come_waits(learnt, at):
    _enrolment, end = learnt
    assert tell_store(at=at) == 2  # enrolled, and the first part opened
    assert tell_store(at=end) > 2


def test_a_deployment_may_keep_it_to_itself(learnt, settings):
    settings.OWN_STATEMENTS = False
    assert tell_store(at=learnt[1]) == 0
    assert Statement.objects.count() == 0


def test_a_package_is_told_with_what_it_saved(cast, kcm, at):
    course = api.import_scorm(agent=SETUP, content=package(), filename="p.zip", titles={}, competencies=[], at=at)
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    enrolment, part = Enrolment.objects.get().id, Part.objects.get()
    visit = api.open_part(actor=actor, enrolment_id=enrolment, part_id=part.id, at=at)
    commit = ScormCommit("a", "p1", "", "incomplete", "unknown", None, 5, visit=visit, seq=1)

    def save(minutes, **changes):
        when = at + dt.timedelta(minutes=minutes)
        save_scorm(
            actor=actor, enrolment_id=enrolment, part_id=part.id, commit=dataclasses.replace(commit, **changes), at=when
        )
        return tell_store(at=when)

    assert save(1) == 3  # enrolled, opened, and the first that it saved
    assert save(2, seq=2, completion="completed", score=80.0) == 1
    assert save(3, item="b", seq=3, completion="completed") == 3  # with it the package and the course are done
    of_items = [one for one in told() if one[2] == "module"]
    assert [verb for _when, verb, _kind in of_items] == ["progressed", "passed", "completed"]
    found, _more = ingest.statements(verb="http://adlnet.gov/expapi/verbs/passed")
    assert found[0]["result"]["score"] == {"scaled": 0.8, "raw": 80.0, "min": 0, "max": 100}
    assert found[0]["object"]["id"].endswith(f"/learning/parts/{part.uuid}/items/a")


def test_answers_in_a_package_are_told_once_and_again_when_they_changed(cast, kcm, at):
    course = api.import_scorm(agent=SETUP, content=package(), filename="p.zip", titles={}, competencies=[], at=at)
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    enrolment, part = Enrolment.objects.get().id, Part.objects.get()
    visit = api.open_part(actor=actor, enrolment_id=enrolment, part_id=part.id, at=at)

    def save(seq, *answers):
        record = cmi.Record(progress="0.5", interactions=answers)
        when = at + dt.timedelta(minutes=seq)
        commit = ScormCommit("a", "", "", "incomplete", "unknown", None, 5, visit=visit, seq=seq, record=record)
        save_scorm(actor=actor, enrolment_id=enrolment, part_id=part.id, commit=commit, at=when)
        return tell_store(at=when)

    one = cmi.Answer("q1", "choice", response="a", result="incorrect")
    assert save(1, one, cmi.Answer("q2", "choice")) == 4  # enrolled, opened, saved, and the one that was answered
    assert save(2, one) == 1  # only that something was saved
    assert save(3, cmi.Answer("q1", "choice", response="b", result="correct")) == 2
    found, _more = ingest.statements(verb="http://adlnet.gov/expapi/verbs/answered")
    assert [(told["result"]["response"], told["result"]["success"]) for told in found] == [("b", True), ("a", False)]
    saved, _more = ingest.statements(verb="http://adlnet.gov/expapi/verbs/progressed")
    assert all(50 in told["result"]["extensions"].values() for told in saved)


@pytest.fixture
def exercise(cast, kcm, at):
    """(actor, enrolment, part) of an H5P exercise, opened at `at`."""
    content = h5p_files.packed()
    course = api.import_scorm(
        agent=SETUP, content=content, filename="p.h5p", titles={"en": "Soil"}, competencies=[], at=at
    )
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    enrolment, part = Enrolment.objects.get().id, Part.objects.get().id
    api.open_part(actor=actor, enrolment_id=enrolment, part_id=part, at=at)
    return actor, enrolment, part


def test_an_exercise_speaks_for_itself_and_is_told_once(exercise, at):
    actor, enrolment, part = exercise
    ended = {"verb": {"id": "http://adlnet.gov/expapi/verbs/completed"}, "result": {"completion": True}}
    report = H5pReport(visit=1, seq=1, seconds=3600, scored=True, state="{}", statements=((1, ended),))
    assert save_h5p(actor=actor, enrolment_id=enrolment, part_id=part, report=report, at=at + HOUR).done
    assert tell_store(at=at + HOUR) == 3  # enrolled, opened, and the course is completed
    found, _more = ingest.statements(verb="http://adlnet.gov/expapi/verbs/completed")
    vouched = sorted((one["object"]["id"].split("/")[4], one["authority"]["account"]["name"]) for one in found)
    assert vouched == [("courses", "platform"), ("parts", "launch")]


def test_an_exercise_with_nothing_to_answer_is_told_by_us(exercise, at):
    actor, enrolment, part = exercise
    report = H5pReport(visit=1, seq=1, seconds=3600, scored=False)
    save_h5p(actor=actor, enrolment_id=enrolment, part_id=part, report=report, at=at + HOUR)
    assert api.finish_part(actor=actor, enrolment_id=enrolment, part_id=part, at=at + HOUR).done
    assert tell_store(at=at + HOUR) == 4  # enrolled, opened, the part and the course are done
