"""What keeps a draft from being agreed, in sentences, and what whoever signs should know."""

import datetime as dt

from django.utils.translation import gettext as _

from karmayogi.capacity.engine.budget import share
from karmayogi.capacity.engine.headings import TEXTS_NEEDED
from karmayogi.capacity.engine.year import quarter
from karmayogi.capacity.models import Annex, Intervention, Plan, Survey, UnitMember
from karmayogi.capacity.queries.access import active_unit
from karmayogi.capacity.queries.needs import Ranked, matters
from karmayogi.capacity.queries.plans import BudgetRow, answers_of, budget_of
from karmayogi.capacity.types import Shape
from karmayogi.ui.api import comma, day, num, pick

SHOWN = 5
TOP = 10  # of the ranking: those that nothing answers are told


def not_ready(row: Plan, on: dt.date) -> list[str]:
    """Sentences that say what is missing; none: the unit can agree. Asked again at each step until publication."""
    found = []
    unit = active_unit(row.organisation_id)
    if unit is None:
        found.append(_("There is no active capacity building unit."))
    elif not UnitMember.objects.filter(unit=unit, until__isnull=True, chairs=True).exists():
        found.append(_("Nobody chairs the capacity building unit."))
    if row.needs_state == "waiting":
        found.append(_("The needs are being counted."))
    elif row.needs_state != "done":
        found.append(_("The needs have not been counted."))
    survey = Survey.objects.filter(plan=row, closed_at__isnull=True).first()
    if survey is not None:
        found.append(_("A survey is open until %(day)s: wait, or close it.") % {"day": day(survey.closes_on)})
    if not Intervention.objects.filter(plan=row).exists():
        found.append(_("There is no intervention yet."))
    found += _unweighed(row)
    found += _money(row, on)
    written = set(Annex.objects.filter(plan=row).values_list("number", flat=True))
    for number in TEXTS_NEEDED[Shape(row.shape)]:
        if number not in written:
            found.append(_("Annex %(number)s has no text yet.") % {"number": number})
    return found


def warnings(ranked: list[Ranked], budget: list[BudgetRow]) -> list[str]:
    """What does not hold the plan up: too little for training, and great needs that nothing answers."""
    found = []
    for line in budget:
        one = share(line.salary, line.training)
        if one.short:
            found.append(
                _(
                    "%(scheme)s: 2.5 %% of the salary head is ₹ %(due)s, and ₹ %(training)s are allocated to training:"
                    " ₹ %(short)s less."
                )
                % {
                    "scheme": line.scheme, "due": num(one.due), "training": num(one.training), "short": num(one.short),
                }
            )  # fmt: skip
    open_needs = [one for one in ranked[:TOP] if not one.answered and one.score.rank]
    if open_needs:
        names = comma().join(pick(one.name_en, one.name_hi, one.name_ur) for one in open_needs[:SHOWN])
        found.append(_("Among the ten greatest needs, nothing answers: %(names)s.") % {"names": names})
    return found


def _unweighed(row: Plan) -> list[str]:
    """Needs that interventions answer, of which the unit has not said how much they matter."""
    said = matters(row.pk)
    open_names = {
        one.competency_id: pick(one.name_en, one.name_hi, one.name_ur)
        for many in answers_of(row.pk).values()
        for one in many
        if one.competency_id not in said
    }
    if not open_names:
        return []
    names = comma().join(list(open_names.values())[:SHOWN])
    return [_("The unit has not said how much these matter: %(names)s.") % {"names": names}]


def _money(row: Plan, on: dt.date) -> list[str]:
    found = []
    for line in budget_of(row.pk):
        if not line.charged:
            continue
        span = quarter(row.year, line.last_quarter)
        # What a later version has of a quarter that is over was charged while the sanction held.
        spent = row.version > 1 and span.last < on
        if line.valid_until < (span.first if spent else max(on, span.first)):
            found.append(
                _("Sanction %(number)s holds until %(day)s only, and cost of a later day is charged to it.")
                % {"number": line.sanction, "day": line.valid_until.strftime("%d-%m-%Y")}
            )
        if line.charged > line.training:
            found.append(
                _("%(scheme)s: ₹ %(charged)s are charged, and ₹ %(training)s are allocated to training.")
                % {"scheme": line.scheme, "charged": num(line.charged), "training": num(line.training)}
            )
    return found
