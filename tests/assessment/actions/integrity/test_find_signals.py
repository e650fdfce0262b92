import dataclasses
import datetime as dt
import uuid

import pytest

from karmayogi.assessment.actions.integrity.find_signals import find_signals
from karmayogi.assessment.actions.integrity.note_device import forget_devices
from karmayogi.assessment.actions.save_answer import save_answer
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import (
    Attempt,
    DeviceTrace,
    IntegrityRate,
    IntegrityRun,
    IntegritySignal,
    Paper,
    ProctoredSitting,
    Seat,
)
from karmayogi.assessment.queries.integrity import wrong_answers
from karmayogi.kernel import rows
from karmayogi.learning import api as learning
from tests.assessment.actions.test_mark_answer import FULL, give, hand_in, ready, trainers  # noqa: F401
from tests.assessment.actions.test_start import begin
from tests.assessment.conftest import Learner, right_values
from tests.assessment.honest import POLICY, complete


def kinds() -> list[tuple[str, bool]]:
    return sorted(IntegritySignal.objects.values_list("kind", "strong"))


def test_who_takes_time_leaves_no_signal(part, asha):
    complete(asha, part)
    found = find_signals(at=asha.at, policy=POLICY)
    assert found is not None
    assert kinds() == []
    assert found.left_out == 0


@pytest.mark.parametrize(("seconds", "expected"), [(21, []), (15, [("fast_test", False)]), (5, [("fast_test", True)])])
def test_a_test_faster_than_reading(part, asha, seconds, expected):
    """Five questions; the limits are four and two seconds for each."""
    complete(asha, part, seconds=seconds)
    find_signals(at=asha.at, policy=POLICY)
    assert kinds() == expected


def test_a_failed_test_is_no_signal(part, asha):
    row = begin(asha, part)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    find_signals(at=asha.at, policy=POLICY)
    assert kinds() == []


@pytest.mark.parametrize(("share", "expected"), [(0.95, []), (0.5, [False]), (0.2, [True])])
def test_lessons_that_lay_open_for_less_than_they_take(part, asha, share, expected):
    """The door asks for the plausible time of each part; all of them at once is what it cannot see."""
    enrolment = complete(asha, part)
    needed = rows.scalar("select min_seconds from learning_part where kind = 'page'")
    rows.run(
        "update learning_partprogress set opened_at = completed_at - make_interval(secs => %s)"
        " from learning_part p where p.id = part_id and p.kind = 'page'",
        [share * needed],
    )
    policy = dataclasses.replace(POLICY, least_lesson=1)
    find_signals(at=asha.at, policy=policy)
    assert list(IntegritySignal.objects.values_list("strong", flat=True)) == expected
    if expected:
        signal = IntegritySignal.objects.get()
        assert (signal.kind, signal.ref_uuid, signal.policy) == ("fast_lessons", enrolment.uuid, 1)
        assert signal.measure == pytest.approx(share, abs=0.01)
    # Too short for a judgement.
    IntegritySignal.objects.all().delete()
    IntegrityRun.objects.all().delete()
    find_signals(at=asha.at, policy=dataclasses.replace(POLICY, least_lesson=needed + 1))
    assert kinds() == []


def test_running_twice_finds_once_and_goes_on_where_it_ended(part, asha):
    complete(asha, part, seconds=5)
    find_signals(at=asha.at, policy=POLICY)
    signal = IntegritySignal.objects.get()
    again = find_signals(at=asha.at + dt.timedelta(minutes=5), policy=POLICY)
    assert again is not None
    assert again.by_kind["fast_test"] == 0
    assert IntegritySignal.objects.get() == signal
    first, second = IntegrityRun.objects.order_by("id")
    assert second.since == first.until - dt.timedelta(hours=1)


def test_rates_and_the_run_that_made_them_come_together_or_not_at_all(part, asha, monkeypatch):
    complete(asha, part)
    find_signals(at=asha.at, policy=POLICY)
    rows.run("update assessment_integrityrate set people = 99")
    run = rows.run

    def breaks(sql, params=()):
        if "assessment_integrityrun" in sql:
            raise OSError("the machine stopped")
        return run(sql, params)

    with monkeypatch.context() as patched:
        patched.setattr(rows, "run", breaks)
        with pytest.raises(OSError, match="stopped"):
            find_signals(at=asha.at, policy=POLICY)
    assert set(IntegrityRate.objects.values_list("people", flat=True)) == {99}, "as they were before that run"
    assert find_signals(at=asha.at, policy=POLICY) is not None, "whoever broke off holds nobody up"
    assert set(IntegrityRate.objects.values_list("people", flat=True)) == {1}


def test_nothing_before_the_policy_is_judged(part, asha):
    complete(asha, part, seconds=5)
    find_signals(at=asha.at, policy=dataclasses.replace(POLICY, since=asha.at.date() + dt.timedelta(days=1)))
    assert kinds() == []


def pass_at(learner: Learner, part, course, at, address: str) -> None:
    """Enrols and passes the test in a session from that address."""
    learner.at = at
    learning.enrol(actor=learner.actor, course_uuid=course.uuid, language="en", at=at)
    key = learner.player.cookie(at)
    rows.run("update people_session set ip = %s, agent = 'Firefox' where session_key = %s", [address, key])
    row = begin(learner, part)
    for position in range(1, row.questions + 1):
        save_answer(attempt=row, position=position, picked=right_values(row.id, position), at=at)
    later = at + dt.timedelta(seconds=100)
    submit(agent=dataclasses.replace(learner.actor, session_key=key), attempt=row, at=later)


