"""What a draft does about its needs: interventions with the needs they answer, their course, their days."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.capacity.actions.writing import lines, plain, writing
from karmayogi.capacity.engine.headings import pillar_of
from karmayogi.capacity.engine.year import quarter
from karmayogi.capacity.models import Answer, Batch, BudgetLine, CalendarEntry, Intervention, Plan
from karmayogi.capacity.queries.spending import money_was_spent
from karmayogi.capacity.types import MOST_PEOPLE, MOST_RUPEES, Mode, Pillar
from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused

MOST = 500
MOST_ENTRIES = 60


@dataclasses.dataclass(frozen=True, slots=True)
class Given:
    """An intervention as its form has it. budget: uuid of the line that its cost is charged to."""

    heading: str
    training: bool
    title_en: str
    owner: str
    quarter: int
    mode: str
    title_hi: str = ""
    title_ur: str = ""
    about: str = ""
    provider: str = ""
    seats: int = 0
    cost: int = 0
    budget: uuids.UUID | None = None


def save_intervention(
    *, actor: Actor, plan: uuids.UUID, revision: int, intervention: uuids.UUID | None, given: Given, at: dt.datetime
) -> uuids.UUID:
    """A new one (None), with the next number, or that one. Refused: what cannot be, or an expired sanction."""
    _check(given)
    with writing(actor, plan, revision, at, "intervention") as row:
        was = None if intervention is None else _of(row, intervention)
        line = _line(row, given, clock.day(at), was)
        if was is None:
            count = Intervention.objects.filter(plan=row).count()
            if count >= MOST:
                raise Refused(_("A plan has %(count)s interventions at most.") % {"count": MOST})
            last = rows.scalar("select max(number) from capacity_intervention where plan_id = %s", [row.pk]) or 0
            one = Intervention(plan=row, number=last + 1)
        else:
            one = was
            dates = list(CalendarEntry.objects.filter(intervention=one))
            if dates and one.quarter != given.quarter:
                raise Refused(_("It has days in the calendar of its quarter: take these out first."))
            if sum(entry.seats for entry in dates) > given.seats:
                raise Refused(_("Its dates would have more seats than the intervention."))
        one.heading, one.training, one.quarter, one.mode = given.heading, given.training, given.quarter, given.mode
        one.title_en, one.title_hi, one.title_ur = (
            plain(text, 200) for text in (given.title_en, given.title_hi, given.title_ur)
        )
        one.about, one.owner, one.provider = (
            lines(given.about, 1000),
            plain(given.owner, 200),
            plain(given.provider, 200),
        )
        one.seats, one.cost, one.budget = given.seats, given.cost, line
        if not one.training:
            one.course_id = None
        one.save()
        return one.uuid


def remove_intervention(
    *, actor: Actor, plan: uuids.UUID, revision: int, intervention: uuids.UUID, at: dt.datetime
) -> None:
    with writing(actor, plan, revision, at, "intervention") as row:
        found = Intervention.objects.filter(plan=row, uuid=intervention).first()
        if found is None:
            return
        if money_was_spent(row.pk, intervention=found.thread):
            raise Refused(_("Money was spent on this intervention in the year: it stays in the plan."))
        if Batch.objects.filter(intervention=found).exists():
            raise Refused(_("It has batches: remove them first."))
        found.delete()


def set_course(
    *, actor: Actor, plan: uuids.UUID, revision: int, intervention: uuids.UUID, course: uuids.UUID | None,
    at: dt.datetime,
) -> None:  # fmt: skip
    """What a training consists of: a course, programme, assessment or event of the catalogue; None takes it out."""
    found = None
    if course is not None:
        found = rows.scalar(
            "select course_id from learning_catalogueentry where uuid = %s and live and not hidden", [course]
        )
        if found is None:
            raise Refused(_("This course is not in the catalogue, or is retired."))
    with writing(actor, plan, revision, at, "course") as row:
        one = _of(row, intervention)
        if found is not None and not one.training:
            raise Refused(_("Only a training has a course."))
        one.course_id = found
        one.save(update_fields=["course_id"])


def add_answer(
    *, actor: Actor, plan: uuids.UUID, revision: int, intervention: uuids.UUID, competency: str,
    designation: int | None = None, at: dt.datetime,
) -> None:  # fmt: skip
    """That it answers a need: the code of a competency, and a designation that needs it (None: all that do)."""
    found = competencies.by_codes([competency]).get(competency)
    if found is None:
        raise NotFound
    with writing(actor, plan, revision, at, "answer") as row:
        one = _of(row, intervention)
        if designation is not None and not rows.scalar(
            "select exists (select from capacity_need where plan_id = %s and designation_id = %s)",
            [row.pk, designation],
        ):
            raise Refused(_("This designation is not among the needs of the plan."))
        there = Answer.objects.filter(intervention=one, competency_id=found.id)
        if designation not in set(there.values_list("designation_id", flat=True)):
            Answer.objects.create(intervention=one, competency_id=found.id, designation_id=designation)


def remove_answer(
    *, actor: Actor, plan: uuids.UUID, revision: int, intervention: uuids.UUID, answer: int, at: dt.datetime
) -> None:
    with writing(actor, plan, revision, at, "answer") as row:
        Answer.objects.filter(intervention=_of(row, intervention), pk=answer).delete()


def add_entry(
    *, actor: Actor, plan: uuids.UUID, revision: int, intervention: uuids.UUID, starts_on: dt.date, ends_on: dt.date,
    place: str = "", seats: int = 0, at: dt.datetime,
) -> None:  # fmt: skip
    """Days in the calendar. They begin in the quarter of the intervention; seats are not more than it has."""
    if ends_on < starts_on or (ends_on - starts_on).days > 366:
        raise Refused(_("The last day lies before the first, or more than a year after it."))
    with writing(actor, plan, revision, at, "calendar") as row:
        one = _of(row, intervention)
        span = quarter(row.year, one.quarter)
        if not span.first <= starts_on <= span.last:
            raise Refused(
                _("It is planned for quarter %(quarter)s, from %(first)s to %(last)s: it has to begin then.")
                % {
                    "quarter": one.quarter, "first": span.first.strftime("%d-%m-%Y"),
                    "last": span.last.strftime("%d-%m-%Y"),
                }
            )  # fmt: skip
        there = list(CalendarEntry.objects.filter(intervention=one))
        if len(there) >= MOST_ENTRIES:
            raise Refused(_("An intervention has %(count)s dates at most.") % {"count": MOST_ENTRIES})
        if sum(entry.seats for entry in there) + seats > one.seats or seats < 0:
            raise Refused(_("Its dates would have more seats than the intervention."))
        CalendarEntry.objects.create(
            intervention=one, starts_on=starts_on, ends_on=ends_on, place=plain(place, 200), seats=seats
        )


def remove_entry(*, actor: Actor, plan: uuids.UUID, revision: int, entry: uuids.UUID, at: dt.datetime) -> None:
    with writing(actor, plan, revision, at, "calendar") as row:
        CalendarEntry.objects.filter(intervention__plan=row, uuid=entry).delete()


def _of(row: Plan, intervention: uuids.UUID) -> Intervention:
    one = Intervention.objects.filter(plan=row, uuid=intervention).first()
    if one is None:
        raise NotFound
    return one


def _check(given: Given) -> None:
    pillar = pillar_of(given.heading)
    if pillar is None or given.mode not in set(Mode) or not 1 <= given.quarter <= 4:
        raise Refused(_("Choose a heading, a mode and a quarter."))
    if not given.title_en.strip() or not given.owner.strip():
        raise Refused(_("An intervention has a title in English, and somebody who answers for it."))
    if pillar is Pillar.INDIVIDUAL and not given.training:
        raise Refused(_("Under the individual pillar stand trainings. Choose a heading of another pillar."))
    if given.training == (given.mode == Mode.OTHER):
        raise Refused(_("A training has a mode of training; what is no training has “not a training”."))
    if not (0 <= given.seats <= MOST_PEOPLE and 0 <= given.cost <= MOST_RUPEES):
        raise Refused(_("Seats and cost are whole numbers, not below zero."))


def _line(row: Plan, given: Given, today: dt.date, was: Intervention | None) -> BudgetLine | None:
    """What the cost is charged to. Refused: nothing, or a sanction that does not hold in that quarter; what was charged
    to it before may stay."""
    if given.budget is None:
        if given.cost:
            raise Refused(_("Say to which budget line the cost is charged."))
        return None
    line = BudgetLine.objects.filter(plan=row, uuid=given.budget).first()
    if line is None:
        raise NotFound
    if was is not None and (was.budget_id, was.quarter) == (line.pk, given.quarter) and given.cost <= was.cost:
        return line
    if line.valid_until < max(today, quarter(row.year, given.quarter).first):
        raise Refused(
            _("Sanction %(number)s holds until %(day)s only: nothing of that quarter can be charged to it.")
            % {"number": line.sanction, "day": line.valid_until.strftime("%d-%m-%Y")}
        )
    return line
