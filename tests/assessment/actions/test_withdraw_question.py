"""A question that proves wrong: who decides, what moves, what never does."""

import datetime as dt

import pytest
from django.core import mail

from karmayogi.assessment.actions import withdraw_question as withdraw_question_module
from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.actions.save_answer import save_answer
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.actions.withdraw_question import withdraw_question
from karmayogi.assessment.models import Attempt, AttemptItem, Item, ItemWithdrawal, Paper, Rescore
from karmayogi.assessment.queries import attempts, papers
from karmayogi.assessment.queries.withdrawals import effect_of, had_it
from karmayogi.credentials.models import Certificate
from karmayogi.kernel import bulk, clock
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.models import AuditEntry, BulkAct
from karmayogi.learning import api as learning
from karmayogi.learning import models as learning_models
from tests.assessment.actions.test_start import begin
from tests.assessment.actions.test_submit import answer
from tests.assessment.alone import stand_alone
from tests.assessment.conftest import POOL, SPEC, Learner


@pytest.fixture
def failed(part, asha):
    """Asha has 2 of 5 right, one more wrong, two unanswered: 40 % of 60 needed."""
    row = begin(asha, part)
    answer(row, asha, 2)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    return row


@pytest.fixture
def acts(cast, part, run_jobs, at, frozen_time):
    second = cast.player("Usha Menon", "usha@personnel.example.in", None, None)
    cast.grant(second, Role.CONTENT_PUBLISHER, cast.country)

    class Acts:
        imran, usha = cast.publisher.actor(at), second.actor(at)

        def plan(self, item, reason="Two answers are right.", part=part) -> bulk.Act:
            act = withdraw_question(actor=self.imran, part_uuid=part, item_uuid=item.uuid, reason=reason, at=at)
            run_jobs()
            return bulk.access_act(self.imran, act.uuid)

        def run(self, verb, act, who=None) -> bulk.Act:
            verb(actor=who or self.usha, uuid=act.uuid, at=at)
            run_jobs()
            return bulk.access_act(self.imran, act.uuid)

    return Acts()


def item_at(row, position: int) -> Item:
    return Item.objects.get(pk=AttemptItem.objects.get(attempt_id=row.id, position=position).item_id)


def standing_of(asha, part):
    return papers.standing(asha.player.person_id, learning.part_for_quiz(part, asha.player.person_id).part_id)


def test_the_plan_says_what_would_change_and_changes_nothing(failed, asha, part, acts):
    item = item_at(failed, 3)
    act = acts.plan(item)
    assert acts.plan(item).uuid == act.uuid  # asked twice, planned once
    assert (act.status, act.to_apply, act.needs_second) == ("planned", 2, True)
    (line,) = [one for one in bulk.rows_of(act.id) if one.data["what"] == "attempt"]
    assert (line.data["was"], line.data["now"], line.data["passed"]) == (40, 60, True)
    effect = effect_of(act)
    assert (effect.attempts, effect.scores, effect.passes) == (None, None, None)  # one of one is somebody
    with pytest.raises(Refused, match="somebody else"):
        bulk.approve(actor=acts.imran, uuid=act.uuid, at=asha.at)
    assert not ItemWithdrawal.objects.exists()
    assert standing_of(asha, part).passed is None


def test_who_passes_by_it_gets_what_a_pass_brings_and_is_told(failed, asha, part, acts):
    act = acts.run(bulk.approve, acts.plan(item_at(failed, 3)))
    assert (act.status, act.failed_rows) == ("done", 0)
    row = attempts.access_attempt(asha.actor, failed.uuid)
    assert (row.score, row.passed, row.right) == (60, True, 3)
    stays = Attempt.objects.get(pk=failed.id)
    assert (stays.score, stays.passed) == (40, False)
    quiz = learning.part_for_quiz(part, asha.player.person_id)
    assert (quiz.score, quiz.state) == (60, "done")
    entry = AuditEntry.objects.get(tag="assessment:attempt:rescore")
    assert (entry.concerns_id, entry.detail, entry.why) == (
        asha.player.person_id, {"was": 40, "now": 60}, "Two answers are right.",
    )  # fmt: skip
    assert [(one.to, "60%" in one.body) for one in mail.outbox] == [([asha.player.email], True)]
    withdrawn = [one for one in attempts.result(row, "en") if one.withdrawn]
    assert [one.withdrawn for one in withdrawn] == ["Two answers are right."]
    with pytest.raises(Refused, match="passed"):
        start(actor=asha.actor, part_uuid=part, language="en", at=asha.at)


