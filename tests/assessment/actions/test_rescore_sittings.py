"""A question of an adaptive test that proves wrong: reckoned without it, only upward, told, and taken back as far as
nobody was told of more."""

import pytest
from django.core import mail

from karmayogi.assessment.engine.measurement.showing import Scale, shown
from karmayogi.assessment.models import Bank, Sitting, SittingItem, SittingRescore
from karmayogi.assessment.queries import banks
from karmayogi.assessment.queries.withdrawals import effect_of
from karmayogi.competencies import api as competencies
from karmayogi.credentials import api as credentials
from karmayogi.credentials.types import Standing
from karmayogi.kernel import bulk
from karmayogi.kernel.access import Refused
from karmayogi.kernel.models import AuditEntry
from tests.assessment.actions.test_sit import begin, end, go_on, row_of
from tests.assessment.actions.test_withdraw_question import acts
from tests.assessment.banks import open_bank

__all__ = ["acts"]
FAR = 9.0


@pytest.fixture
def bank(course, cast, at):
    """It shows level 1 to everybody, level 2 to nobody before a test says from where on."""
    row = open_bank(cast, at)
    Bank.objects.update(cuts={1: -FAR, 2: FAR})
    return row


def answer_six(asha, bank, *, wrong: int = 3) -> None:
    begin(actor=asha.actor, bank_uuid=bank.uuid, language="en", at=asha.at)
    for n in range(1, 7):
        go_on(asha, right=n != wrong)


@pytest.fixture
def sat(asha, bank):
    """Closed with one wrong answer of six."""
    answer_six(asha, bank)
    end(actor=asha.actor, sitting=row_of(asha), at=asha.at)
    return Sitting.objects.get()


def item_of(position: int):
    return SittingItem.objects.select_related("item").get(position=position).item


def theta_without(position: int) -> float:
    found = list(SittingItem.objects.filter(answered_at__isnull=False).order_by("position"))
    left = [one for one in found if one.position != position]
    scale = Scale(banks.loaded(Bank.objects.get().uuid).bank, {}, 5)
    return shown(scale, [one.place for one in left], [one.right for one in left]).theta


def cut_between(sat) -> None:
    """Level 2 begins where only whoever did not have the third question gets."""
    theta = theta_without(3)
    assert theta > sat.theta
    Bank.objects.update(cuts={1: -FAR, 2: (sat.theta + theta) / 2})


def evidence(asha):
    return {one.level: one for one in competencies.evidence_of(asha.player.person_id)}


def test_a_level_that_rises_takes_the_place_of_the_evidence_is_told_and_stays(sat, part, asha, acts):
    cut_between(sat)
    competency = sat.competency_id
    old = credentials.certificate_for(sat.uuid)
    act = acts.plan(item_of(3))
    (line,) = [one for one in bulk.rows_of(act.id) if one.data["what"] == "sitting"]
    assert (line.label, line.data["was"], line.data["now"]) == ("1 → 2", 1, 2)
    assert act.needs_second
    assert (effect_of(act).attempts, effect_of(act).sittings, effect_of(act).levels) == (0, None, None)
    with pytest.raises(Refused, match="somebody else"):
        bulk.approve(actor=acts.imran, uuid=act.uuid, at=asha.at)
    assert row_of(asha).level == 1
    act = acts.run(bulk.approve, act)
    assert (act.status, act.failed_rows) == ("done", 0)
    assert (row_of(asha).level, row_of(asha).theta) == (2, pytest.approx(theta_without(3)))
    stays = Sitting.objects.get()
    assert (stays.level, stays.theta) == (1, sat.theta)
    rows = evidence(asha)
    assert (rows[1].withdrawn, rows[2].withdrawn) == ("Two answers are right.", "")
    assert rows[2].observed_on == rows[1].observed_on
    assert competencies.levels_of(asha.player.person_id)[competency].level == 2
    assert [(one.to, "level 2" in one.body) for one in mail.outbox] == [([asha.player.email], True)]
    new = credentials.verify(credentials.certificate_for(sat.uuid).code, at=asha.at)
    assert (new.standing, [level for _code, _name, level in new.facts.competencies]) == (Standing.GENUINE, [2])
    assert credentials.verify(old.code, at=asha.at).standing is Standing.REPLACED
    entry = AuditEntry.objects.get(tag="assessment:sitting:rescore")
    assert (entry.concerns_id, entry.detail["was"], entry.detail["now"]) == (asha.player.person_id, 1, 2)
    act = acts.run(bulk.undo, act)
    kept = [one.message for one in bulk.rows_of(act.id) if one.data["what"] == "sitting"]
    assert kept == ["A level that somebody was told of stays."]
    assert row_of(asha).level == 2


