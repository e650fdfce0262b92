"""Budget lines of a draft, by scheme: figures are entered, the share of 2.5 % is worked out."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.capacity.actions.writing import plain, writing
from karmayogi.capacity.engine.year import first_day, last_day
from karmayogi.capacity.models import BudgetLine, Intervention
from karmayogi.capacity.queries.spending import money_was_spent
from karmayogi.capacity.types import MOST_RUPEES
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused

MOST_LINES = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Money:
    """A line by the names of its columns; amounts in whole rupees."""

    scheme: str
    head: str
    salary: int
    training: int
    sanction: str
    sanctioned_on: dt.date
    valid_until: dt.date


def save_line(
    *, actor: Actor, plan: uuids.UUID, revision: int, line: uuids.UUID | None, money: Money, at: dt.datetime
) -> uuids.UUID:
    """A new line (line None) or that one. Refused: a sanction that has run out, or is not of the year."""
    money = dataclasses.replace(
        money, scheme=plain(money.scheme, 200), head=plain(money.head, 60), sanction=plain(money.sanction, 120)
    )
    if not (money.scheme and money.head and money.sanction):
        raise Refused(_("A line has a scheme, a head of account and the number of its sanction."))
    if not (0 <= money.salary <= MOST_RUPEES and 0 <= money.training <= MOST_RUPEES):
        raise Refused(_("Amounts are whole rupees, not below zero."))
    if money.valid_until < money.sanctioned_on:
        raise Refused(_("The sanction ends before it begins."))
    if money.valid_until < clock.day(at):
        raise Refused(
            _("Sanction %(number)s ran out on %(day)s: nothing can be charged to it. Enter the one that holds now.")
            % {"number": money.sanction, "day": money.valid_until.strftime("%d-%m-%Y")}
        )
    with writing(actor, plan, revision, at, "budget") as row:
        if money.valid_until < first_day(row.year) or money.sanctioned_on > last_day(row.year):
            raise Refused(_("This sanction is not for the year of the plan."))
        if line is not None:
            found = BudgetLine.objects.filter(plan=row, uuid=line).first()
            if found is None:
                raise NotFound
            for name, value in dataclasses.asdict(money).items():
                setattr(found, name, value)
            found.save()
            return found.uuid
        if BudgetLine.objects.filter(plan=row).count() >= MOST_LINES:
            raise Refused(_("A plan has %(count)s budget lines at most.") % {"count": MOST_LINES})
        made: uuids.UUID = BudgetLine.objects.create(plan=row, **dataclasses.asdict(money)).uuid
        return made


def remove_line(*, actor: Actor, plan: uuids.UUID, revision: int, line: uuids.UUID, at: dt.datetime) -> None:
    with writing(actor, plan, revision, at, "budget") as row:
        found = BudgetLine.objects.filter(plan=row, uuid=line).first()
        if found is None:
            return
        if Intervention.objects.filter(budget=found).exists():
            raise Refused(_("Interventions are charged to this line: charge them to another one first."))
        if money_was_spent(row.pk, line=found.thread):
            raise Refused(_("Money was spent of this line in the year: it stays in the plan."))
        found.delete()
