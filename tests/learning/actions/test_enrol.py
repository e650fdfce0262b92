import datetime as dt
import threading
import uuid

import pytest
from django.db import connection

from karmayogi.kernel import events
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api
from karmayogi.learning.actions.follow_office import follow_office
from karmayogi.learning.events import Enrolled
from karmayogi.learning.models import Course, Enrolment, Part, PartProgress
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency
from tests.cast import SET_UP, Cast
from tests.learning.conftest import SETUP


def test_one_enrolment_however_often(cast, course, at):
    actor = cast.learner.actor(at)
    one = api.enrol(actor=actor, course_uuid=course.uuid, language="hi", at=at)
    assert api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at) == one
    row = Enrolment.objects.get()
    assert (row.language, row.status) == ("hi", "active")
    assert row.organisation_path == cast.section.path
    assert AuditEntry.objects.filter(tag="learning:enrolment:create", concerns_id=cast.learner.person_id).count() == 1


def test_a_withdrawn_enrolment_is_taken_up_again_and_the_trail_names_her(cast, course, at):
    actor = cast.learner.actor(at)
    one = api.enrol(actor=actor, course_uuid=course.uuid, language="hi", at=at)
    Enrolment.objects.update(status="withdrawn")
    for _ in range(2):
        assert api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at) == one
    assert Enrolment.objects.get().status == "active"
    entry = AuditEntry.objects.get(tag="learning:enrolment:resume")
    assert (entry.concerns_id, entry.subject_uuid, entry.agent_label) == (cast.learner.person_id, one, actor.name)


def test_a_withdrawn_enrolment_stays_so_while_the_course_is_not_published(cast, course, at):
    api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    Enrolment.objects.update(status="withdrawn")
    Course.objects.update(status="withdrawn")
    with pytest.raises(NotFound):
        api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    assert Enrolment.objects.get().status == "withdrawn"


def test_what_was_all_done_before_is_completed_when_it_is_taken_up_again(cast, short_course, at):
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=short_course.uuid, language="en", at=at)
    enrolment = Enrolment.objects.get()
    for part in Part.objects.all():
        api.open_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=at)
    PartProgress.objects.update(state="done", completed_at=at)
    Enrolment.objects.update(status="withdrawn")
    api.enrol(actor=actor, course_uuid=short_course.uuid, language="en", at=at)
    assert Enrolment.objects.get().status == "completed"


def test_announced_once(cast, course, at, monkeypatch):
    told = []
    monkeypatch.setattr(events, "announce", told.append)
    for _ in range(2):
        api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    assert [type(event) for event in told] == [Enrolled]


def test_unpublished_and_unknown_courses_are_not_there(cast, course, at):
    Course.objects.update(status="withdrawn")
    for course_uuid in (course.uuid, uuid.uuid4()):
        with pytest.raises(NotFound):
            api.enrol(actor=cast.learner.actor(at), course_uuid=course_uuid, language="en", at=at)
    assert Enrolment.objects.count() == 0


def test_an_unknown_language_falls_back(cast, course, at):
    api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="xx", at=at)
    assert Enrolment.objects.get().language == "en"


def test_a_transfer_moves_the_copy_of_her_office(cast, course, at, run_jobs):
    api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    run_jobs()
    incumbency = Incumbency.objects.get(person_id=cast.learner.person_id).uuid
    orgs.relieve(agent=SET_UP, incumbency_uuid=incumbency, valid_to=at.date(), at=at)
    run_jobs()
    run_jobs()
    assert Enrolment.objects.get().organisation_path == ""


def test_who_is_on_deputation_learns_there_and_not_where_she_has_a_charge(cast, course, at):
    charge = orgs.create_post(
        agent=SET_UP, organisation_id=cast.other_department.id, designation_id=cast.assistant.id,
        valid_from=dt.date(2024, 1, 1), at=at,
    )  # fmt: skip
    orgs.appoint(
        agent=SET_UP, person_id=cast.learner.person_id, post_id=charge.id, kind="additional",
        valid_from=dt.date(2025, 1, 1), at=at,
    )  # fmt: skip
    Incumbency.objects.filter(person_id=cast.learner.person_id, kind="substantive").update(kind="deputation")
    api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    assert Enrolment.objects.get().organisation_path == cast.section.path
    follow_office(cast.learner.person_id, at.date())
    assert Enrolment.objects.get().organisation_path == cast.section.path


@pytest.mark.usefixtures("committed_db")
def test_two_presses_at_the_same_moment(at, write_course):
    from karmayogi.competencies import api as competencies

    competencies.import_kcm(agent=SETUP, at=at)
    course = api.import_course(agent=SETUP, folder=write_course(quiz=False), at=at)
    actor = Cast(at).learner.actor(at)
    together, made = threading.Barrier(4), []

    def press():
        together.wait()
        made.append(api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at))
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(set(made)) == 1
    assert len(made) == 4
