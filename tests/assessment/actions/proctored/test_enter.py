import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction

from karmayogi.assessment.actions.proctored import enter as enter_module
from karmayogi.assessment.actions.proctored import release as release_module
from karmayogi.assessment.actions.proctored.code import change_code, shown_code
from karmayogi.assessment.actions.proctored.enter import enter
from karmayogi.assessment.actions.proctored.mark_seat import mark_seat
from karmayogi.assessment.actions.proctored.plan_sitting import move_seat, seat_people, take_seat_away
from karmayogi.assessment.actions.proctored.release import release
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.models import Attempt, Paper, ProctoredSitting, Seat
from karmayogi.assessment.queries import attempts
from karmayogi.assessment.queries.proctored.sittings import access_sitting
from karmayogi.assessment.queries.yearly.tests import told_from
from karmayogi.competencies.models import Evidence
from karmayogi.credentials import api as credentials
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api as learning
from karmayogi.learning.models import Enrolment
from tests.assessment.alone import code_now, pass_it, sitting_of, stand_alone


@pytest.fixture
def sitting(kcm, cast, at):
    stand_alone(at)
    return sitting_of(cast, at)


def seat_of(who):
    return Seat.objects.get(person_id=who.player.person_id)


def come_in(who, sitting, code=None):
    return enter(actor=who.actor, sitting=sitting, code=code or code_now(sitting), language="en", at=who.at)


