"""Sessions in the rule of a course: attended they complete it, missed they are made up, corrected nothing is taken."""

import datetime as dt
import io
import zipfile

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.kernel import bulk, clock
from karmayogi.kernel.access import Refused
from karmayogi.learning import api
from karmayogi.learning.actions.exchange.bring import _with_known_sessions
from karmayogi.learning.actions.exchange.export_course import export_course
from karmayogi.learning.engine.authoring.difference import differences
from karmayogi.learning.engine.authoring.gate import Lack, missing
from karmayogi.learning.engine.exchange import own_form
from karmayogi.learning.models import Course, CourseVersion, Enrolment, LearningCredit, Part
from karmayogi.learning.queries.authoring.said import draft_said, version_said
from karmayogi.learning.queries.certifiable import certified, standings
from karmayogi.learning.queries.exchange.whole_course import whole_course
from karmayogi.learning.queries.gatherings.sessions import SessionLine, states_of
from karmayogi.learning.queries.lesson import lesson
from karmayogi.learning.queries.records.oddities import oddities, top
from tests.learning.actions.gatherings.conftest import HOUR, talk  # noqa: F401 (fixtures)
from tests.learning.actions.gatherings.test_attendance import after, record  # noqa: F401 (fixtures)
from tests.learning.conftest import SETUP


@pytest.fixture
def blended(write_course, talk, at):  # noqa: F811
    """A course of two pages, and one of two talks; (course, first talk, second talk)."""

    def make(rule='sessions = ["T-A", "T-B"]\nsessions_needed = 1'):
        first = talk(code="T-A")
        second = talk(code="T-B", starts_at=at + 72 * HOUR, ends_at=at + 73 * HOUR)
        folder = write_course("T-BLEND", "Blended", quiz=False)
        told = (folder / "course.toml").read_text().replace("pass_percent = 60", f"pass_percent = 60\n{rule}")
        (folder / "course.toml").write_text(told.replace('mode = "online"', 'mode = "blended"'))
        return api.import_course(agent=SETUP, folder=folder, at=at), first, second

    return make


@pytest.fixture
def asha(blended, cast, at):
    """Has done both pages; (enrolment, first talk, second talk)."""
    course, first, second = blended()
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    enrolment = Enrolment.objects.get()
    for part in Part.objects.order_by("position"):
        api.open_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=at)
        api.finish_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=at + HOUR)
    return enrolment, first, second


def page_of(cast, course, at):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        return client.get(reverse("learning:course", args=[course])).content.decode()


def test_attendance_recorded_later_completes_and_undone_takes_nothing(asha, cast, record, run_jobs, at, after):  # noqa: F811
    enrolment, first, _second = asha
    page = lesson(cast.learner.actor(at), enrolment.uuid)
    assert (enrolment.status, page.done, page.total) == ("active", 2, 3)
    # Why she gets no certificate when they are issued to many.
    stand = standings(certified("T-BLEND"), [enrolment.person_id])[enrolment.person_id]
    assert (stand.met, stand.lacks) == (False, (("sessions", 0, 1),))
    html = page_of(cast, enrolment.course.uuid, after)
    assert "The course is completed only when 1 of these 2 were attended." in html
    assert "missed; another session makes up for it" in html and "to come; register for it" in html
    act, lent = record(first.uuid, minutes={cast.learner.email: None})
    enrolment.refresh_from_db()
    page = lesson(cast.learner.actor(at), enrolment.uuid)
    assert (enrolment.status, page.done, page.total) == ("completed", 3, 3)
    assert LearningCredit.objects.filter(ref_kind="enrolment").count() == 1
    html = page_of(cast, enrolment.course.uuid, after)
    assert "attended" in html and "not needed any more" in html
    # Undone: the hours of the talk go, what was completed stays, and people see it.
    assert oddities("rule_not_met", 0, top("rule_not_met")) == []
    with clock.frozen(after):
        bulk.undo(actor=lent, uuid=act.uuid, at=after)
        run_jobs()
    enrolment.refresh_from_db()
    assert enrolment.status == "completed"
    assert set(LearningCredit.objects.values_list("ref_kind", flat=True)) == {"enrolment"}
    assert [one.id for one in oddities("rule_not_met", 0, top("rule_not_met"))] == [enrolment.id]


