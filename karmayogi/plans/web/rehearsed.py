"""Files of a rehearsal: by office, its cost, its clashes, and who would be above a limit of learning."""

import uuid as uuids

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.plans.models import Rehearsal
from karmayogi.plans.queries import rehearsed
from karmayogi.plans.queries.access import access_mandate
from karmayogi.plans.web import words
from karmayogi.ui.api import day, named, pick


@signed_in
def rehearsal_csv(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    """`?part=` costs, clashes or above; else by office. The one by name is in the trail."""
    row, _unit = access_mandate(request.actor, mandate, "see")
    found = Rehearsal.objects.filter(mandate=row, state=Rehearsal.State.DONE).order_by("-pk").first()
    if found is None:
        raise NotFound
    part = request.GET.get("part", "")
    if part == "above":
        people = _above(found.pk)
        audit.record(
            "plans:rehearsal:people", agent=request.actor, at=request.at, kind="mandate", subject=row.uuid,
            label=row.title_en, detail={"lines": len(people) - 1},
        )  # fmt: skip
        return _file(people, f"above-{row.number}")
    if part == "costs":
        return _file(_costs(found.pk), f"cost-{row.number}")
    if part == "clashes":
        return _file(_clashes(found.pk), f"clashes-{row.number}")
    return _file(_offices(found.pk), f"rehearsal-{row.number}")


def _offices(rehearsal: int) -> list[list[str]]:
    lines = [
        [
            _("Office"), _("Reached"), _("Reached now"), _("Gain it"), _("Lose it"), _("Done already"), _("Exempt"),
            _("Overdue already"), _("Asked by another order"), _("Minutes to learn"), _("Have it still to do"),
            _("Done now"), _("Overdue now"), _("Minutes left now"), _("Due earlier than now"),
            _("Due later than now"), _("In peak duty"), _("Above the limit"), _("Cost in rupees"),
            _("Costs not known"),
        ]
    ]  # fmt: skip
    for one in rehearsed.offices(rehearsal):
        figures = (
            one.people, one.was, one.gains, one.loses, one.done, one.exempt, one.overdue, one.asked_already,
            one.minutes, one.left, one.was_done, one.was_overdue, one.was_minutes, one.sooner, one.later, one.clashes,
            "" if one.above is None else one.above, _plain(one.paise if one.paise or not one.unknown else None),
            one.unknown,
        )  # fmt: skip
        lines.append([pick(one.name_en, one.name_hi, one.name_ur), *map(str, figures)])
    return lines


def _costs(rehearsal: int) -> list[list[str]]:
    lines = [
        [_("Office"), _("What is asked"), _("Cost"), _("People"), _("Days or rooms"), _("Rate in rupees"), _("Rupees")]
    ]
    for one in rehearsed.costs_by_office(rehearsal):
        office, title = (
            pick(one.office_en or "", one.office_hi, one.office_ur),
            pick(one.title_en, one.title_hi, one.title_ur),
        )
        figures = [str(one.people), str(one.units), _plain(one.paise), _plain(one.total)]
        lines.append([office, title, words.rate_in_words(one.kind), *figures])
    return lines


def _clashes(rehearsal: int) -> list[list[str]]:
    lines = [[_("Office"), _("Peak duty"), _("Kind"), _("From"), _("Last day"), _("What lies in it"), _("First date"),
              _("Last date"), _("People")]]  # fmt: skip
    for one in rehearsed.clash_rows(rehearsal):
        lines.append(
            [
                pick(one.office_en, one.office_hi, one.office_ur), pick(one.name_en, one.name_hi, one.name_ur),
                words.peak_in_words(one.kind), one.from_on.isoformat(), one.until_on.isoformat(),
                _("Session") if one.session else _("Due date"), one.first_on.isoformat(), one.last_on.isoformat(),
                str(one.people),
            ]
        )  # fmt: skip
    return lines


def _above(rehearsal: int) -> list[list[str]]:
    lines = [[_("Name"), _("Employee code"), _("Office"), _("Month or quarter from"), _("Minutes of this order"),
              _("Minutes of all orders"), _("Limit in minutes")]]  # fmt: skip
    for one in rehearsed.above_rows(rehearsal):
        office = pick(one.office_en, one.office_hi, one.office_ur)
        figures = [one.first_on.isoformat(), str(one.mine), str(one.minutes), str(one.most)]
        lines.append([named(one.name, one.name_native), one.employee_code, office, *figures])
    return lines


def _plain(paise: int | None) -> str:
    """A number for a spreadsheet; not known stays in words."""
    return _("not known") if paise is None else f"{paise / 100:.2f}"


def _file(lines: list[list[str]], name: str) -> HttpResponse:
    return csv_file(lines, f"{name}-{day(clock.now())}")
