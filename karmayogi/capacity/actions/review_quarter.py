"""The review of a quarter: planned against actual, with a reason for each shortfall; and what is carried over."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.copy_plan import copy_carried
from karmayogi.capacity.actions.draft_plan import begun
from karmayogi.capacity.actions.writing import lines, plain
from karmayogi.capacity.engine.year import label, quarter
from karmayogi.capacity.models import Intervention, Plan, Review, ReviewLine
from karmayogi.capacity.queries.access import access_plan
from karmayogi.capacity.queries.actual import actual
from karmayogi.capacity.types import Progress, Status
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Refused
from karmayogi.orgs.types import OrganisationRow


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """Of an intervention: how it stands, why, what was spent (rupees), and how many came, where that is not counted."""

    progress: str
    reason: str = ""
    spent: int = 0
    people: int = 0
    carries: bool = False


def review_quarter(
    *, actor: Actor, plan: uuids.UUID, number: int, said: dict[uuids.UUID, Said], note: str = "", at: dt.datetime
) -> None:
    """Once per quarter, from its last month on; what is counted is counted now and stays.

    Refused: a quarter that was reviewed, has hardly begun, or an intervention of it without a word.
    """
    today = clock.day(at)
    with transaction.atomic():
        row, body = access_plan(actor, plan, "write", today, lock=True)
        if row.status != Status.PUBLISHED:
            raise Refused(_("Only a plan in execution is reviewed."))
        span = quarter(row.year, number)
        if today < span.last.replace(day=1):
            raise Refused(_("A quarter is reviewed from its last month on."))
        if Review.objects.filter(plan=row, quarter=number).exists():
            raise Refused(_("This quarter was reviewed already: a review stays as it was."))
        came = actual(row.pk, body.path, span.first, min(span.last, today))
        mine = list(Intervention.objects.filter(plan=row, quarter=number).order_by("number"))
        if not mine:
            raise Refused(_("Nothing was planned for this quarter."))
        review = Review.objects.create(plan=row, quarter=number, by_id=actor.person_id, at=at, note=lines(note, 2000))
        ReviewLine.objects.bulk_create([_line(review, one, said.get(one.uuid), came.get(one.pk)) for one in mine])
        audit.record(
            "capacity:plan:review", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"quarter": number, "interventions": len(mine)},
        )  # fmt: skip


def carry_over(*, actor: Actor, plan: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """The draft for the next year with what reviews carry over; repeating it answers the draft that is there.

    Refused: nothing is carried over, or next year's plan was begun by other means.
    """
    with transaction.atomic():
        row, body = access_plan(actor, plan, "write", clock.day(at), lock=True)
        if row.status not in (Status.PUBLISHED, Status.CLOSED):
            raise Refused(_("Only a plan in execution is carried over."))
        there = Plan.objects.filter(organisation_id=row.organisation_id, year=row.year + 1).order_by("-version").first()
        if there is not None and there.carried_from_id == row.pk:
            return there.uuid
        if there is not None:
            raise Refused(
                _("There is a plan for %(year)s already: write what is left over into it.")
                % {"year": label(row.year + 1)}
            )
        if not ReviewLine.objects.filter(review__plan=row, carries=True).exists():
            raise Refused(_("No review carries anything over."))
        made = _next_year(row, actor, body, at)
        count = copy_carried(row.pk, made.pk)
        audit.record(
            "capacity:plan:carry", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"to": str(made.uuid), "interventions": count},
        )  # fmt: skip
    return made.uuid


def _next_year(row: Plan, actor: Actor, body: OrganisationRow, at: dt.datetime) -> Plan:
    def renamed(title: str) -> str:
        """The same title with the next year in it, where it names the year."""
        return title.replace(label(row.year), label(row.year + 1))

    made = Plan.objects.create(
        organisation_id=row.organisation_id, year=row.year + 1, shape=row.shape, title_en=renamed(row.title_en),
        title_hi=renamed(row.title_hi), title_ur=renamed(row.title_ur), purpose=row.purpose, changed_at=at,
        carried_from=row,
    )  # fmt: skip
    begun(made, actor, body, at)
    return made


def _line(review: Review, one: Intervention, said: Said | None, came: tuple[int, int] | None) -> ReviewLine:
    if said is None or said.progress not in set(Progress):
        raise Refused(_("Say of each intervention how it stands: number %(number)s.") % {"number": one.number})
    reason = plain(said.reason, 500)
    if said.progress != Progress.DONE and not reason:
        raise Refused(_("Number %(number)s: say why it is not done.") % {"number": one.number})
    if said.spent < 0 or said.people < 0:
        raise Refused(_("Number %(number)s: amounts are not below zero.") % {"number": one.number})
    counted = one.course_id is not None
    completed, discharged = came or (0, 0)
    return ReviewLine(
        review=review, intervention=one, planned=one.seats, completed=completed if counted else said.people,
        discharged=discharged, counted=counted, spent=said.spent, progress=said.progress, reason=reason,
        carries=said.carries and said.progress != Progress.DONE,
    )  # fmt: skip