def test_the_course_is_completed_by_it_where_that_was_all_that_lacked(failed, asha, acts, course):
    from karmayogi.learning.models import Enrolment, Part, PartProgress

    page = Part.objects.get(kind="page")
    PartProgress.objects.create(
        person_id=asha.player.person_id, part=page, enrolment=Enrolment.objects.get(), state="done", position="",
        furthest=0, seconds=60, visit=1, seq=0, opened_at=asha.at, seen_at=asha.at, completed_at=asha.at,
    )  # fmt: skip
    acts.run(bulk.approve, acts.plan(item_at(failed, 3)))
    assert Enrolment.objects.get().status == "completed"
    assert Certificate.objects.get().score == 60


def test_a_renewal_that_is_passed_by_it_renews(part, asha, acts, at):
    alone = stand_alone(at, "T-RENEWED", months=1)
    learning.enrol(actor=asha.actor, course_uuid=alone.uuid, language="en", at=at)
    part = learning_models.Part.objects.get(version__course_id=alone.id).uuid
    earned = begin(asha, part)
    answer(earned, asha, 3)
    asha.later(minutes=2)
    with clock.frozen(asha.at):
        submit(agent=asha.actor, attempt=earned, at=asha.at)
    old = Certificate.objects.get()
    # What earned a short certificate was begun before it was issued: it does not count towards the next one.
    asha.later(days=5)
    since = learning.renews_from(asha.player.person_id, part, asha.at)
    assert since == old.issued_at > earned.opened_at
    again = begin(asha, part)
    answer(again, asha, 2)
    submit(agent=asha.actor, attempt=again, at=asha.at)
    assert Certificate.objects.get() == old
    with clock.frozen(asha.at):
        acts.run(bulk.approve, acts.plan(item_at(again, 3), part=part))
    assert attempts.access_attempt(asha.actor, again.uuid).passed
    new = Certificate.objects.exclude(pk=old.pk).get()
    assert (new.replaces_id, new.score) == (old.pk, 60)


def test_it_is_never_drawn_again(part, asha, acts):
    row = begin(asha, part)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    item = item_at(row, 5)
    acts.run(bulk.approve, acts.plan(item))
    seen: set[int] = set()
    for _n in range(12):
        row = begin(asha, part)
        seen |= set(AttemptItem.objects.filter(attempt_id=row.id).values_list("item_id", flat=True))
        Attempt.objects.filter(pk=row.id).delete()
    assert item.pk not in seen
    assert len(seen) > 5


def test_an_attempt_that_is_open_is_credited_when_it_is_handed_in(part, asha, acts):
    row = begin(asha, part)
    answer(row, asha, 2)
    act = acts.plan(item_at(row, 4))
    assert act.to_apply == 1
    assert not act.needs_second  # no result stands on it
    acts.run(bulk.approve, act, acts.imran)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    assert Attempt.objects.get(pk=row.id).score == 60
    assert not Rescore.objects.exists()


def test_what_is_handed_in_between_plan_and_approval_is_scored_too(part, asha, cast, course, acts, at):
    import_questions(Paper.objects.get().part_id, POOL[:5], SPEC)
    hari = Learner(cast.outsider, at)
    learning.enrol(actor=hari.actor, course_uuid=course.uuid, language="en", at=at)
    submit(agent=hari.actor, attempt=begin(hari, part), at=at)
    row = begin(asha, part)
    answer(row, asha, 2)
    act = acts.plan(item_at(row, 4))
    submit(agent=asha.actor, attempt=row, at=asha.at)
    acts.run(bulk.approve, act)
    assert attempts.access_attempt(asha.actor, row.uuid).score == 60
    acts.run(bulk.undo, act)
    assert attempts.access_attempt(asha.actor, row.uuid).passed  # told of a pass


def test_what_was_marked_knowing_of_it_does_not_count_as_late(failed, asha):
    item = item_at(failed, 3)
    assert had_it(item.pk, until=asha.at) == [failed.id]
    assert had_it(item.pk, until=asha.at - dt.timedelta(seconds=1)) == []


def test_a_plan_for_one_person_to_approve_is_made_again_when_results_came_to_stand_on_it(part, asha, acts):
    row = begin(asha, part)
    answer(row, asha, 2)
    act = acts.plan(item_at(row, 4))
    submit(agent=asha.actor, attempt=row, at=asha.at)
    act = acts.run(bulk.approve, act, acts.imran)
    assert (act.applied_rows, [one.message for one in bulk.rows_of(act.id)]) == (
        0, ["Results stand on it by now. Make the plan again."],
    )  # fmt: skip
    assert not ItemWithdrawal.objects.exists()
    assert acts.plan(item_at(row, 4)).needs_second


