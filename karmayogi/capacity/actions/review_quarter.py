"""The review of a quarter: planned against actual, with a reason for each shortfall; and what is carried over."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.copy_plan import copy_carried, copy_parts_of_year
from karmayogi.capacity.actions.draft_plan import begun
from karmayogi.capacity.actions.writing import lines, plain
from karmayogi.capacity.engine.year import label, quarter
from karmayogi.capacity.models import Intervention, Plan, PlanHand, Review, ReviewLine
from karmayogi.capacity.queries.access import access_plan
from karmayogi.capacity.queries.actual import actual
from karmayogi.capacity.queries.reviews import carried, reviews_of
from karmayogi.capacity.queries.spending import spent_by_intervention
from karmayogi.capacity.types import MOST_PEOPLE, MOST_RUPEES, Progress, Status
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Refused
from karmayogi.orgs.types import OrganisationRow


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """Of an intervention: how it stands, why, what was spent (rupees) and how many came, where that is not counted."""

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
        if reviews_of(row).filter(quarter=number).exists():
            raise Refused(_("This quarter was reviewed already: a review stays as it was."))
        came = actual(row.pk, body.path, span, today)
        mine = list(Intervention.objects.filter(plan=row, quarter=number).order_by("number"))
        if not mine:
            raise Refused(_("Nothing was planned for this quarter."))
        entered = spent_by_intervention(row.pk)
        review = Review.objects.create(plan=row, quarter=number, by_id=actor.person_id, at=at, note=lines(note, 2000))
        ReviewLine.objects.bulk_create(
            [_line(review, one, said.get(one.uuid), came.get(one.pk), entered.get(one.uuid)) for one in mine]
        )
        audit.record(
            "capacity:plan:review", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"quarter": number, "interventions": len(mine)},
        )  # fmt: skip


def carry_over(*, actor: Actor, plan: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """The draft for the next year with what the reviews of the year carry over, whichever version they were of. Asked
    again it brings what later reviews carry over into that draft; where there is none it changes nothing.

    Refused: nothing is carried over, next year's plan was begun by other means, or is no draft any more.
    """
    with transaction.atomic():
        row, body = access_plan(actor, plan, "write", clock.day(at), lock=True)
        if row.status not in (Status.PUBLISHED, Status.CLOSED):
            raise Refused(_("Only a plan in execution is carried over."))
        year = Plan.objects.filter(organisation_id=row.organisation_id, year=row.year)
        there = (
            Plan.objects.select_for_update()
            .filter(organisation_id=row.organisation_id, year=row.year + 1)
            .order_by("-version")
            .first()
        )
        if there is not None and there.carried_from_id not in set(year.values_list("pk", flat=True)):
            raise Refused(
                _("There is a plan for %(year)s already: write what is left over into it.")
                % {"year": label(row.year + 1)}
            )
        left = carried(row.pk, there.pk if there else None)
        if there is not None and not left:
            return there.uuid
        if not left:
            raise Refused(_("No review carries anything over."))
        if there is not None and there.status != Status.DRAFT:
            raise Refused(
                _("The plan for %(year)s is no draft any more: begin its next version, then carry over again.")
                % {"year": label(row.year + 1)}
            )
        made = there or _next_year(row, actor, body, at)
        copy_carried(left, made.pk)
        if there is not None:  # whoever writes in it has to look at it anew
            made.revision += 1
            made.changed_at = at
            made.save(update_fields=["revision", "changed_at"])
            PlanHand.objects.get_or_create(plan=made, person_id=actor.person_id)
        audit.record(
            "capacity:plan:carry", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"to": str(made.uuid), "interventions": len(left)},
        )  # fmt: skip
    return made.uuid


def _next_year(row: Plan, actor: Actor, body: OrganisationRow, at: dt.datetime) -> Plan:
    def renamed(title: str) -> str:
        """The same title with the next year in it, where it names the year."""
        return title.replace(label(row.year), label(row.year + 1))

    try:
        with transaction.atomic():
            made = Plan.objects.create(
                organisation_id=row.organisation_id, year=row.year + 1, shape=row.shape, title_en=renamed(row.title_en),
                title_hi=renamed(row.title_hi), title_ur=renamed(row.title_ur), purpose=row.purpose, changed_at=at,
                carried_from=row,
            )  # fmt: skip
    except IntegrityError as error:  # begun by somebody else at the same time
        raise Refused(_("A draft for %(year)s is being written already.") % {"year": label(row.year + 1)}) from error
    copy_parts_of_year(row.pk, made.pk)
    begun(made, actor, body, at)
    return made


def _line(
    review: Review, one: Intervention, said: Said | None, came: tuple[int, int] | None, entered: int | None
) -> ReviewLine:
    """entered: what the vouchers on it sum up to; None where there are none, and what is said counts."""
    if said is None or said.progress not in set(Progress):
        raise Refused(_("Say of each intervention how it stands: number %(number)s.") % {"number": one.number})
    reason = plain(said.reason, 500)
    if said.progress != Progress.DONE and not reason:
        raise Refused(_("Number %(number)s: say why it is not done.") % {"number": one.number})
    if not (0 <= said.spent <= MOST_RUPEES and 0 <= said.people <= MOST_PEOPLE):
        raise Refused(
            _("Number %(number)s: people and rupees are whole numbers, not below zero.") % {"number": one.number}
        )
    counted = one.course_id is not None
    completed, discharged = came or (0, 0)
    completed = completed if counted else said.people
    spent = said.spent if entered is None else max(entered, 0)
    if completed < one.seats and not reason:
        raise Refused(
            _("Number %(number)s: %(planned)s seats were planned, and %(actual)s came. Say why.")
            % {"number": one.number, "planned": one.seats, "actual": completed}
        )
    return ReviewLine(
        review=review, intervention=one, planned=one.seats, completed=completed,
        discharged=discharged, counted=counted, spent=spent, progress=said.progress, reason=reason,
        carries=said.carries and said.progress != Progress.DONE,
    )  # fmt: skip