def test_the_second_time_what_stands_since_the_first_is_corrected(sat, part, asha, acts):
    cut_between(sat)
    acts.run(bulk.approve, acts.plan(item_of(3)))
    Bank.objects.update(cuts={1: -FAR, 2: -FAR, 3: row_of(asha).theta - 0.001})
    acts.run(bulk.approve, acts.plan(item_of(1)))
    assert row_of(asha).level == 3
    rows = evidence(asha)
    assert sorted(level for level, one in rows.items() if not one.withdrawn) == [3]


def test_whose_answer_did_good_keeps_it(sat, part, asha, acts):
    act = acts.run(bulk.approve, acts.plan(item_of(5)))
    assert row_of(asha).theta == sat.theta
    assert not SittingRescore.objects.exists()
    assert AuditEntry.objects.get(tag="assessment:sitting:rescore").concerns_id == asha.player.person_id
    assert mail.outbox == []
    assert [one.withdrawn for one in evidence(asha).values()] == [""]
    assert acts.run(bulk.undo, act).status == "undone"


def test_what_moved_without_a_level_goes_back(sat, part, asha, acts):
    act = acts.run(bulk.approve, acts.plan(item_of(3)))
    assert row_of(asha).theta > sat.theta
    assert mail.outbox == []
    act = acts.run(bulk.undo, act)
    assert (row_of(asha).theta, row_of(asha).level) == (pytest.approx(sat.theta), 1)
    assert not any(one.message for one in bulk.rows_of(act.id))


def test_one_that_is_under_way_is_closed_knowing_of_it_and_one_closed_meanwhile_falls_with_the_last_row(
    bank, part, asha, cast, acts, at
):
    from tests.assessment.conftest import Learner

    answer_six(asha, bank)
    item = item_of(3)
    hari = Learner(cast.outsider, at)
    begin(actor=hari.actor, bank_uuid=bank.uuid, language="en", at=at)
    SittingItem.objects.filter(sitting__person_id=hari.player.person_id).update(
        item=item, place=banks.loaded(bank.uuid).places[item.pk]
    )
    go_on(hari, right=True)
    end(actor=hari.actor, sitting=row_of(hari), at=at)
    act = acts.plan(item)
    assert act.to_apply == 2
    mine = Sitting.objects.get(person_id=asha.player.person_id)
    before = mine.theta
    end(actor=asha.actor, sitting=hers(asha), at=at)
    acts.run(bulk.approve, act)
    assert SittingRescore.objects.get().sitting_id == mine.pk
    assert SittingRescore.objects.get().theta > before


def hers(asha):
    from karmayogi.assessment.queries import sittings

    return sittings.access_sitting(asha.actor, Sitting.objects.get(person_id=asha.player.person_id).uuid)


def test_one_that_is_under_way_is_closed_without_it(bank, part, asha, acts, at):
    answer_six(asha, bank)
    without = theta_without(3)
    acts.run(bulk.approve, acts.plan(item_of(3)), acts.imran)
    end(actor=asha.actor, sitting=row_of(asha), at=at)
    assert Sitting.objects.get().theta == pytest.approx(without)
    assert not SittingRescore.objects.exists()