def test_one_that_was_stopped_half_way_is_asked_for_again_and_finished(failed, asha, part, acts, at):
    item = item_at(failed, 3)
    act = acts.plan(item)
    ItemWithdrawal.objects.create(item=item, reason="Two answers are right.", act_uuid=act.uuid, at=at)
    BulkAct.objects.filter(uuid=act.uuid).update(status="failed")
    act = acts.run(bulk.approve, acts.plan(item))
    assert (act.status, act.failed_rows) == ("done", 0)
    assert attempts.access_attempt(asha.actor, failed.uuid).score == 60
    with pytest.raises(Refused, match="withdrawn already"):
        acts.plan(item)


def test_undone_scores_are_as_before_and_it_is_asked_again(part, asha, acts):
    row = begin(asha, part)
    answer(row, asha, 1)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    act = acts.run(bulk.approve, acts.plan(item_at(row, 3)))
    assert learning.part_for_quiz(part, asha.player.person_id).score == 40
    act = acts.run(bulk.undo, act)
    assert act.status == "undone"
    assert attempts.access_attempt(asha.actor, row.uuid).score == 20
    assert learning.part_for_quiz(part, asha.player.person_id).score == 20
    assert ItemWithdrawal.objects.get().undone_at == asha.at
    assert acts.plan(item_at(row, 3)).uuid != act.uuid


def test_undone_a_pass_that_was_told_stays(failed, asha, part, acts):
    act = acts.run(bulk.undo, acts.run(bulk.approve, acts.plan(item_at(failed, 3))))
    assert act.undone_rows == 1  # the question; the pass is kept, and the row says so
    kept = [one for one in bulk.rows_of(act.id) if one.state == "kept"]
    assert [one.message for one in kept] == ["A pass that somebody was told of stays."]
    row = attempts.access_attempt(asha.actor, failed.uuid)
    assert (row.score, row.passed) == (60, True)
    # Nor does another question take it away.
    acts.run(bulk.approve, acts.plan(item_at(failed, 1)))
    assert attempts.access_attempt(asha.actor, failed.uuid).passed


def test_who_may_not_finds_nothing(failed, cast, part, asha, acts, at):
    item = item_at(failed, 3)
    for player in (cast.admin, cast.platform, cast.learner, cast.other_admin):
        with pytest.raises(NotFound):
            withdraw_question(actor=player.actor(at), part_uuid=part, item_uuid=item.uuid, reason="x", at=at)
    local = cast.player("Local Publisher", "local@personnel.example.in", None, None)
    cast.grant(local, Role.CONTENT_PUBLISHER, cast.ministry)
    with pytest.raises(NotFound):
        withdraw_question(actor=local.actor(at), part_uuid=part, item_uuid=item.uuid, reason="x", at=at)
    with pytest.raises(Refused, match="Say why"):
        withdraw_question(actor=acts.imran, part_uuid=part, item_uuid=item.uuid, reason=" ", at=at)


def test_many_attempts_are_done_in_chunks(part, cast, asha, acts, monkeypatch, at):
    from karmayogi.people.models import Person

    first = begin(asha, part)
    save_answer(attempt=first, position=1, picked=[], at=at)
    submit(agent=asha.actor, attempt=first, at=at)
    item, paper = item_at(first, 1), Attempt.objects.get().paper
    people = Person.objects.bulk_create(Person(name=f"Officer {n}") for n in range(450))
    made = Attempt.objects.bulk_create(
        Attempt(
            person=one, paper=paper, number=1, language="en", questions=2, pass_percent=60, opened_at=at,
            due_at=at.replace(hour=23),
        ) for one in people
    )  # fmt: skip
    other = item_at(first, 2)
    AttemptItem.objects.bulk_create(
        AttemptItem(attempt=one, position=place, item=which, shown=["a", "b"], chosen=[], correct=False, worth=0)
        for one in made for place, which in enumerate((item, other), start=1)
    )  # fmt: skip
    Attempt.objects.filter(person__in=people).update(submitted_at=at, closing="person", right=0, score=0, passed=False)
    kept_out = []
    monkeypatch.setattr(withdraw_question_module, "lock_all", lambda: kept_out.append(1))
    act = acts.run(bulk.approve, acts.plan(item))
    assert (act.status, act.applied_rows, act.failed_rows) == ("done", 452, 0)
    assert kept_out == [1]  # the chunk from which on the question is withdrawn, and no other
    assert Rescore.objects.filter(score=50, attempt__person__in=people).count() == 450
    assert effect_of(act).scores == 451
