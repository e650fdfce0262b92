"""Who is told of a plan: the owners of its interventions when it is published and before their quarter, the chair of
the unit when a draft is ready to be agreed and when a quarter is to be reviewed. By mail, once; on Today as long as it
holds.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.faults import not_ready
from karmayogi.capacity.actions.letters import write_to
from karmayogi.capacity.engine.year import quarter
from karmayogi.capacity.models import Plan, PlanStep, Told
from karmayogi.capacity.queries.told import chair_of, fell_due, note_in_words, owners
from karmayogi.capacity.types import Status
from karmayogi.kernel import clock
from karmayogi.kernel.dates import financial_year

AHEAD = dt.timedelta(days=14)  # of a quarter
KEEP = dt.timedelta(days=400)  # nothing of a year is told twice


def tell_owners(plan_id: int, what: str, at: dt.datetime, of_quarter: int | None = None) -> int:
    """what: owner (all of a plan that came into force) or quarter (those of a quarter that is near). How many are told.

    Who was told of the same intervention in the same quarter by an earlier version hears nothing twice.
    """
    with transaction.atomic():
        if not Plan.objects.select_for_update().filter(pk=plan_id, status=Status.PUBLISHED).exists():
            return 0
        lines = [
            Told(
                person_id=one.person_id, plan_id=plan_id, intervention_id=one.intervention_id, what=what,
                key=f"{what}:{one.thread}:{one.quarter}", at=at,
            )
            for one in owners(plan_id, clock.day(at), of_quarter)
        ]  # fmt: skip
        return _tell(lines)


def tell_ahead(at: dt.datetime) -> int:
    """Owners whose quarter begins within two weeks."""
    today = clock.day(at)
    told = 0
    for year in (financial_year(today), financial_year(today) + 1):
        for number in range(1, 5):
            first = quarter(year, number).first
            if today < first <= today + AHEAD:
                plans = Plan.objects.filter(year=year, status=Status.PUBLISHED).values_list("pk", flat=True)
                told += sum(tell_owners(pk, "quarter", at, number) for pk in plans)
    return told


def tell_chairs(at: dt.datetime) -> int:
    """Of drafts that lack nothing, once for each time that they became drafts; of quarters that are to be reviewed."""
    today = clock.day(at)
    told = 0
    for row in Plan.objects.filter(status=Status.DRAFT, year__gte=financial_year(today) - 1):
        chair = chair_of(row.organisation_id, today)
        if chair is not None and not not_ready(row, today):
            begun = PlanStep.objects.filter(plan=row).count()
            told += _at_once(Told(person_id=chair, plan=row, what="agree", key=f"agree:{row.uuid}:{begun}", at=at))
    for plan, organisation, number in fell_due(today):
        chair = chair_of(organisation, today)
        if chair is not None:
            year = Plan.objects.values_list("year", flat=True).get(pk=plan)
            key = f"review:{organisation}:{year}:{number}"
            told += _at_once(Told(person_id=chair, plan_id=plan, what="review", quarter=number, key=key, at=at))
    return told


def clear_told(at: dt.datetime) -> int:
    gone, _each = Told.objects.filter(at__lt=at - KEEP).delete()
    return gone


def _at_once(line: Told) -> int:
    with transaction.atomic():
        return _tell([line])


def _tell(lines: list[Told]) -> int:
    """Keeps that they are told, and writes to those who were not before. A note on Today points at what is in force."""
    count = 0
    for line in lines:
        row, made = Told.objects.get_or_create(
            person_id=line.person_id, key=line.key,
            defaults={
                "plan_id": line.plan_id, "intervention_id": line.intervention_id, "what": line.what,
                "quarter": line.quarter, "at": line.at,
            },
        )  # fmt: skip
        if not made:
            if row.plan_id != line.plan_id:
                Told.objects.filter(pk=row.pk).update(plan_id=line.plan_id, intervention_id=line.intervention_id)
            continue
        count += 1
        pk = row.pk

        def letter(person: int, pk: int = pk) -> tuple[str, str]:
            title, text = note_in_words(person, pk)
            return title, _("%(text)s You find it on your page “Today”.") % {"text": text}

        write_to([row.person_id], letter)
    return count
