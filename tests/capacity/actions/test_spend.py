"""Money by voucher: beside what is allocated, taken back by a counter-entry, through versions, into review and file."""

import datetime as dt
import io
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.capacity import api as capacity
from karmayogi.capacity.actions.budget import remove_line
from karmayogi.capacity.actions.draft_plan import next_version
from karmayogi.capacity.actions.interventions import remove_intervention
from karmayogi.capacity.models import BudgetLine, Expenditure, Intervention, Plan, ReviewLine
from karmayogi.capacity.queries.spending import spending_of
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7

DAY = dt.timedelta(days=1)


def entering(planning, cast, at):
    plan = planning.published()
    line, one = BudgetLine.objects.get(plan__uuid=plan), Intervention.objects.get(plan__uuid=plan)

    def enter(amount, voucher="V-1", entry=None, who=cast.admin, **how):
        given = {"line": line.uuid, "spent_on": at.date(), "intervention": one.uuid} | how
        capacity.spend(
            actor=who.actor(at), plan=plan, entry=entry or uuid7(), amount=amount, voucher=voucher, **given, at=at
        )

    return plan, line, one, enter


def test_never_above_what_is_allocated_without_a_reason_and_each_voucher_once(planning, cast, at):
    plan, line, _one, enter = entering(planning, cast, at)
    entry = uuid7()
    for _again in range(2):
        enter(50_000, entry=entry)
    assert Expenditure.objects.count() == 1
    with pytest.raises(Refused, match="entered on this line already"):
        enter(10_000)
    with pytest.raises(Refused, match="80,000 are allocated and ₹ 50,000 spent: this would be ₹ 5,000 too much"):
        enter(35_000, "V-2")
    enter(30_000, "V-2")
    with pytest.raises(Refused, match="₹ 1 too much"):
        enter(1, "V-3")
    enter(1, "V-3", reason="The hall cost more than was told")
    for how, told in (
        ({"spent_on": at.date() + DAY}, "not ahead"),
        ({"spent_on": dt.date(2026, 3, 31)}, "in the year"),
    ):
        with pytest.raises(Refused, match=told):
            enter(1, "V-4", reason="x", **how)
    BudgetLine.objects.update(valid_until=at.date() - DAY)
    with pytest.raises(Refused, match="Sanction S-4/2026 holds from"):
        enter(1, "V-4", reason="x")
    for how in ({"line": uuid.uuid4()}, {"intervention": uuid.uuid4()}, {"who": cast.other_admin}):
        with pytest.raises(NotFound):
            enter(1, "V-5", reason="x", **how)
    with pytest.raises(Refused, match="above zero"):
        enter(0, "V-6")
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.run("update capacity_expenditure set amount = -5")
    other = next_version(actor=cast.admin.actor(at), plan=plan, at=at)
    with pytest.raises(Refused, match="plan that is in force"):
        capacity.spend(
            actor=cast.admin.actor(at), plan=other, entry=uuid7(), amount=1, voucher="V-7", line=line.uuid,
            spent_on=at.date(), at=at,
        )  # fmt: skip


def test_a_wrong_entry_is_countered_once_and_stays_to_be_seen(planning, cast, at):
    plan, line, _one, enter = entering(planning, cast, at)
    entry = uuid7()
    enter(70_000, entry=entry)
    bala = cast.admin.actor(at)
    with pytest.raises(Refused, match="why the entry is taken back"):
        capacity.counter_entry(actor=bala, plan=plan, entry=entry, reason=" ", at=at)
    for _again in range(2):
        capacity.counter_entry(actor=bala, plan=plan, entry=entry, reason="Of another scheme", at=at)
    assert sorted(Expenditure.objects.values_list("amount", flat=True)) == [-70_000, 70_000]
    with pytest.raises(Refused, match="counter-entry is not taken back"):
        counter = Expenditure.objects.get(amount__lt=0).uuid
        capacity.counter_entry(actor=bala, plan=plan, entry=counter, reason="x", at=at)
    enter(80_000)  # the same voucher, rightly this time
    [shown] = spending_of(line.plan_id)
    assert (shown.planned, shown.spent, shown.left) == ((0, 0, 60_000, 0), (0, 0, 80_000, 0), 0)
    with pytest.raises(NotFound):
        capacity.counter_entry(actor=cast.other_admin.actor(at), plan=plan, entry=entry, reason="x", at=at)


def test_it_follows_the_line_through_versions_into_the_review_and_the_workbook(planning, cast, at, browse):
    plan, _line, one, enter = entering(planning, cast, at)
    enter(25_000)
    bala = cast.admin
    page = reverse("capacity:spending", args=[plan])
    line = BudgetLine.objects.get(plan__uuid=plan).uuid
    form = {"entry": uuid7(), "line": line, "amount": "60000", "spent_on": "2026-11-02", "voucher": "V-9"}
    assert browse(bala, page, form).status_code == 422
    assert browse(bala, page, form | {"reason": "Prices rose"}).status_code == 302
    assert "Prices rose" in browse(bala, f"{page}?q=prices").content.decode()
    assert "V-1" in browse(bala, page.removesuffix("/") + ".csv").content.decode()
    draft = next_version(actor=bala.actor(at), plan=plan, at=at)
    copied = BudgetLine.objects.get(plan__uuid=draft)
    assert sum(spending_of(copied.plan_id)[0].spent) == 85_000
    with pytest.raises(Refused, match="Money was spent on this intervention"):
        mine = Intervention.objects.get(plan__uuid=draft).uuid
        remove_intervention(**planning.said(draft), intervention=mine)
    Intervention.objects.filter(plan__uuid=draft).update(budget=None, cost=0)
    with pytest.raises(Refused, match="Money was spent of this line"):
        remove_line(**planning.said(draft), line=copied.uuid)
    later = at + 20 * DAY
    said = {one.uuid: capacity.Said("partly", "The hall was flooded", spent=1)}
    capacity.review_quarter(actor=bala.actor(later), plan=plan, number=3, said=said, at=later)
    assert ReviewLine.objects.get().spent == 25_000, "by its vouchers, whatever is said"
    book = browse(bala, reverse("capacity:workbook", args=[plan]))
    read = CalamineWorkbook.from_filelike(io.BytesIO(book.content))
    sheets = {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}
    assert [line[2:5] for line in sheets["Spending"][1:5]][2] == [60_000, 85_000, 85_000]
    assert {line[1] for line in sheets["Vouchers"][1:3]} == {"V-1", "V-9"}
    assert Plan.objects.get(uuid=plan).status == "published"
