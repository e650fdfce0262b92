"""The adaptive test: one question at a time, all of it on the server, and evidence with how sure it is."""

import datetime as dt

import pytest
from django.db import Error, transaction

from karmayogi.assessment.actions.sit import answer, begin, close_overdue, end
from karmayogi.assessment.models import AttemptRequest, Item, ItemWithdrawal, Paper, Sitting, SittingItem
from karmayogi.assessment.queries import banks, sittings
from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.models import AuditEntry
from tests.assessment.banks import open_bank, places


@pytest.fixture
def bank(course, cast, at):
    return open_bank(cast, at)


@pytest.fixture
def sitting(bank, asha):
    begin(actor=asha.actor, bank_uuid=bank.uuid, language="en", at=asha.at)
    return Sitting.objects.get()


def row_of(asha):
    return sittings.access_sitting(asha.actor, Sitting.objects.latest("id").uuid)


def go_on(asha, *, right: bool, at=None) -> bool:
    row = row_of(asha)
    return answer(
        actor=asha.actor, sitting=row, position=row.position, picked=places(row.id, right=right), at=at or asha.at
    )


def to_the_end(asha, *, right: bool):
    while row_of(asha).is_open:
        assert go_on(asha, right=right)
    return row_of(asha)


def test_whoever_was_allowed_more_time_at_a_test_has_it_here_too(bank, cast, asha):
    AttemptRequest.objects.create(
        person_id=asha.player.person_id, paper=Paper.objects.get(), extra_percent=50, asked_at=asha.at,
        decided_at=asha.at, decided_by_id=cast.admin.actor(asha.at).account_id, granted=True,
    )  # fmt: skip
    begin(actor=asha.actor, bank_uuid=bank.uuid, language="en", at=asha.at)
    assert Sitting.objects.get().due_at == asha.at + dt.timedelta(minutes=45)


def test_whoever_knows_gets_harder_questions_and_a_level_with_its_error(sitting, asha):
    places_asked = []
    while row_of(asha).is_open:
        places_asked.append(SittingItem.objects.get(answered_at=None).place)
        go_on(asha, right=True)
    row = row_of(asha)
    assert row.closing == "enough"
    assert 5 <= row.answered <= 12
    assert max(places_asked[3:]) > max(places_asked[:2])
    assert len(set(places_asked)) == len(places_asked)
    assert (row.level, row.theta > 1, row.error < 1) == (3, True, True)
    (evidence,) = competencies.evidence_of(asha.player.person_id)
    assert (evidence.level, evidence.source) == (3, "independent_test")
    assert f"standard error {row.error:.2f}" in evidence.context
    assert competencies.levels_of(asha.player.person_id)[row.competency_id].level == 3
    entry = AuditEntry.objects.get(tag="assessment:sitting:close")
    assert (entry.concerns_id, entry.detail["level"], entry.detail["answered"]) == (
        asha.player.person_id, 3, row.answered,
    )  # fmt: skip


def test_whoever_does_not_know_shows_no_level_and_nothing_is_kept(sitting, asha):
    row = to_the_end(asha, right=False)
    assert (row.level, row.theta < -1) == (0, True)
    assert list(competencies.evidence_of(asha.player.person_id)) == []


def test_both_areas_are_asked_in_their_shares(sitting, asha):
    to_the_end(asha, right=True)
    areas = [place % 2 for place in SittingItem.objects.values_list("place", flat=True)]
    assert abs(sum(areas) - len(areas) / 2) <= 1


def test_the_same_answer_twice_counts_once(sitting, asha):
    row = row_of(asha)
    picked = places(row.id, right=True)
    assert answer(actor=asha.actor, sitting=row, position=1, picked=picked, at=asha.at)
    theta = Sitting.objects.get().theta
    assert not answer(actor=asha.actor, sitting=row, position=1, picked=picked, at=asha.at)
    assert not answer(actor=asha.actor, sitting=row, position=9, picked=picked, at=asha.at)
    assert Sitting.objects.get().theta == theta
    assert SittingItem.objects.count() == 2


def test_an_answer_and_the_next_question_are_eight_statements(sitting, asha, django_assert_num_queries):
    go_on(asha, right=True)
    row, actor = row_of(asha), asha.actor
    picked = places(row.id, right=True)
    with django_assert_num_queries(10):  # with the savepoint around it
        assert answer(actor=actor, sitting=row, position=row.position, picked=picked, at=asha.at)


