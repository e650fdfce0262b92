"""Who attends what in an outcome, as a list and as a file; two outcomes side by side."""

import uuid as uuids
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from karmayogi.capacity.actions import scenarios as actions
from karmayogi.capacity.models import Scenario
from karmayogi.capacity.queries import solving_words as words
from karmayogi.capacity.queries.access import access_persons, access_scenario
from karmayogi.capacity.queries.outcomes import (
    Line,
    batches_of,
    counted_differences,
    differences,
    lines_of,
    scenarios_of,
)
from karmayogi.capacity.types import Missed, ScenarioState
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.scenarios import decides
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.languages import NAMES
from karmayogi.kernel.web.choices import chosen_uuid, number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import csv_file
from karmayogi.ui.api import named, num, pick, render

PAGE = 50
MOST_CSV = 400_000


@signed_in
def people(request: SignedInRequest, plan: uuids.UUID, scenario: uuids.UUID) -> HttpResponse:
    """`?which=` seat, none or a reason; `?batch=` those of one; `?q=` a name or a training."""
    found, row, body = access_scenario(request.actor, plan, scenario, "see", clock.day(request.at))
    here = reverse("capacity:people", args=(plan, scenario))
    which, q, batch = _asked(request)
    kept = {key: str(value) for key, value in (("q", q), ("which", which), ("batch", batch)) if value}
    if request.method == "POST":
        who, chosen = read_uuid(request.POST.get("person", "")), read_uuid(request.POST.get("seat", ""))
        do = request.POST.get("do", "")
        if who is None or chosen is None or do not in ("lock", "unlock"):
            raise NotFound
        return acts.acted(
            request, f"{here}?{urlencode(kept)}",
            lambda: actions.lock_seat(
                actor=request.actor, plan=plan, scenario=scenario, person=who, batch=chosen, locked=do == "lock",
                at=request.at,
            ),
        )  # fmt: skip
    after = number(request.GET.get("after", "")) or 0
    lines = lines_of(
        found.pk, body.path, found.as_on or clock.day(request.at), q=q, which=which, batch=batch, after=after,
        limit=PAGE + 1,
    )  # fmt: skip
    context = acts.about(request, row, body) | {
        "one": found,
        "lines": [(line, *_words(line)) for line in lines[:PAGE]],
        "tongues": NAMES,
        "q": q,
        "which": which,
        "batch": batch,
        "of_batch": next(iter(batches_of(row.pk, found.pk, only=batch)), None) if batch else None,
        "reasons": [("", _("All")), ("seat", _("With a seat")), ("none", _("Without a seat")),
                    *((one.value, words.missed_in_words(one)) for one in Missed)],
        "decides": decides(request, row, body) and found.adopted_at is None,
        "here": here,
        "this": f"{here}?{urlencode(kept)}",
        "csv_href": f"{reverse('capacity:people_csv', args=(plan, scenario))}?{urlencode(kept)}",
        "next_href": f"{here}?{urlencode(kept | {'after': str(lines[PAGE - 1].id)})}" if len(lines) > PAGE else None,
        "first_href": f"{here}?{urlencode(kept)}" if after else None,
    }  # fmt: skip
    return render(request, "capacity/people.html", context)


@signed_in
def people_csv(request: SignedInRequest, plan: uuids.UUID, scenario: uuids.UUID) -> HttpResponse:
    """The list that goes to the institutes; of one batch it is the list of its nominations."""
    found, row, body = access_scenario(request.actor, plan, scenario, "see", clock.day(request.at))
    which, q, batch = _asked(request)
    lines = [
        [
            _("Person"), _("Designation"), _("Office"), _("Training"), _("Batch"), _("First day"), _("Last day"),
            _("Language"), _("Place"), _("Cost, ₹"), _("Why there is no seat"),
        ]
    ]  # fmt: skip
    on = found.as_on or clock.day(request.at)
    for line in lines_of(found.pk, body.path, on, q=q, which=which, batch=batch, limit=MOST_CSV):
        designation, office, training, why = _words(line)
        lines.append(
            [
                str(named(line.name, line.name_native)), designation, office, training,
                str(line.number or ""), line.starts_on.isoformat() if line.starts_on else "",
                line.ends_on.isoformat() if line.ends_on else "", NAMES.get(line.language, ""), line.place,
                str(line.cost), why,
            ]
        )  # fmt: skip
    audit.record(
        "capacity:plan:list", agent=request.actor, at=request.at, kind="capacity_plan", subject=row.uuid,
        label=row.title_en, detail={"scenario": found.name},
    )  # fmt: skip
    return csv_file(lines, f"who-attends-what-{found.name}")


