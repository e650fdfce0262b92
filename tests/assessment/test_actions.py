"""Real connections at once, against the walls that the database keeps."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from karmayogi.assessment.actions.save_answer import Saved, save_answer
from karmayogi.assessment.actions.sit import answer, end
from karmayogi.assessment.actions.sit import begin as begin_sitting
from karmayogi.assessment.actions.start import start
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.actions.withdraw_question import withdraw_question
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.models import Attempt, AttemptItem, Sitting, SittingItem
from karmayogi.assessment.queries import attempts, sittings
from karmayogi.kernel import bulk, clock
from karmayogi.kernel.access import Refused, Role
from karmayogi.kernel.models import AuditEntry
from tests.assessment.actions.test_start import begin
from tests.assessment.banks import open_bank, places
from tests.assessment.conftest import right_values


@pytest.fixture(autouse=True)
def committed(committed_db):
    """Before everything else: what is written here is seen by every connection."""


def at_once(count, act):
    """What each of them got: all stand at the same line before they begin."""
    line = Barrier(count)

    def one(number):
        try:
            line.wait(30)
            return act(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as workers:
        return list(workers.map(one, range(count)))


def test_eight_starts_at_once_open_one_attempt(part, asha):
    actor = asha.actor
    found = at_once(8, lambda _n: start(actor=actor, part_uuid=part, language="en", at=asha.at))
    assert len(set(found)) == 1
    assert Attempt.objects.count() == 1
    assert AttemptItem.objects.count() == 5
    assert AuditEntry.objects.filter(tag="assessment:attempt:open").count() == 1


def test_eight_starts_at_the_limit_open_none(part, asha):
    for _n in range(2):
        submit(agent=asha.actor, attempt=begin(asha, part), at=asha.at)
    actor = asha.actor
    found = at_once(8, lambda _n: start(actor=actor, part_uuid=part, language="en", at=asha.at))
    assert all(isinstance(one, Refused) for one in found)
    assert Attempt.objects.count() == 2


def test_eight_starts_with_one_left_use_one(part, asha):
    submit(agent=asha.actor, attempt=begin(asha, part), at=asha.at)
    actor = asha.actor
    found = at_once(8, lambda _n: start(actor=actor, part_uuid=part, language="en", at=asha.at))
    assert len({one for one in found if not isinstance(one, Refused)}) == 1
    assert sorted(Attempt.objects.values_list("number", flat=True)) == [1, 2]


def test_an_answer_and_a_submission_at_once_end_in_one_truth(part, asha):
    row = begin(asha, part)
    right = {position: right_values(row.id, position) for position in range(1, 6)}
    for position in range(1, 5):
        save_answer(attempt=row, position=position, picked=right[position], at=asha.at)
    actor = asha.actor

    def act(number):
        if number:
            return submit(agent=actor, attempt=row, at=asha.at)
        return save_answer(attempt=row, position=5, picked=right[5], at=asha.at)

    saved, *closed = at_once(4, act)
    assert closed.count(True) == 1
    done = Attempt.objects.get()
    kept = bool(AttemptItem.objects.get(position=5).chosen)
    assert saved is (Saved.SAVED if kept else Saved.CLOSED)
    assert (done.right, done.score) == ((5, 100) if kept else (4, 80))


def test_a_clock_that_was_put_back_on_the_phone_moves_nothing(part, asha):
    asha.post(reverse("assessment:start", args=[part]), {"language": "en"})
    row = Attempt.objects.get()
    before = (row.opened_at, row.due_at)
    asha.at += dt.timedelta(minutes=10) + GRACE + dt.timedelta(seconds=1)
    url = reverse("assessment:question", args=[row.uuid, 1])
    long_ago = "Sun, 01 Jan 2020 00:00:00 GMT"
    asha.get(url, date=long_ago)
    lies = {"answer": [1], "seen": "", "at": "2020-01-01T00:00:00Z", "seconds": "600", "due_at": "2030-01-01"}
    asha.post(url, lies)
    asha.post(reverse("assessment:submit", args=[row.uuid]), lies)
    row.refresh_from_db()
    assert (row.opened_at, row.due_at) == before
    assert (row.closing, row.score) == ("time", 0)
    assert attempts.answered(row.id) == [False] * 5


def test_eight_starts_of_an_adaptive_test_at_once_open_one(course, cast, asha):
    bank = open_bank(cast, asha.at)
    actor = asha.actor
    found = at_once(8, lambda _n: begin_sitting(actor=actor, bank_uuid=bank.uuid, language="en", at=asha.at))
    assert len(set(found)) == 1
    assert (Sitting.objects.count(), SittingItem.objects.count()) == (1, 1)
    end(actor=actor, sitting=sittings.access_sitting(actor, found[0]), at=asha.at)
    found = at_once(8, lambda _n: begin_sitting(actor=actor, bank_uuid=bank.uuid, language="en", at=asha.at))
    assert all(isinstance(one, Refused) for one in found)
    asha.later(days=90)
    actor = asha.actor
    found = at_once(8, lambda _n: begin_sitting(actor=actor, bank_uuid=bank.uuid, language="en", at=asha.at))
    assert len(set(found)) == 1
    assert Sitting.objects.count() == 2


def test_one_answer_sent_eight_times_at_once_counts_once(course, cast, asha):
    bank = open_bank(cast, asha.at)
    actor = asha.actor
    row = sittings.access_sitting(actor, begin_sitting(actor=actor, bank_uuid=bank.uuid, language="en", at=asha.at))
    for position in (1, 2):
        picked = places(row.id, right=True)
        found = at_once(
            8,
            lambda _n, position=position, picked=picked: answer(
                actor=actor, sitting=row, position=position, picked=picked, at=asha.at
            ),
        )
        assert sorted(found) == [False] * 7 + [True]
        assert SittingItem.objects.count() == position + 1
    assert SittingItem.objects.filter(right=True).count() == 2


def test_a_withdrawal_and_a_submission_at_once_leave_nobody_out(part, asha, cast, run_jobs):
    row = begin(asha, part)
    item = AttemptItem.objects.get(attempt_id=row.id, position=1).item
    second = cast.player("Usha Menon", "usha@personnel.example.in", None, None)
    cast.grant(second, Role.CONTENT_PUBLISHER, cast.country)
    imran, usha, mine = cast.publisher.actor(asha.at), second.actor(asha.at), asha.actor

    def plan() -> bulk.Act:
        act = withdraw_question(actor=imran, part_uuid=part, item_uuid=item.uuid, reason="Wrong", at=asha.at)
        run_jobs()
        bulk.approve(actor=usha, uuid=act.uuid, at=asha.at)
        return act

    with clock.frozen(asha.at):
        act = plan()
        at_once(2, lambda n: submit(agent=mine, attempt=row, at=asha.at) if n else bulk.runs._step(act.uuid))
        run_jobs()
        if bulk.access_act(imran, act.uuid).failed_rows:  # she was first: a result stands on it, which two must approve
            assert attempts.access_attempt(asha.actor, row.uuid).score == 0
            act = plan()
            run_jobs()
    assert bulk.access_act(imran, act.uuid).failed_rows == 0
    assert attempts.access_attempt(asha.actor, row.uuid).score == 20