def test_present_means_witnessed_and_results_are_told_together(sitting, asha, cast, at):
    devi = cast.supervisor.actor(at)
    asha.later(minutes=61)
    with pytest.raises(Refused, match="not over"):
        come_in(asha, sitting)
        release(actor=devi, sitting=sitting, at=asha.at)
    mark_seat(
        actor=devi, sitting=sitting, seat=seat_of(asha).uuid, state="present", incident=False, note="", at=asha.at
    )
    row = pass_it(asha, come_in(asha, sitting))
    # Handed in, and nothing of it can be read before all of them are told.
    assert row.is_waiting and row.score is None and Attempt.objects.get().score is None
    with pytest.raises(NotFound):
        attempts.result(row, "en")
    enrolment = Enrolment.objects.get()
    assert enrolment.status == "active" and not Evidence.objects.exists()
    # Another one who took it at home meanwhile reads no answers before that either.
    assert told_from(row.paper_id, at) is None
    assert told_from(row.paper_id, asha.at) == ProctoredSitting.objects.get().ends_at
    asha.later(hours=1)
    assert told_from(row.paper_id, asha.at) > asha.at
    assert told_from(row.paper_id, asha.at + dt.timedelta(days=8)) is None
    assert release(actor=devi, sitting=sitting, at=asha.at) == 1
    assert told_from(row.paper_id, asha.at) is None
    assert release(actor=devi, sitting=sitting, at=asha.at) == 0
    row = attempts.access_attempt(asha.actor, row.uuid)
    assert (row.score, row.passed) == (100, True)
    certificate = credentials.certificate_for(enrolment.uuid, "enrolment")
    assert (certificate.grade, certificate.title_en) == ("E3", "Rules of the house")
    assert set(Evidence.objects.values_list("source", flat=True)) == {"independent_test"}
    with pytest.raises(Refused):
        mark_seat(
            actor=devi, sitting=sitting, seat=seat_of(asha).uuid, state="absent", incident=False, note="", at=asha.at
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.update(state="absent")


def test_whoever_still_takes_the_test_is_waited_for_and_whose_time_is_over_is_closed(sitting, asha, cast, at):
    (given,) = AuditEntry.objects.filter(tag="assessment:seat:give", concerns_id=asha.player.person_id)
    assert (given.subject_uuid, given.detail["seat"]) == (seat_of(asha).uuid, seat_of(asha).number)
    assert (given.account_id, given.agent_label) == (cast.admin.actor(at).account_id, cast.admin.actor(at).name)
    asha.later(minutes=61)
    come_in(asha, sitting)
    ends = ProctoredSitting.objects.get().ends_at
    Attempt.objects.update(due_at=ends + dt.timedelta(minutes=1))
    devi = cast.supervisor.actor(asha.at)
    with pytest.raises(Refused, match="still taking"):
        release(actor=devi, sitting=sitting, at=ends)
    assert Attempt.objects.get().submitted_at is None
    assert release(actor=devi, sitting=sitting, at=ends + dt.timedelta(hours=1)) == 1
    assert Attempt.objects.get().score == 0


def test_results_of_a_large_sitting_follow_by_a_job_one_by_one(sitting, asha, cast, monkeypatch, run_jobs):
    monkeypatch.setattr(release_module, "AT_ONCE", 0)
    asha.later(minutes=61)
    row = pass_it(asha, come_in(asha, sitting))
    asha.later(hours=1)
    devi = cast.supervisor.actor(asha.at)
    with transaction.atomic():
        assert release(actor=devi, sitting=sitting, at=asha.at) == 1
        assert attempts.access_attempt(asha.actor, row.uuid).is_waiting
    run_jobs()
    release_module.tell_results.call(ProctoredSitting.objects.get().id)  # put back by a queue that lost it
    row = attempts.access_attempt(asha.actor, row.uuid)
    assert (row.score, row.passed, Evidence.objects.count()) == (100, True, 1)
    assert Attempt.objects.get().marked_at == asha.at


@pytest.mark.parametrize(("state", "incident"), [("expected", False), ("present", True)])
def test_who_was_not_seen_or_had_an_incident_gets_an_ordinary_result(sitting, asha, cast, at, state, incident):
    asha.later(minutes=61)
    row = pass_it(asha, come_in(asha, sitting))
    devi, seat = cast.supervisor.actor(at), seat_of(asha)
    if incident:
        with pytest.raises(Refused, match="note"):
            mark_seat(actor=devi, sitting=sitting, seat=seat.uuid, state=state, incident=True, note=" ", at=asha.at)
        mark_seat(actor=devi, sitting=sitting, seat=seat.uuid, state=state, incident=True, note="A phone", at=asha.at)
    asha.later(hours=1)
    release(actor=cast.admin.actor(at), sitting=sitting, at=asha.at)
    assert attempts.access_attempt(asha.actor, row.uuid).passed
    assert credentials.certificate_for(Enrolment.objects.get().uuid).grade == "E2"


def test_the_code_opens_for_the_seated_during_the_sitting_alone(sitting, asha, cast, outsider, at):
    code, devi = code_now(sitting), cast.supervisor.actor(at)
    row = access_sitting(devi, sitting, "watch")
    assert shown_code(row, at) == "" and shown_code(row, at + dt.timedelta(minutes=35)) == code
    with pytest.raises(Refused, match="begins"):
        come_in(asha, sitting)
    with pytest.raises(NotFound):
        come_in(outsider, sitting)
    course = Paper.objects.get().part.version.course
    learning.enrol(actor=asha.actor, course_uuid=course.uuid, language="en", at=at)
    part = Paper.objects.get().part.uuid
    with pytest.raises(Refused, match="Room 5"):  # not by the ordinary door
        start(actor=asha.actor, part_uuid=part, language="en", at=at)
    asha.later(minutes=62)
    with pytest.raises(Refused, match="not the code"):
        come_in(asha, sitting, "000000" if code != "000000" else "000001")
    change_code(actor=devi, sitting=sitting, at=asha.at)
    with pytest.raises(Refused, match="not the code"):
        come_in(asha, sitting, code)
    asha.later(minutes=14)
    with pytest.raises(Refused, match="come in is over"):
        come_in(asha, sitting)
    asha.later(hours=1)
    with pytest.raises(Refused, match="over"):
        come_in(asha, sitting)
    assert not Attempt.objects.exists()


def test_absent_marked_while_the_code_is_compared_still_keeps_out(sitting, asha, cast, monkeypatch):
    asha.later(minutes=61)

    def compared(*_given):
        mark_seat(
            actor=cast.supervisor.actor(asha.at), sitting=sitting, seat=seat_of(asha).uuid, state="absent",
            incident=False, note="", at=asha.at,
        )  # fmt: skip
        return True

    monkeypatch.setattr(enter_module, "is_right", compared)
    with pytest.raises(Refused, match="marked you as absent"):
        come_in(asha, sitting)
    assert not Attempt.objects.exists()


def test_wrong_codes_pause_the_seat_and_digits_of_any_script_are_right(sitting, asha, cast, at):
    asha.later(minutes=61)
    code = code_now(sitting)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _try in range(5):
        with pytest.raises(Refused, match="not the code"):
            come_in(asha, sitting, wrong)
    for one in (wrong, code):
        with pytest.raises(Refused, match="Too many"):
            come_in(asha, sitting, one)
    asha.later(minutes=11)
    there = come_in(asha, sitting, " ".join(chr(0x966 + int(digit)) for digit in code))
    row = attempts.access_attempt(asha.actor, there)
    assert row.due_at == asha.at + dt.timedelta(minutes=10)
    assert come_in(asha, sitting, "anything") == there  # who is in goes on


def test_seats_are_given_swapped_and_taken_within_the_office(kcm, cast, at, asha):
    stand_alone(at)
    admin = cast.admin.actor(at)
    sitting = sitting_of(cast, at, places=2, people="")
    for text in ("chandra@rural.example.in", "nobody@personnel.example.in"):
        with pytest.raises(Refused, match="Nobody of this office"):
            seat_people(actor=admin, sitting=sitting, text=text, at=at)
    with pytest.raises(Refused, match="proctor"):
        seat_people(actor=admin, sitting=sitting, text="devi@personnel.example.in", at=at)
    both = "asha@personnel.example.in\nfarah@personnel.example.in"
    assert seat_people(actor=admin, sitting=sitting, text=both, at=at) == 2
    assert seat_people(actor=admin, sitting=sitting, text=both, at=at) == 0
    with pytest.raises(Refused, match="0 seats are free"):
        seat_people(actor=admin, sitting=sitting, text="bala@personnel.example.in", at=at)
    seat = seat_of(asha)
    move_seat(actor=admin, sitting=sitting, seat=seat.uuid, number=2, at=at)
    numbers = dict(Seat.objects.values_list("person_id", "number"))
    assert numbers == {asha.player.person_id: 2, cast.head.person_id: 1}
    stranger = cast.other_admin.actor(at)
    for act in (
        lambda: seat_people(actor=stranger, sitting=sitting, text=both, at=at),
        lambda: mark_seat(
            actor=stranger, sitting=sitting, seat=seat.uuid, state="present", incident=False, note="", at=at
        ),
        lambda: release(actor=stranger, sitting=sitting, at=at),
        lambda: change_code(actor=admin, sitting=sitting, at=at),  # plans, and does not watch
        lambda: move_seat(actor=admin, sitting=sitting, seat=uuid.uuid4(), number=1, at=at),
    ):
        with pytest.raises(NotFound):
            act()
    take_seat_away(actor=admin, sitting=sitting, seat=seat.uuid, at=at)
    take_seat_away(actor=admin, sitting=sitting, seat=seat.uuid, at=at)
    assert Seat.objects.count() == 1