@signed_in
def compare(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    """`?a=` and `?b=` two scenarios of the plan with an outcome."""
    row, body = access_persons(request.actor, plan, "see", clock.day(request.at))
    all_ = [one for one in scenarios_of(row.pk) if one.state == ScenarioState.DONE]
    first, second = (_scenario(row.pk, chosen_uuid(request, name)) for name in ("a", "b"))
    context = acts.about(request, row, body) | {"all": all_, "a": first, "b": second, "figures": []}
    here = reverse("capacity:compare", args=(plan,))
    if first is not None and second is not None:
        after = tuple(number(part) or 0 for part in request.GET.get("after", "").split("."))
        lines = differences(first.pk, second.pk, after=after if len(after) == 2 else (0, 0), limit=PAGE + 1)
        kept = {"a": str(first.uuid), "b": str(second.uuid)}
        context |= {
            "figures": _figures(first, second),
            "sides": _sides(row.pk, first, second),
            "counted": counted_differences(first.pk, second.pk),
            "lines": [(line, pick(line.title_en, line.title_hi, line.title_ur)) for line in lines[:PAGE]],
            "tongues": NAMES,
            "next_href": (
                f"{here}?{urlencode(kept | {'after': f'{lines[PAGE - 1].person_id}.{lines[PAGE - 1].training}'})}"
                if len(lines) > PAGE
                else None
            ),
            "first_href": f"{here}?{urlencode(kept)}" if "after" in request.GET else None,
        }
    return render(request, "capacity/compare.html", context)


def _scenario(plan_id: int, uuid: uuids.UUID | None) -> Scenario | None:
    if uuid is None:
        return None
    found = Scenario.objects.filter(plan_id=plan_id, uuid=uuid, state=ScenarioState.DONE).first()
    if found is None:
        raise NotFound
    return found


def _figures(first: Scenario, second: Scenario) -> list[tuple[str, str, str, str]]:
    """Name, both values, and the second less the first."""

    def line(name: str, one: float, two: float) -> tuple[str, str, str, str]:
        more = two - one
        return name, num(one), num(two), ("+" if more > 0 else "") + num(more)

    return [
        line(_("Seats given"), first.given, second.given),
        line(_("Seats wanted"), first.wanted, second.wanted),
        line(_("Points"), round(first.points), round(second.points)),
        line(_("No plan wins more than"), round(first.bound), round(second.bound)),
        line(_("Cost, ₹"), first.cost, second.cost),
    ]


def _sides(plan_id: int, first: Scenario, second: Scenario) -> list[tuple[Any, str, int | None, int | None]]:
    """Each batch with its people in both; None: it is not held."""
    then = {one.id: one for one in batches_of(plan_id, first.pk)}
    found = []
    for now in batches_of(plan_id, second.pk):
        was = then[now.id]
        if was.held or now.held:
            name = pick(now.title_en, now.title_hi, now.title_ur)
            found.append((now, name, was.people if was.held else None, now.people if now.held else None))
    return found


def _asked(request: SignedInRequest) -> tuple[str, str, uuids.UUID | None]:
    which = request.GET.get("which", "")
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    return which if which in ("seat", "none", *Missed) else "", q, chosen_uuid(request, "batch")


def _words(line: Line) -> tuple[str, str, str, str]:
    """Designation, office, training, and why there is no seat."""
    why = ""
    if line.reason:
        why = words.missed_in_words(line.reason)
        if line.nearest:
            why = _("%(reason)s (batch %(number)s)") % {"reason": why, "number": num(line.nearest)}
    return (
        pick(line.designation_en, line.designation_hi, line.designation_ur),
        pick(line.office_en, line.office_hi, line.office_ur),
        pick(line.title_en, line.title_hi, line.title_ur),
        why,
    )
