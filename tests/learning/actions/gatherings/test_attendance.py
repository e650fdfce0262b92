"""Attendance: a list is looked at, applied once, its hours are of the right kind, and it can be undone for a day."""

import io
from types import SimpleNamespace

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from karmayogi.kernel import bulk, clock, rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api
from karmayogi.learning.actions.gatherings import attendance
from karmayogi.learning.actions.gatherings.register import register
from karmayogi.learning.models import GatheringPlace, LearningCredit, ProgrammeEnrolment
from karmayogi.learning.queries.authoring.drafts import access_course
from karmayogi.learning.types import ProgrammeStep
from tests.learning.actions.gatherings.conftest import HOUR
from tests.learning.conftest import SETUP


@pytest.fixture
def after(at):
    return at + 26 * HOUR


@pytest.fixture
def record(cast, after, run_jobs):
    """Records a list as the publisher and applies it; the act."""

    def run(course, approve=True, **given):
        boss = cast.publisher.actor(after)
        with clock.frozen(after):
            uuid = attendance.record_attendance(actor=boss, course=course, at=after, **given)
            run_jobs()
            lent = attendance.lent(boss, access_course(boss, course, "publish"))
            if approve:
                bulk.approve(actor=lent, uuid=uuid, at=after)
                run_jobs()
            return bulk.access_act(lent, uuid), lent

    return run


def test_ticks_become_hours_once(cast, talk, record, at, after):
    course = talk().uuid
    register(actor=cast.learner.actor(at), course=course, at=at)
    ticks = {str(cast.learner.person_uuid): None, cast.supervisor.email: 45, "nobody@example.in": None}
    act, _lent = record(course, minutes=ticks)
    assert (act.new_rows, act.changed_rows, act.error_rows, act.applied_rows) == (1, 1, 1, 2)
    credits = dict(LearningCredit.objects.values_list("person_id", "minutes"))
    assert credits == {cast.learner.person_id: 60, cast.supervisor.person_id: 45}
    assert set(LearningCredit.objects.values_list("kind", "ref_kind", "on")) == {("social", "event", after.date())}
    again, _lent = record(course, approve=False, minutes=ticks)
    assert (again.new_rows, again.changed_rows, again.unchanged_rows) == (0, 0, 2)
    assert api.hours_by_kind(cast.learner.person_id, at.date(), after.date().replace(day=28)) == {"social": 60}


def test_a_sheet_does_the_same_and_is_undone(cast, talk, record, run_jobs, at, after):
    course = talk().uuid
    register(actor=cast.learner.actor(at), course=course, at=at)
    sheet = f"Who,Minutes\n{cast.learner.email},30\n{cast.head.mobile},\n{cast.head.mobile},\n{cast.admin.email},900\n"
    act, lent = record(course, sheet=sheet.encode(), filename="there.csv")
    assert (act.applied_rows, act.error_rows, act.unchanged_rows) == (2, 1, 1)
    with clock.frozen(after):
        bulk.undo(actor=lent, uuid=act.uuid, at=after)
        run_jobs()
    assert LearningCredit.objects.count() == 0
    left = GatheringPlace.objects.get()
    assert (left.person_id, left.state, left.attended_minutes) == (cast.learner.person_id, "registered", None)


def test_what_was_corrected_since_is_kept_when_the_first_is_undone(cast, talk, record, run_jobs, after):
    course = talk().uuid
    first, lent = record(course, minutes={cast.learner.email: 30})
    record(course, minutes={cast.learner.email: 50})
    with clock.frozen(after):
        bulk.undo(actor=lent, uuid=first.uuid, at=after)
        run_jobs()
    assert LearningCredit.objects.get().minutes == 50


def test_codes_and_mobiles_that_a_spreadsheet_keeps_as_numbers(cast, talk, record):
    rows.run("update people_person set employee_code = '4711' where id = %s", [cast.learner.person_id])
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into)
    sheet = book.add_worksheet()
    for number, cells in enumerate([("Who", "Minutes"), (4711, 30), (int(cast.head.mobile[1:]), "४५")]):
        sheet.write_row(number, 0, cells)
    book.close()
    act, _lent = record(talk().uuid, sheet=into.getvalue(), filename="there.xlsx")
    assert (act.applied_rows, act.error_rows) == (2, 0)
    minutes = dict(LearningCredit.objects.values_list("person_id", "minutes"))
    assert minutes == {cast.learner.person_id: 30, cast.head.person_id: 45}


def test_as_many_statements_for_five_as_for_one(cast, talk, record):
    course = talk().uuid
    everybody = [cast.learner, cast.supervisor, cast.head, cast.admin, cast.outsider]
    spent = []
    for people in (everybody[:1], everybody):
        planned, _lent = record(course, approve=False, minutes={one.email: len(people) * 10 for one in people})
        act, at = planned, planned.asked_at
        chunk = bulk.Chunk(act, bulk.rows_of(act.id), at)
        with CaptureQueriesContext(connection) as applied:
            done = attendance.apply_chunk(chunk)
        assert LearningCredit.objects.filter(minutes=len(people) * 10).count() == len(people)
        back = bulk.Chunk(act, [SimpleNamespace(number=one.number, undo=one.undo) for one in done], at)
        with CaptureQueriesContext(connection) as undone:
            assert [one.problem for one in attendance.undo_chunk(back)] == [""] * len(people)
        assert GatheringPlace.objects.count() == LearningCredit.objects.count() == 0
        spent.append((len(applied), len(undone)))
    assert spent[0] == spent[1]
    tags = AuditEntry.objects.filter(concerns_id=cast.learner.person_id, tag__startswith="learning:place")
    assert (
        sorted(tags.values_list("tag", flat=True))
        == ["learning:place:attended"] * 2 + ["learning:place:attended_undone"] * 2
    )


def test_only_who_looks_after_it_and_only_once_it_has_begun(cast, talk, at, after):
    course = talk().uuid
    for who in (cast.learner, cast.admin, cast.outsider):
        with pytest.raises(NotFound):
            attendance.record_attendance(actor=who.actor(after), course=course, minutes={"x": 1}, at=after)
    with pytest.raises(Refused, match="begun"):
        attendance.record_attendance(actor=cast.publisher.actor(at), course=course, minutes={"x": 1}, at=at)
    assert rows.scalar("select count(*) from kernel_bulkact") == 0


def test_nobody_reaches_the_act_by_authority_over_the_country(cast, talk, record, after):
    act, _lent = record(talk().uuid, minutes={cast.learner.email: 30})
    for who in (cast.platform, cast.publisher, cast.admin):
        with pytest.raises(NotFound):
            bulk.access_act(who.actor(after), act.uuid)


def test_an_event_is_an_item_of_a_programme(cast, talk, record, at):
    talk()
    whole = api.publish_programme(
        agent=SETUP, code="T-P", provider="Test Courseware", titles={"en": "P"}, summaries={}, competencies=[],
        whole=ProgrammeStep(rule="all", steps=(ProgrammeStep(code="T-TALK"),)), at=at,
    )  # fmt: skip
    api.join_programme(actor=cast.learner.actor(at), programme=whole.uuid, language="en", at=at)
    talk_uuid = rows.scalar("select uuid from learning_course where code = 'T-TALK'")
    record(talk_uuid, minutes={cast.learner.email: None})
    assert ProgrammeEnrolment.objects.get().status == "completed"