def test_the_last_part_completes_where_the_session_was_before(blended, cast, record, at, after):  # noqa: F811
    course, first, _second = blended()
    record(first.uuid, minutes={cast.learner.email: None, cast.head.mobile: None})
    actor = cast.learner.actor(after)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=after)
    enrolment = Enrolment.objects.get()
    assert lesson(actor, enrolment.uuid).done == 1
    for part in Part.objects.order_by("position"):
        api.open_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=after)
        done = api.finish_part(actor=actor, enrolment_id=enrolment.id, part_id=part.id, at=after + HOUR)
    assert done.completed


def test_all_of_them_are_asked_for_unless_a_number_is_said(blended, cast, at):
    course, _first, _second = blended('sessions = ["T-A", "T-B"]')
    assert CourseVersion.objects.get(id=Course.objects.get(uuid=course.uuid).current_version_id).sessions_needed == 2
    assert "only when all of these were attended" in page_of(cast, course.uuid, at)


@pytest.mark.parametrize("rule", ['sessions = ["T-NONE"]', 'sessions = ["T-A"]\nsessions_needed = 2', "sessions = 3"])
def test_a_rule_that_nobody_could_meet_is_refused(blended, rule):
    with pytest.raises(Refused):
        blended(rule)


def test_how_somebody_stands_to_each(at):
    def line(day, attended=False, registered=False, needed=2):
        start = at + dt.timedelta(days=day)
        return SessionLine(None, "", "", "", "", start, start + HOUR, "", attended, registered, needed)

    now = at + dt.timedelta(days=5)
    assert states_of([line(1, True), line(2), line(9, registered=True)], now) == [
        "attended", "missed_open", "registered"
    ]  # fmt: skip
    three = [line(1), line(2, True), line(3, True), line(9)]
    assert states_of(three, now) == ["made_up", "make_up", "make_up", "enough"]
    assert states_of([line(1, needed=1)], now) == ["missed"]
    assert states_of([line(9, needed=1)], now) == ["open"]


def test_it_goes_out_and_comes_in_with_its_sessions(blended, at):
    course, _first, _second = blended('watch_percent = 75\nsessions = ["T-A", "T-B"]\nsessions_needed = 1')
    into = io.BytesIO()
    export_course(agent=SETUP, course_uuid=course.uuid, into=into, at=at)
    with zipfile.ZipFile(into) as archive:
        plan = own_form.read({name: archive.read(name) for name in archive.namelist()})
    assert (plan.watch_percent, plan.sessions, plan.sessions_needed) == (75, ["T-A", "T-B"], 1)
    assert own_form.comparable(plan, str) == own_form.comparable(whole_course(course.id, questions=True).plan, str)
    Course.objects.filter(code="T-B").update(current_version=None)
    known = _with_known_sessions(plan)
    assert (known.sessions, known.sessions_needed) == (["T-A"], None)
    assert [(line.source, str(line.outcome)) for line in known.report if line.kind == "session"] == [
        ("T-B", "left_out")
    ]


def test_the_editor_keeps_them_and_the_comparison_tells(studio, talk, at):  # noqa: F811
    talk(code="T-A")
    draft = studio.complete()
    with pytest.raises(Refused, match="no event T-X"):
        studio.about(draft, revision=2, sessions=("T-A", "T-X"))
    with pytest.raises(Refused, match="no more of them than there are"):
        studio.about(draft, revision=2, sessions=("T-A",), sessions_needed=2)
    before = draft_said(studio.id(draft))
    assert studio.about(draft, revision=2, sessions=("T-A", "T-A"), sessions_needed=1, watch_percent=80)
    said = draft_said(studio.id(draft))
    assert (said.sessions, said.sessions_needed, said.watch_percent) == (("T-A",), 1, 80)
    told = {(one.what, one.was, one.now) for one in differences(before, said, "en")}
    assert {("sessions", "", "T-A"), ("watch_percent", "90", "80"), ("sessions_needed", "", "1")} <= told
    assert Lack.SESSIONS in {one.lack for one in missing(said)}, "the mode says online"


def test_the_next_version_begins_with_what_this_one_asks_for(blended):
    course, _first, _second = blended()
    said = version_said(Course.objects.get(uuid=course.uuid).current_version_id)
    assert (said.sessions, said.sessions_needed, said.watch_percent) == (("T-A", "T-B"), 1, 90)
