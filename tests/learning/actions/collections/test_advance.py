"""A programme is completed once, by its items, with one certificate and no hours of its own."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from karmayogi.competencies import api as competencies
from karmayogi.credentials.models import Certificate
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api
from karmayogi.learning.actions.collections.advance import advance_people
from karmayogi.learning.actions.collections.join import leave
from karmayogi.learning.models import ClosedGate, Course, Enrolment, LearningCredit, ProgrammeEnrolment
from tests.cast import Cast
from tests.learning.actions.collections.conftest import step
from tests.learning.conftest import SETUP

DAY = dt.timedelta(days=1)


@pytest.fixture
def asha(cast, at):
    return cast.learner.actor(at)


def join(actor, programme, at):
    return api.join_programme(actor=actor, programme=programme.uuid, language="hi", at=at)


def test_two_courses_make_a_programme_and_its_hours_are_theirs(asha, programme, complete, at):
    whole = programme()
    join(asha, whole, at)
    complete(asha, "T-A")
    assert ProgrammeEnrolment.objects.get().status == "active"
    complete(asha, "T-B")
    done = ProgrammeEnrolment.objects.get()
    assert (done.status, done.language) == ("completed", "hi")
    paper = Certificate.objects.get(ref_kind="programme")
    assert (paper.ref_uuid, paper.course_code, paper.title_hi) == (done.uuid, "T-P", "कार्यक्रम")
    assert paper.minutes == 20 + 10
    assert paper.grade == "E1"  # the weakest of its items: one of them has no test
    assert sorted(LearningCredit.objects.values_list("minutes", "ref_kind")) == [(10, "enrolment"), (20, "enrolment")]
    for _ in range(2):
        assert advance_people(agent=SETUP, people=[asha.person_id], at=at) == 0
    assert Certificate.objects.filter(ref_kind="programme").count() == 1
    assert AuditEntry.objects.filter(tag="learning:programme:complete", concerns_id=asha.person_id).count() == 1


def test_what_was_completed_before_counts_or_not_as_the_programme_says(asha, programme, complete, at):
    complete(asha, "T-A")
    complete(asha, "T-B")
    join(asha, programme(), at + DAY)
    assert ProgrammeEnrolment.objects.get().status == "completed"
    strict = programme(code="T-NEW", counts_prior=False)
    join(asha, strict, at + DAY)
    assert ProgrammeEnrolment.objects.get(course_id=strict.id).status == "active"


def test_the_same_once_and_left_and_taken_up_again(asha, programme, at):
    whole = programme()
    one = join(asha, whole, at)
    assert join(asha, whole, at) == one
    for _ in range(2):
        leave(actor=asha, enrolment=one, at=at)
    assert ProgrammeEnrolment.objects.get().status == "withdrawn"
    assert join(asha, whole, at) == one
    assert ProgrammeEnrolment.objects.get().status == "active"
    tags = AuditEntry.objects.filter(tag__startswith="learning:programme:").order_by("id").values_list("tag", flat=True)
    assert list(tags) == ["learning:programme:create", "learning:programme:leave", "learning:programme:resume"]


def test_whoever_joins_again_gets_todays_version(asha, programme, complete, at):
    first = programme()
    one = join(asha, first, at)
    complete(asha, "T-A")
    Course.objects.filter(code="T-B").update(status="withdrawn")  # nobody can begin it any more
    programme(step("T-A", "T-C"))
    assert ProgrammeEnrolment.objects.get().version.number == 1
    leave(actor=asha, enrolment=one, at=at)
    assert join(asha, first, at) == one
    assert ProgrammeEnrolment.objects.get().version.number == 2
    complete(asha, "T-C")
    assert ProgrammeEnrolment.objects.get().status == "completed"


@pytest.mark.parametrize("kind", ["h5p", "lti"])
def test_an_item_that_somebody_else_claims_makes_the_weakest_grade(asha, programme, complete, kind, at):
    whole = programme()
    complete(asha, "T-A")
    complete(asha, "T-B")
    with connection.cursor() as cursor:  # as if it had been published so: versions are frozen
        cursor.execute("set local session_replication_role = replica")
        cursor.execute(
            "update learning_part set kind = %s where version_id = "
            "(select current_version_id from learning_course where code = 'T-B')",
            [kind],
        )
        cursor.execute("set local session_replication_role = origin")
    join(asha, whole, at)
    assert Certificate.objects.get(ref_kind="programme").grade == "E0"


def test_somebody_elses_enrolment_is_not_there(asha, cast, programme, at):
    one = join(asha, programme(), at)
    with pytest.raises(NotFound):
        leave(actor=cast.outsider.actor(at), enrolment=one, at=at)
    assert ProgrammeEnrolment.objects.get().status == "active"


def test_a_newer_version_and_retirement_move_nobody(asha, cast, programme, complete, at):
    first = programme()
    join(asha, first, at)
    second = programme(step("T-A", "T-B", "T-C"))
    assert (second.id, second.version) == (first.id, 2)
    Course.objects.filter(id=first.id).update(status="withdrawn")
    with pytest.raises(NotFound):
        join(cast.supervisor.actor(at), first, at)
    complete(asha, "T-A")
    complete(asha, "T-B")
    assert ProgrammeEnrolment.objects.get().status == "completed"


def path_of(programme, **given):
    return programme(
        step(
            step("T-A", title="Basics"), step("T-B", "T-C", rule="at_least", needed=1, title="Choice"), rule="in_order"
        ),
        **given,
    )


def test_a_gate_holds_until_the_stage_before_is_met(asha, programme, three, complete, at):
    join(asha, path_of(programme), at)
    for code in ("T-B", "T-C"):
        with pytest.raises(Refused, match="Opens after 1 of 1 of “Basics”; you have 0"):
            api.enrol(actor=asha, course_uuid=three[code].uuid, language="en", at=at)
    assert Enrolment.objects.count() == 0
    complete(asha, "T-A")
    assert ClosedGate.objects.count() == 0
    complete(asha, "T-C")
    assert ProgrammeEnrolment.objects.get().status == "completed"


def test_a_gate_binds_only_who_is_in_the_path_and_no_longer_than_that(asha, cast, programme, three, at):
    one = join(asha, path_of(programme), at)
    api.enrol(actor=cast.supervisor.actor(at), course_uuid=three["T-B"].uuid, language="en", at=at)
    leave(actor=asha, enrolment=one, at=at)
    assert api.enrol(actor=asha, course_uuid=three["T-B"].uuid, language="en", at=at)


def test_another_programme_that_has_it_open_opens_the_gate(asha, programme, three, at):
    join(asha, path_of(programme), at)
    assert set(ClosedGate.objects.values_list("course_id", flat=True)) == {three["T-B"].id, three["T-C"].id}
    join(asha, programme(step("T-B"), code="T-OPEN"), at)
    assert list(ClosedGate.objects.values_list("course_id", flat=True)) == [three["T-C"].id]


def test_a_programme_that_is_completed_goes_on_holding_the_gate_open(asha, programme, three, complete, at):
    join(asha, path_of(programme), at)
    join(asha, programme(step("T-B", "T-C", rule="at_least", needed=1), code="T-OPEN"), at)
    assert ClosedGate.objects.count() == 0
    complete(asha, "T-C")
    assert ProgrammeEnrolment.objects.get(course__code="T-OPEN").status == "completed"
    advance_people(agent=SETUP, people=[asha.person_id], at=at + DAY)  # as every night, and with every completion
    assert ClosedGate.objects.count() == 0
    assert api.enrol(actor=asha, course_uuid=three["T-B"].uuid, language="en", at=at)


def test_what_is_begun_stays_open(asha, programme, three, at):
    one = api.enrol(actor=asha, course_uuid=three["T-B"].uuid, language="en", at=at)
    join(asha, path_of(programme), at)
    assert api.enrol(actor=asha, course_uuid=three["T-B"].uuid, language="en", at=at) == one


def test_a_completion_outside_any_programme_costs_one_statement(
    asha, programme, complete, at, django_assert_num_queries, three
):
    from karmayogi.learning.actions.collections.advance import advance

    programme()
    with django_assert_num_queries(1):
        assert advance(agent=SETUP, person_id=asha.person_id, course_id=three["T-A"].id, at=at) == 0


def test_everybody_at_once_in_few_statements(cast, programme, complete, at, django_assert_max_num_queries):
    whole = path_of(programme)
    people = [cast.learner, cast.supervisor, cast.head, cast.admin]
    for who in people:
        join(who.actor(at), whole, at)
    with django_assert_max_num_queries(6):
        assert advance_people(agent=SETUP, people=[who.person_id for who in people], at=at) == 0


@pytest.mark.usefixtures("committed_db")
def test_two_last_items_at_the_same_moment(at, write_course):
    competencies.import_kcm(agent=SETUP, at=at)
    for code in ("T-A", "T-B"):
        api.import_course(agent=SETUP, folder=write_course(code, code, quiz=False), at=at)
    whole = api.publish_programme(
        agent=SETUP, code="T-P", provider="X", titles={"en": "P"}, summaries={}, whole=step("T-A", "T-B"),
        competencies=[], at=at,
    )  # fmt: skip
    asha = Cast(at).learner.actor(at)
    join(asha, whole, at)
    begun = {}
    for course in Course.objects.filter(kind="course"):
        api.enrol(actor=asha, course_uuid=course.uuid, language="en", at=at)
        begun[course.code] = Enrolment.objects.get(course=course)
        lesson = api.lesson(asha, begun[course.code].uuid)
        for part in lesson.parts:
            api.open_part(actor=asha, enrolment_id=lesson.enrolment_id, part_id=part.id, at=at)
    later = at + dt.timedelta(hours=1)

    def finish(code):
        lesson = api.lesson(asha, begun[code].uuid)
        for part in lesson.parts:
            api.finish_part(actor=asha, enrolment_id=lesson.enrolment_id, part_id=part.id, at=later)

    def beside():
        finish("T-B")
        connection.close()

    other = threading.Thread(target=beside)
    with transaction.atomic():
        finish("T-A")
        other.start()
        other.join(1)
        assert other.is_alive()  # it waits for what we hold
    other.join(20)
    assert ProgrammeEnrolment.objects.get().status == "completed"