def test_three_people_at_one_device_are_a_weak_signal_and_two_are_none(part, course, cast, at):
    people = [Learner(who, at) for who in (cast.learner, cast.supervisor, cast.outsider)]
    for number, one in enumerate(people[:2]):
        pass_at(one, part, course, at + dt.timedelta(minutes=20 * number), "10.0.0.7")
    find_signals(at=at + dt.timedelta(hours=1), policy=POLICY)
    assert kinds() == []
    pass_at(people[2], part, course, at + dt.timedelta(minutes=50), "10.0.0.7")
    find_signals(at=at + dt.timedelta(hours=2), policy=POLICY)
    assert kinds() == [("shared_device", False)] * 3
    assert all("10.0.0.7" not in trace.device for trace in DeviceTrace.objects.all())


def test_the_computers_of_a_room_with_a_proctor_say_nothing(part, course, cast, at):
    paper = Paper.objects.get(part__uuid=part)
    room = ProctoredSitting.objects.create(
        paper=paper, organisation_id=cast.ministry.id, venue="Room 5", starts_at=at, ends_at=at + dt.timedelta(hours=1),
        late_minutes=15, places=4, made_by_id=cast.admin.person_id, made_at=at,
    )  # fmt: skip
    people = [Learner(who, at) for who in (cast.learner, cast.supervisor, cast.outsider)]
    for number, one in enumerate(people):
        pass_at(one, part, course, at + dt.timedelta(minutes=10 * number), "10.0.0.7")
    for number, made in enumerate(Attempt.objects.order_by("id")[:2], start=1):
        Seat.objects.create(sitting=room, number=number, person_id=made.person_id, attempt=made)
    find_signals(at=at + dt.timedelta(hours=2), policy=POLICY)
    assert kinds() == []


def test_what_is_known_of_devices_is_forgotten(part, course, cast, at):
    pass_at(Learner(cast.learner, at), part, course, at, "10.0.0.7")
    assert forget_devices(at=at + dt.timedelta(days=29)) == 0
    assert forget_devices(at=at + dt.timedelta(days=31)) == 1
    assert not DeviceTrace.objects.exists()


def test_rates_count_people_of_an_office_once(part, asha, cast):
    complete(asha, part, seconds=5)
    find_signals(at=asha.at, policy=POLICY)
    told = {row.kind: (row.path, row.people, row.marked) for row in IntegrityRate.objects.all()}
    assert told["fast_test"] == (cast.section.path, 1, 1)
    assert told["same_answers"] == (cast.section.path, 1, 0)


@pytest.mark.parametrize(("turned", "strong"), [(False, True), (True, False)])
def test_the_same_wrong_answers_in_one_office(part, course, cast, at, monkeypatch, turned, strong):
    """Everybody gets the same five questions. Asha and Devi are wrong alike at two, Chandra elsewhere in another way:
    (4 + 1) / 9 is the chance to meet at a question, its square the chance of both. In the same order of time it is
    strong, in the opposite one it is not."""
    monkeypatch.setattr("karmayogi.assessment.actions.start._seed", lambda _attempt: uuid.UUID(int=5))
    for who, lastly in ((cast.learner, False), (cast.supervisor, False), (cast.outsider, True)):
        learner = Learner(who, at)
        learning.enrol(actor=learner.actor, course_uuid=course.uuid, language="en", at=at)
        row = begin(learner, part)
        kinds_of = rows.fetch(
            lambda position, kind: (position, kind),
            "select i.position, q.kind from assessment_attemptitem i join assessment_item q on q.id = i.item_id"
            " where i.attempt_id = %s order by 1",
            [row.id],
        )
        wrong = [position for position, kind in kinds_of if kind != "truefalse"][:2]
        order = range(1, row.questions + 1)
        for position in reversed(order) if turned and who is cast.supervisor else order:
            right = right_values(row.id, position)
            others = sorted({1, 2, 3, 4} - set(right))
            learner.later(seconds=30)
            chosen = [others[-1] if lastly else others[0]] if position in wrong else right
            save_answer(attempt=row, position=position, picked=chosen, at=learner.at)
        submit(agent=learner.actor, attempt=row, at=learner.at)
    policy = dataclasses.replace(POLICY, least_same=2, least_wrong=3, weak_chance=0.4, strong_chance=0.4)
    find_signals(at=at + dt.timedelta(hours=1), policy=policy)
    found = IntegritySignal.objects.filter(kind="same_answers")
    assert {row.person_id for row in found} == {cast.learner.person_id, cast.supervisor.person_id}
    assert {row.strong for row in found} == {strong}
    assert all(row.chance == pytest.approx(25 / 81) for row in found)
    assert all((row.detail["same"], row.detail["wrong"]) == (2, 2) for row in found)


def test_a_test_that_persons_mark_days_later_is_looked_at_then(part, asha, trainers):  # noqa: F811
    ready()
    hand_in(asha, part)
    find_signals(at=asha.at + dt.timedelta(hours=1), policy=POLICY)
    assert kinds() == []
    later = asha.at + dt.timedelta(days=5)
    give(trainers[0], FULL, later)
    found = find_signals(at=later + dt.timedelta(hours=1), policy=POLICY)
    assert found is not None
    assert kinds() == [("fast_test", True)]


def test_where_nobody_is_wrong_often_enough_the_test_is_not_read(part, course, cast, at, monkeypatch):
    for who in (cast.learner, cast.supervisor):
        pass_at(Learner(who, at), part, course, at, "10.0.0.7")
    monkeypatch.setattr(wrong_answers, "_SHARES", "select 1 / 0")
    until = at + dt.timedelta(hours=1)
    (one,) = wrong_answers.groups(at - dt.timedelta(days=1), until, POLICY.clone_days)
    assert one[2] == 2
    assert wrong_answers.group(*one[:2], until, POLICY, 100, {}) is None
