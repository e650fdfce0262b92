"""Money that was spent of a budget line: entered by its voucher, taken back by a counter-entry, never changed."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.writing import plain
from karmayogi.capacity.engine.year import first_day, last_day
from karmayogi.capacity.models import BudgetLine, Expenditure, Intervention, Plan
from karmayogi.capacity.queries.access import access_plan
from karmayogi.capacity.queries.spending import spent_of_line
from karmayogi.capacity.types import MOST_RUPEES, Status
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.ui.api import num


def spend(
    *, actor: Actor, plan: uuids.UUID, entry: uuids.UUID, line: uuids.UUID, amount: int, spent_on: dt.date,
    voucher: str, intervention: uuids.UUID | None = None, reason: str = "", at: dt.datetime,
) -> None:  # fmt: skip
    """entry: made by the form; sent twice it is entered once. line, intervention: uuids in the plan in force.

    Refused: a day outside the year or the sanction, a voucher that stands on the line already, and more than is
    allocated without a reason.
    """
    voucher, reason, today = plain(voucher, 60), plain(reason, 500), clock.day(at)
    if not 1 <= amount <= MOST_RUPEES:
        raise Refused(_("The amount is in whole rupees, above zero."))
    if not voucher:
        raise Refused(_("Say the number of the voucher."))
    with transaction.atomic():
        row = _in_force(actor, plan, at)
        if Expenditure.objects.filter(uuid=entry).exists():
            if Expenditure.objects.filter(uuid=entry, organisation_id=row.organisation_id, year=row.year).exists():
                return
            raise NotFound
        found = BudgetLine.objects.filter(plan=row, uuid=line).first()
        if found is None:
            raise NotFound
        thread = None
        if intervention is not None:
            thread = Intervention.objects.filter(plan=row, uuid=intervention).values_list("thread", flat=True).first()
            if thread is None:
                raise NotFound
        if not first_day(row.year) <= spent_on <= min(last_day(row.year), today):
            raise Refused(_("The day lies in the year of the plan, and not ahead."))
        if not found.sanctioned_on <= spent_on <= found.valid_until:
            raise Refused(
                _("Sanction %(number)s holds from %(first)s to %(last)s: nothing of another day is spent of it.")
                % {
                    "number": found.sanction, "first": found.sanctioned_on.strftime("%d-%m-%Y"),
                    "last": found.valid_until.strftime("%d-%m-%Y"),
                }
            )  # fmt: skip
        mine = Expenditure.objects.filter(organisation_id=row.organisation_id, year=row.year, line=found.thread)
        taken_back = Expenditure.objects.filter(counters__isnull=False).values("counters_id")
        if mine.filter(voucher=voucher, intervention=thread, counters__isnull=True).exclude(pk__in=taken_back).exists():
            raise Refused(_("Voucher %(number)s is entered on this line already.") % {"number": voucher})
        spent = spent_of_line(row.organisation_id, row.year, found.thread)
        if spent + amount > found.training and not reason:
            raise Refused(
                _("₹ %(allocated)s are allocated and ₹ %(spent)s spent: this would be ₹ %(more)s too much. Say why.")
                % {
                    "allocated": num(found.training), "spent": num(spent), "more": num(spent + amount - found.training),
                }
            )  # fmt: skip
        Expenditure.objects.create(
            uuid=entry, organisation_id=row.organisation_id, year=row.year, line=found.thread, intervention=thread,
            spent_on=spent_on, amount=amount, voucher=voucher, reason=reason, by_id=actor.person_id, at=at,
        )  # fmt: skip
        _record("spend", actor, row, at, voucher=voucher, amount=amount)


def counter_entry(*, actor: Actor, plan: uuids.UUID, entry: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Takes an entry back by one of the same amount below zero, on the day of the entry, so that its quarter is right.
    Repeating it changes nothing. Refused: no reason, or a counter-entry."""
    reason = plain(reason, 500)
    with transaction.atomic():
        row = _in_force(actor, plan, at)
        was = Expenditure.objects.filter(uuid=entry, organisation_id=row.organisation_id, year=row.year).first()
        if was is None:
            raise NotFound
        if was.counters_id is not None:
            raise Refused(_("A counter-entry is not taken back: enter the voucher anew."))
        if Expenditure.objects.filter(counters=was).exists():
            return
        if not reason:
            raise Refused(_("Say why the entry is taken back."))
        Expenditure.objects.create(
            organisation_id=row.organisation_id, year=row.year, line=was.line, intervention=was.intervention,
            spent_on=was.spent_on, amount=-was.amount, voucher=was.voucher, reason=reason, counters=was,
            by_id=actor.person_id, at=at,
        )  # fmt: skip
        _record("counter", actor, row, at, voucher=was.voucher, amount=-was.amount)


def _in_force(actor: Actor, plan: uuids.UUID, at: dt.datetime) -> Plan:
    """Under lock: two who enter at the same time see each other's sum."""
    row, _body = access_plan(actor, plan, "write", clock.day(at), lock=True)
    if row.status != Status.PUBLISHED:
        raise Refused(_("Money is entered under the plan that is in force."))
    return row


def _record(act: str, actor: Actor, row: Plan, at: dt.datetime, *, voucher: str, amount: int) -> None:
    audit.record(
        f"capacity:money:{act}", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
        detail={"voucher": voucher, "amount": amount},
    )  # fmt: skip
