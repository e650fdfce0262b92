"""Texts that persons mark: nobody their own, by the rubric, two where it is asked, blind; and then the result."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core import mail
from django.urls import reverse

from karmayogi.assessment.actions.ask_markers import take_back_lent
from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.actions.mark_answer import mark_answer, take_next, try_agreed
from karmayogi.assessment.actions.save_answer import save_answer, save_fields
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.models import Attempt, AttemptItem, Marking, Paper
from karmayogi.assessment.queries import attempts, marking
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api as learning
from karmayogi.learning.types import QuizSpec
from tests.assessment import kinds as examples
from tests.assessment.actions.test_start import begin
from tests.assessment.conftest import Learner, question, right_values

AGREED = [
    {"key": "good", "text": "All the facts, with courtesy.", "points": {"facts": 3, "tone": 2}},
    {"key": "poor", "text": "Do it.", "points": {"facts": 0, "tone": 0}},
]
FULL, HALF, NONE = {"facts": 3, "tone": 2}, {"facts": 2, "tone": 1}, {"facts": 0, "tone": 0}


def pool(agreed=()) -> list[dict]:
    body = examples.SHORT["body"] | ({"agreed": list(agreed)} if agreed else {})
    return [question(1), examples.SHORT | {"body": body}]


def ready(agreed=(), **terms) -> None:
    import_questions(Paper.objects.get().part_id, pool(agreed), QuizSpec(2, 10, 2, 60, **terms))


def hand_in(who, part, text="The facts are these."):
    """The one question right, and a text."""
    row = begin(who, part)
    for one in AttemptItem.objects.filter(attempt_id=row.id).select_related("item"):
        if one.item.kind == "short":
            save_fields(attempt=row, position=one.position, post=lambda _name: [text], at=who.at)
        else:
            save_answer(attempt=row, position=one.position, picked=right_values(row.id, one.position), at=who.at)
    submit(agent=who.actor, attempt=row, at=who.at)
    return attempts.access_attempt(who.actor, row.uuid)


@pytest.fixture
def trainers(cast, at):
    """Three trainers of the ministry, one of another, and one of the whole country."""

    def one(name: str, office):
        player = cast.player(name, f"{name.split()[0].lower()}@train.example.in", None, None)
        cast.grant(player, Role.PROGRAM_INSTRUCTOR, office)
        return player.actor(at)

    return [one(f"T{n} Trainer", cast.ministry) for n in range(3)] + [
        one("Far Trainer", cast.other_ministry), one("Every Trainer", cast.country),
    ]  # fmt: skip


def give(actor, points, at, remark=""):
    uuid = take_next(actor=actor, at=at)
    assert uuid is not None
    mark_answer(actor=actor, uuid=uuid, points=points, remark=remark, at=at)
    return uuid


def test_it_waits_and_then_has_its_result(part, asha, trainers, at, run_jobs):
    ready()
    row = hand_in(asha, part)
    assert (row.is_open, row.is_waiting, row.score) == (False, True, None)
    assert learning.part_for_quiz(part, asha.player.person_id).score is None
    with pytest.raises(Refused, match="being marked"):
        start(actor=asha.actor, part_uuid=part, language="en", at=at)
    with pytest.raises(NotFound):
        attempts.result(row, "en")
    give(trainers[0], HALF, at, "Mind the date.")
    row = attempts.access_attempt(asha.actor, row.uuid)
    assert (row.score, row.passed, row.right) == (80, True, 1)  # 1 and 3 of 5
    assert Attempt.objects.get().marked_at == at
    assert learning.part_for_quiz(part, asha.player.person_id).state == "done"
    told = {one.kind: one for one in attempts.result(row, "en")}
    assert (told["short"].worth, told["short"].remarks) == (Decimal("0.6"), ["Mind the date."])
    run_jobs()
    assert [(one.to, "80%" in one.body) for one in mail.outbox] == [([asha.player.email], True)]
    entry = AuditEntry.objects.get(tag="assessment:attempt:mark")
    assert (entry.concerns_id, entry.agent_label) == (asha.player.person_id, "marks of the test")


def test_who_may_not_mark(part, asha, cast, trainers, at):
    ready()
    hand_in(asha, part)
    cast.grant(asha.player, Role.PROGRAM_INSTRUCTOR, cast.ministry)
    assert take_next(actor=asha.actor, at=at) is None  # her own
    assert take_next(actor=trainers[3], at=at) is None  # another ministry
    assert take_next(actor=cast.admin.actor(at), at=at) is None  # no trainer
    uuid = take_next(actor=trainers[0], at=at)
    assert take_next(actor=trainers[1], at=at) is None  # taken
    assert take_next(actor=trainers[0], at=at) == uuid  # still theirs
    with pytest.raises(NotFound):
        mark_answer(actor=trainers[1], uuid=uuid, points=FULL, remark="", at=at)
    later = at + dt.timedelta(hours=3)
    assert take_next(actor=trainers[1], at=later) == uuid  # not marked in time: it goes back
    with pytest.raises(NotFound):
        mark_answer(actor=trainers[0], uuid=uuid, points=FULL, remark="", at=later)


@pytest.mark.parametrize("points", [{}, {"facts": 4, "tone": 0}, {"facts": 1}, {"facts": 1, "tone": -1}])
def test_only_what_the_rubric_gives(part, asha, trainers, at, points):
    ready()
    hand_in(asha, part)
    uuid = take_next(actor=trainers[0], at=at)
    with pytest.raises(Refused, match="rubric"):
        mark_answer(actor=trainers[0], uuid=uuid, points=points, remark="", at=at)
    assert Marking.objects.get().done_at is None


def test_marking_twice_marks_once(part, asha, trainers, at):
    ready()
    hand_in(asha, part)
    uuid = give(trainers[0], FULL, at)
    assert not mark_answer(actor=trainers[0], uuid=uuid, points=NONE, remark="", at=at)
    assert Attempt.objects.get().score == 100
    assert AuditEntry.objects.filter(tag="assessment:answer:mark").count() == 1


def test_a_mark_asks_for_the_attempt_after_the_lock_that_a_withdrawal_holds(part, asha, trainers, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ready()
    hand_in(asha, part)
    with CaptureQueriesContext(connection) as asked:
        give(trainers[0], FULL, at)
    told = [one["sql"] for one in asked]
    (shared,) = [place for place, sql in enumerate(told) if "pg_advisory_xact_lock_shared" in sql]
    (row,) = [place for place, sql in enumerate(told) if "assessment_attempt where" in sql and "for no key" in sql]
    assert shared < row


def test_marks_of_what_somebody_else_took_meanwhile_are_not_said_to_be_kept(part, asha, trainers, at, monkeypatch):
    from karmayogi.assessment.actions import mark_answer as module

    ready()
    hand_in(asha, part)
    uuid = take_next(actor=trainers[0], at=at)
    monkeypatch.setattr(module, "SHARED", "1")
    run = module.rows.run

    def meanwhile(sql, params=()):
        if sql == "select 1":
            Marking.objects.update(marker_id=trainers[1].person_id)
        return run(sql, params)

    monkeypatch.setattr(module.rows, "run", meanwhile)
    with pytest.raises(NotFound):
        mark_answer(actor=trainers[0], uuid=uuid, points=FULL, remark="", at=at)


def test_two_who_agree_are_enough(part, asha, trainers, at):
    ready(second_percent=100)
    hand_in(asha, part)
    give(trainers[0], FULL, at)
    assert take_next(actor=trainers[0], at=at) is None  # not both
    assert Attempt.objects.get().score is None
    give(trainers[1], {"facts": 3, "tone": 1}, at)
    assert Attempt.objects.get().score == 95  # 1 and 0.9 of 2


def test_where_two_disagree_a_third_decides(part, asha, trainers, at):
    ready(second_percent=100)
    hand_in(asha, part)
    give(trainers[0], FULL, at)
    give(trainers[1], NONE, at)
    assert Attempt.objects.get().score is None
    assert take_next(actor=trainers[1], at=at) is None
    give(trainers[2], HALF, at)
    assert Attempt.objects.get().score == 80


def test_whoever_marks_otherwise_than_was_agreed_marks_nobody(part, asha, trainers, at):
    ready(agreed=AGREED)
    hand_in(asha, part)
    marker = trainers[0]
    assert take_next(actor=marker, at=at) is None
    item, key = marking.next_trial(marker, at)
    assert key == "good"
    assert not try_agreed(actor=marker, item_uuid=item, key="good", points=NONE, at=at)
    assert marking.next_trial(marker, at) == (item, "good")
    assert try_agreed(actor=marker, item_uuid=item, key="good", points={"facts": 3, "tone": 1}, at=at)
    assert marking.next_trial(marker, at) == (item, "poor")
    assert try_agreed(actor=marker, item_uuid=item, key="poor", points=NONE, at=at)
    assert marking.next_trial(marker, at) is None
    give(marker, FULL, at)
    assert take_next(actor=trainers[1], at=at) is None
    with pytest.raises(NotFound):
        try_agreed(actor=asha.actor, item_uuid=item, key="good", points=FULL, at=at)


class TestPeers:
    @pytest.fixture
    def others(self, part, asha, cast, course, trainers, at):
        """Chandra and Hari of another ministry have passed the test; so has Devi, above Asha, and Bala, above none."""
        ready()
        found = {}
        for name in ("outsider", "other_admin", "supervisor", "admin"):
            who = Learner(getattr(cast, name), at)
            learning.enrol(actor=who.actor, course_uuid=course.uuid, language="en", at=at)
            hand_in(who, part, f"By {name}")
            found[name] = who
        for _n in found:
            give(trainers[4], FULL, at)
        return found

    def test_they_are_drawn_from_those_without_a_conflict_and_mark_blind(self, part, asha, others, cast, at):
        ready(peers=3)
        hand_in(asha, part, "What I would write.")
        lent = Marking.objects.filter(peer=True)
        assert {one.marker_id for one in lent} == {
            others[name].player.person_id for name in ("outsider", "other_admin", "admin")
        }
        entries = AuditEntry.objects.filter(tag="assessment:marking:lend")
        assert {one.concerns_id for one in entries} == {one.marker_id for one in lent}
        for name, points in (("outsider", FULL), ("other_admin", FULL), ("admin", {"facts": 3, "tone": 1})):
            (task,) = marking.mine(others[name].actor)
            assert task.answer == "What I would write."
            mark_answer(actor=others[name].actor, uuid=task.uuid, points=points, remark="", at=at)
        mine = Attempt.objects.get(person_id=asha.player.person_id)
        assert mine.score == 97  # 1 and 14 of 15

    def test_where_there_are_too_few_those_whose_work_it_is_mark(self, part, asha, others, trainers, at):
        ready(peers=4)
        row = hand_in(asha, part)
        assert not Marking.objects.filter(attempt_id=row.id, peer=True).exists()
        assert Marking.objects.filter(attempt_id=row.id).count() == 1

    def test_what_they_leave_goes_back_after_a_week(self, part, asha, others, trainers, at):
        ready(peers=2)
        row = hand_in(asha, part)
        assert take_back_lent(asked_before=at) == 0
        assert take_back_lent(asked_before=at + dt.timedelta(seconds=1)) == 1
        mine = Marking.objects.filter(attempt_id=row.id)
        assert list(mine.values_list("peer", "marker_id", "asked")) == [(False, None, 1)]
        give(trainers[0], FULL, at)  # an office may have one trainer
        assert Attempt.objects.get(pk=row.id).score == 100

    def test_what_one_of_them_marked_counts_with_the_mark_of_one_whose_work_it_is(
        self, part, asha, others, trainers, at
    ):
        ready(peers=3)
        row = hand_in(asha, part)
        (task,) = marking.mine(others["outsider"].actor)
        mark_answer(actor=others["outsider"].actor, uuid=task.uuid, points=FULL, remark="", at=at)
        assert take_back_lent(asked_before=at + dt.timedelta(seconds=1)) == 1
        give(trainers[0], {"facts": 3, "tone": 1}, at)
        assert Attempt.objects.get(pk=row.id).score == 95

    def test_nobody_is_drawn_who_may_sit_it_again_or_has_it_open(self, part, asha, others, cast, at):
        hers = Attempt.objects.get(person_id=others["outsider"].player.person_id)
        again = {"number": 2, "submitted_at": None, "score": None, "right": None, "passed": None, "marked_at": None}
        kept = {
            one.attname: getattr(hers, one.attname) for one in Attempt._meta.fields if one.name not in ("id", "uuid")
        }
        Attempt.objects.create(**kept | again | {"closing": ""})
        ready(peers=3)
        row = hand_in(asha, part)
        assert not Marking.objects.filter(attempt_id=row.id, peer=True).exists()

    def test_who_failed_is_not_drawn(self, part, asha, cast, course, at):
        ready()
        chandra = Learner(cast.outsider, at)
        learning.enrol(actor=chandra.actor, course_uuid=course.uuid, language="en", at=at)
        submit(agent=chandra.actor, attempt=begin(chandra, part), at=at)
        ready(peers=1)
        row = hand_in(asha, part)
        assert not Marking.objects.filter(attempt_id=row.id, peer=True).exists()

    def test_they_are_told(self, part, asha, others, at):
        from karmayogi.assessment.web.today import today_notes

        ready(peers=3)
        hand_in(asha, part)
        ((_what, text, _address),) = today_notes(others["outsider"].actor)
        assert text == "1 answer waits for your marks."
        assert today_notes(asha.actor) == []

    def test_the_list_is_still_there_when_the_last_of_them_is_marked(self, part, asha, others, at):
        ready(peers=3)
        hand_in(asha, part)
        hari, queue = others["outsider"], reverse("assessment:marking")
        (task,) = marking.mine(hari.actor)
        assert "Answers of others wait" in hari.get(reverse("assessment:start", args=[part])).content.decode()
        page = hari.post(reverse("assessment:mark", args=[task.uuid]), {"p1": "3", "p2": "2"})
        html = page.content.decode()
        assert (page.status_code, page.redirect_chain[-1][0]) == (200, queue)
        assert "Your marks are kept" in html
        assert "No answer waits for you" in html
        assert asha.get(queue).status_code == 404
        assert "Answers of others" not in hari.get(reverse("assessment:start", args=[part])).content.decode()


def test_a_trainer_who_learns_in_the_course_marks_nobody_in_it(part, asha, course, cast, trainers, at):
    ready(agreed=AGREED)
    hand_in(asha, part)
    assert marking.count_waiting(trainers[0], at) == 1
    learning.enrol(actor=trainers[0], course_uuid=course.uuid, language="en", at=at)
    assert marking.count_waiting(trainers[0], at) == 0
    assert marking.next_trial(trainers[0], at) is None


def test_a_withdrawn_text_waits_for_nobody(part, asha, cast, trainers, at, run_jobs, frozen_time):
    from karmayogi.assessment.actions.withdraw_question import withdraw_question
    from karmayogi.assessment.models import Item
    from karmayogi.kernel import bulk

    ready()
    row = hand_in(asha, part)
    tara = trainers[0]
    take_next(actor=tara, at=at)
    imran = cast.publisher.actor(at)
    item = Item.objects.get(kind="short")
    act = withdraw_question(actor=imran, part_uuid=part, item_uuid=item.uuid, reason="Unclear", at=at)
    run_jobs()
    bulk.approve(actor=imran, uuid=act.uuid, at=at)
    run_jobs()
    row = attempts.access_attempt(asha.actor, row.uuid)
    assert (row.score, row.passed) == (100, True)
    assert marking.count_waiting(imran, at) == 0
    assert marking.mine(tara) == []
    assert [(one.to, one.subject, "100%" in one.body) for one in mail.outbox] == [
        ([asha.player.email], "Your test is marked", True)
    ]


def test_nothing_but_marks_comes_to_what_is_handed_in(part, asha):
    from django.db import Error, transaction

    ready()
    hand_in(asha, part)
    for change in (
        lambda: Attempt.objects.update(opened_at=asha.at - dt.timedelta(days=1)),
        lambda: AttemptItem.objects.update(chosen=["a"]),
        lambda: Attempt.objects.all().delete(),
    ):
        with pytest.raises(Error, match=r"is closed|protected|referenced"), transaction.atomic():
            change()
