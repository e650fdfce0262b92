import datetime as dt
import uuid

import pytest

from karmayogi.assessment.actions.integrity.take_recheck import (
    answer_recheck,
    begin_recheck,
    close_overdue_rechecks,
)
from karmayogi.assessment.models import ItemWithdrawal, Recheck, RecheckQuestion
from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning.models import Enrolment
from tests.assessment.honest import asked, picked


@pytest.fixture
def recheck(part, asha) -> Recheck:
    return asked(asha, part)


def level(asha) -> int:
    return max(one.level for one in competencies.levels_of(asha.player.person_id).values())


@pytest.mark.parametrize(("right", "state", "shown"), [(3, "cleared", 2), (2, "cleared", 2), (1, "unconfirmed", 0)])
def test_two_of_three_confirm_and_less_keeps_the_proof_out(recheck, asha, right, state, shown):
    begin_recheck(actor=asha.actor, recheck=recheck.uuid, at=asha.at)
    asha.later(minutes=2)
    answer_recheck(actor=asha.actor, recheck=recheck.uuid, picked=picked(recheck, right), at=asha.at)
    recheck.refresh_from_db()
    assert (recheck.state, recheck.right) == (state, right)
    assert level(asha) == shown
    row = competencies.evidence_of(asha.player.person_id)[0]
    assert bool(row.unconfirmed) == (state == "unconfirmed")
    assert not row.withdrawn
    assert Enrolment.objects.get().status == "completed"


def test_a_question_withdrawn_meanwhile_counts_as_right(recheck, asha):
    begin_recheck(actor=asha.actor, recheck=recheck.uuid, at=asha.at)
    last = RecheckQuestion.objects.get(recheck=recheck, position=3)
    ItemWithdrawal.objects.create(item_id=last.item_id, reason="x", act_uuid=uuid.uuid4(), at=asha.at)
    answer_recheck(actor=asha.actor, recheck=recheck.uuid, picked=picked(recheck, 1), at=asha.at)
    recheck.refresh_from_db()
    assert (recheck.state, recheck.right) == ("cleared", 2)


def test_answering_twice_counts_once(recheck, asha):
    begin_recheck(actor=asha.actor, recheck=recheck.uuid, at=asha.at)
    answer_recheck(actor=asha.actor, recheck=recheck.uuid, picked=picked(recheck, 0), at=asha.at)
    answer_recheck(actor=asha.actor, recheck=recheck.uuid, picked=picked(recheck, 3), at=asha.at)
    recheck.refresh_from_db()
    assert (recheck.state, recheck.right) == ("unconfirmed", 0)
    assert AuditEntry.objects.filter(tag="assessment:recheck:unconfirm").count() == 1


def test_answers_without_a_clock_are_refused(recheck, asha):
    with pytest.raises(Refused, match="Begin first"):
        answer_recheck(actor=asha.actor, recheck=recheck.uuid, picked=picked(recheck, 3), at=asha.at)
    assert Recheck.objects.get().state == "open"


def test_what_comes_after_the_time_does_not_count(recheck, asha):
    begin_recheck(actor=asha.actor, recheck=recheck.uuid, at=asha.at)
    asha.later(minutes=9)
    answer_recheck(actor=asha.actor, recheck=recheck.uuid, picked=picked(recheck, 3), at=asha.at)
    recheck.refresh_from_db()
    assert (recheck.state, recheck.right) == ("unconfirmed", None)


def test_not_begun_in_time_it_is_closed_by_the_clock(recheck, asha):
    assert close_overdue_rechecks(at=recheck.due_at) == 0
    assert close_overdue_rechecks(at=recheck.due_at + dt.timedelta(seconds=1)) == 1
    assert close_overdue_rechecks(at=recheck.due_at + dt.timedelta(seconds=2)) == 0
    recheck.refresh_from_db()
    assert (recheck.state, recheck.right) == ("unconfirmed", None)
    assert level(asha) == 0


@pytest.mark.parametrize("part_of_cast", ["supervisor", "admin", "outsider", "platform"])
def test_nobody_else_finds_it(recheck, cast, asha, part_of_cast):
    actor = getattr(cast, part_of_cast).actor(asha.at)
    with pytest.raises(NotFound):
        begin_recheck(actor=actor, recheck=recheck.uuid, at=asha.at)
    with pytest.raises(NotFound):
        answer_recheck(actor=actor, recheck=recheck.uuid, picked={}, at=asha.at)