@pytest.mark.parametrize("picked", [[], [1, 2], [9]])
def test_no_answer_is_no_answer(sitting, asha, picked):
    row = row_of(asha)
    if Item.objects.get(pk=SittingItem.objects.get().item_id).kind == "multiple" and picked == [1, 2]:
        picked = []
    with pytest.raises(Refused, match="Choose an answer"):
        answer(actor=asha.actor, sitting=row, position=1, picked=picked, at=asha.at)
    assert SittingItem.objects.get().answered_at is None


def test_it_is_resumed_where_it_was(sitting, bank, asha):
    go_on(asha, right=True)
    before = sittings.question(row_of(asha))
    asha.later(minutes=5)
    assert begin(actor=asha.actor, bank_uuid=bank.uuid, language="en", at=asha.at) == sitting.uuid
    assert sittings.question(row_of(asha)) == before


def test_not_again_before_its_days_are_over(sitting, bank, asha):
    end(actor=asha.actor, sitting=row_of(asha), at=asha.at)
    end(actor=asha.actor, sitting=row_of(asha), at=asha.at)
    assert AuditEntry.objects.filter(tag="assessment:sitting:close").count() == 1
    asha.later(days=89)
    with pytest.raises(Refused, match=r"18\.02\.2027"):
        begin(actor=asha.actor, bank_uuid=bank.uuid, language="en", at=asha.at)
    asha.later(days=1)
    assert begin(actor=asha.actor, bank_uuid=bank.uuid, language="en", at=asha.at) != sitting.uuid


def test_time_ends_it_with_what_was_answered(sitting, asha):
    for _n in range(5):
        go_on(asha, right=True)
    late = asha.at + dt.timedelta(minutes=32, seconds=1)
    assert not go_on(asha, right=True, at=late)
    row = row_of(asha)
    assert (row.closing, row.answered, row.is_open) == ("time", 5, False)
    assert row.level > 0


def test_an_answer_within_the_grace_counts_and_is_the_last(sitting, asha):
    assert go_on(asha, right=True, at=asha.at + dt.timedelta(minutes=31))
    row = row_of(asha)
    assert (row.closing, row.answered, row.level) == ("time", 1, 0)  # too few to say anything


def test_the_job_closes_what_is_overdue(sitting, asha):
    assert close_overdue(at=asha.at + dt.timedelta(minutes=32)) == 0
    assert close_overdue(at=asha.at + dt.timedelta(minutes=32, seconds=1)) == 1
    assert row_of(asha).level == 0


def test_what_was_withdrawn_is_not_asked(bank, asha, cast, at):
    import uuid

    items = list(Item.objects.filter(key__startswith="b-").order_by("key"))
    for item in items[:34]:
        ItemWithdrawal.objects.create(item=item, reason="x", act_uuid=uuid.uuid4(), at=at)
    begin(actor=asha.actor, bank_uuid=bank.uuid, language="en", at=at)
    row = to_the_end(asha, right=False)
    assert row.answered == 6
    assert set(SittingItem.objects.values_list("item_id", flat=True)) == {item.pk for item in items[34:]}


def test_the_database_keeps_answers_and_closed_tests(sitting, asha):
    go_on(asha, right=True)
    for change in (
        lambda: SittingItem.objects.filter(position=1).update(right=False),
        lambda: SittingItem.objects.filter(position=1).delete(),
    ):
        with pytest.raises(Error, match="final"), transaction.atomic():
            change()
    end(actor=asha.actor, sitting=row_of(asha), at=asha.at)
    with pytest.raises(Error, match="closed"), transaction.atomic():
        Sitting.objects.update(level=5)


def test_hers_alone_and_only_while_it_is_open(sitting, bank, outsider, asha):
    with pytest.raises(NotFound):
        sittings.access_sitting(outsider.actor, sitting.uuid)
    banks.bank_by_id(bank.id)
    type(bank).objects.update(status="closed")
    with pytest.raises(NotFound):
        begin(actor=outsider.actor, bank_uuid=bank.uuid, language="en", at=outsider.at)
    assert go_on(asha, right=True)  # what is under way goes on
