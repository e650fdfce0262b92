"""Scenarios of a plan: the list, one with its outcome, its terms, and everything that is decided on its page.

All of it names persons: only for the roles that may open each of them.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.capacity.actions import adopt as adopting
from karmayogi.capacity.actions import scenarios as actions
from karmayogi.capacity.actions import solve_scenario as solving
from karmayogi.capacity.models import Plan, Scenario
from karmayogi.capacity.queries import solving_words as words
from karmayogi.capacity.queries.access import access_persons, access_scenario
from karmayogi.capacity.queries.outcomes import (
    batches_of,
    counted_differences,
    scenarios_of,
    shortages,
    stale,
)
from karmayogi.capacity.queries.wording import lens_in_words
from karmayogi.capacity.types import Choice, ScenarioState, Status
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import ScenarioForm
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.languages import NAMES
from karmayogi.kernel.web.choices import number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import charts, is_fragment, num, pick, render, render_progress

BATCHES_SHOWN = 60  # of the load picture; the rest is in the list of people
PAGE = 50  # of batches, each with its own buttons
MOST_FALLEN = 100
DEAREST = 20  # of which prices are said


@signed_in
def scenarios(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = access_persons(request.actor, plan, "see", clock.day(request.at))
    lines = scenarios_of(row.pk)
    context = acts.about(request, row, body) | {
        "lines": [
            (one, words.state_in_words(one.state), words.TONES[one.state], _gap(one.bound, one.value)) for one in lines
        ],
        "solved": [one for one in lines if one.state == ScenarioState.DONE],
        "decides": decides(request, row, body),
    }
    return render(request, "capacity/scenarios.html", context)


@signed_in
def new(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = access_persons(request.actor, plan, "publish", clock.day(request.at))
    return _edited(request, row, body, None)


@signed_in
def change(request: SignedInRequest, plan: uuids.UUID, scenario: uuids.UUID) -> HttpResponse:
    one, row, body = access_scenario(request.actor, plan, scenario, "publish", clock.day(request.at))
    if one.adopted_at is not None:
        raise NotFound
    return _edited(request, row, body, one)


def _edited(request: SignedInRequest, row: Plan, body: OrganisationRow, one: Scenario | None) -> HttpResponse:
    initial: dict[str, Any] = {"revision": 0, "weights": "rank", "far": True, "travel": 0}
    if one is not None:
        initial = {name: getattr(one, name) for name in ("name", "revision", *actions.TERMS)}
    form = ScenarioForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("revision")
        try:
            made = actions.save_scenario(
                actor=request.actor, plan=row.uuid, scenario=one.uuid if one else None, revision=seen,
                wanted=actions.Wanted(**given), at=request.at,
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(address(row.uuid, made))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = acts.about(request, row, body) | {"form": form, "one": one, "here": request.path}
    return render(request, "capacity/scenario_form.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, plan: uuids.UUID, scenario: uuids.UUID) -> HttpResponse:
    """The outcome: how much it gives, what each batch has, what limits cost, why seats are missing, what changes."""
    found, row, body = access_scenario(request.actor, plan, scenario, "see", clock.day(request.at))
    if request.method == "POST":
        return _posted(request, found, row)
    here = address(plan, scenario)
    waits = found.state in solving.AT_WORK
    progress = {"one": found, "waits": waits, "uses_htmx": waits, "here": here, "decides": decides(request, row, body)}
    progress |= {"state_words": words.state_in_words(found.state), "tone": words.TONES[found.state]}
    if is_fragment(request):
        return render_progress(request, "capacity/scenario.html", progress, at_work=waits)
    after = number(request.GET.get("after", "")) or 0
    batches = batches_of(row.pk, found.pk, after=min(after, 30_000), limit=PAGE + 1)
    shown = batches[:PAGE]
    follows = found.follows
    changed = follows is not None and follows.state == ScenarioState.DONE and found.state == ScenarioState.DONE
    context = acts.about(request, row, body) | progress | {
        "old": found.state in (ScenarioState.DONE, ScenarioState.IMPOSSIBLE) and stale(found, body.path),
        "fallen": batches_of(row.pk, found.pk, which="fallen", limit=MOST_FALLEN) if found.adopted_at else [],
        "current": found.adopted_at is not None and found.replaced_at is None,
        "terms": _terms(found),
        "batches": [(line, pick(line.title_en, line.title_hi, line.title_ur)) for line in shown],
        "spot": _spot(plan, scenario, after),
        "next_href": _spot(plan, scenario, shown[-1].number) + "#batches" if len(batches) > PAGE else None,
        "first_href": f"{here}#batches" if after else None,
        "load": _load(batches_of(row.pk, found.pk, which="held", limit=BATCHES_SHOWN)),
        "tongues": NAMES,
        "choices": [(value, words.choice_in_words(value)) for value in ("", Choice.HELD, Choice.OUT)],
        "extra_choices": [(value, words.choice_in_words(value)) for value in ("", Choice.IN, Choice.HELD)],
        "gap": words.gap_in_words(found),
        "prices": words.prices_in_words(found, batches_of(row.pk, found.pk, which="priced", limit=DEAREST)),
        "short": [(line, words.shortage_in_words(line, row.year)) for line in shortages(found.pk, row.year)],
        "conflicts": words.conflicts_in_words(found.conflicts),
        "follows": follows,
        "changes": counted_differences(follows.pk, found.pk) if changed and follows else None,
        "today": clock.day(request.at),
    }  # fmt: skip
    return render(request, "capacity/scenario.html", context)


def _posted(request: SignedInRequest, found: Scenario, row: Plan) -> HttpResponse:
    plan, scenario, post = row.uuid, found.uuid, request.POST
    asked: dict[str, Any] = {"actor": request.actor, "plan": plan, "scenario": scenario, "at": request.at}
    here, do = address(plan, scenario), post.get("do", "")
    spot = _spot(plan, scenario, number(request.GET.get("after", "")) or 0) + "#batches"
    batch = read_uuid(post.get("batch", ""))
    if do == "solve":

        def solve() -> None:
            if not solving.solve_scenario(**asked):
                messages.info(request, _("Nothing has changed since: the outcome stands."))

        return acts.acted(request, here, solve)
    simple: dict[str, tuple[Callable[..., object], str, str]] = {
        "stop": (solving.stop_solving, here, _("It is stopped. What the job still finds is thrown away.")),
        "adopt": (adopting.adopt, here, _("Adopted: this is who attends what.")),
        "remove": (actions.remove_scenario, acts.page_of(plan, "scenarios"), _("The scenario is gone.")),
    }
    if do in simple:
        act, then, done = simple[do]
        return acts.acted(request, then, lambda: act(**asked), done)
    if do == "replan":
        return _onwards(request, here, plan, lambda: adopting.replan(**asked))
    if batch is None:
        raise NotFound
    if do == "choose":
        return acts.acted(
            request,
            spot,
            lambda: actions.choose_batch(**asked, batch=batch, choice=post.get("choice", "")),
        )
    if do in ("lock", "unlock"):
        return acts.acted(request, spot, lambda: actions.lock_batch_seats(**asked, batch=batch, locked=do == "lock"))
    if do == "order":
        return _ordered(request, spot, asked | {"batch": batch})
    if do == "more":
        return _onwards(
            request,
            here,
            plan,
            lambda: adopting.one_more(**asked, batch=batch, starts_on=_day(post.get("starts_on", ""))),
        )
    raise NotFound


def _onwards(request: SignedInRequest, here: str, plan: uuids.UUID, act: Callable[[], uuids.UUID]) -> HttpResponse:
    """To the scenario that was made."""
    try:
        return HttpResponseRedirect(address(plan, act()))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(here)


def _ordered(request: SignedInRequest, here: str, asked: dict[str, Any]) -> HttpResponse:
    try:
        made = adopting.order_of_list(**asked)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(here)
    messages.success(
        request, _("A draft order. It binds nobody before it is rehearsed, approved and brought into force.")
    )
    return HttpResponseRedirect(reverse("plans:mandate", args=(made,)))


def address(plan: uuids.UUID, scenario: uuids.UUID) -> str:
    return reverse("capacity:scenario", args=(plan, scenario))


def _spot(plan: uuids.UUID, scenario: uuids.UUID, after: int) -> str:
    """The page with the batches behind that number."""
    return address(plan, scenario) + (f"?after={after}" if after else "")


def decides(request: SignedInRequest, row: Plan, body: OrganisationRow) -> bool:
    return row.status != Status.CLOSED and acts.may(request, body, "publish")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(_("Say on which day it would begin.")) from None


def _gap(bound: float, value: float) -> float | None:
    return round(100 * max(0.0, bound - value) / bound, 2) if bound > 0 else None


def _load(held: list[Any]) -> Any:
    """held: batches, a bar for each: people of its seats."""
    if not held:
        return ""
    lines = [
        (
            _("%(number)s · %(title)s (%(people)s of %(seats)s)") % {
                "number": one.number, "title": pick(one.title_en, one.title_hi, one.title_ur), "people": one.people,
                "seats": one.seats,
            },
            round(100 * one.people / one.seats), None,
        )
        for one in held
    ]  # fmt: skip
    return charts.bars(
        lines, caption=_("Seats taken of each batch, per cent"), heads=(_("Batch"), _("Taken")), suffix=" %", most=100
    )


def _terms(one: Scenario) -> list[tuple[str, str]]:
    """Its terms, as far as they say something."""
    per = _("%(count)s %%")
    found = [
        (_("Budget"), f"₹ {num(one.budget)}" if one.budget is not None else _("What the budget lines allocate")),
        (_("What a seat is worth"), words.weights_in_words(one.weights)),
    ]
    if one.lens:
        found.append((_("Counts twice"), lens_in_words(one.lens)))
    for name, value in (
        (_("Most people of an office who are away on one day, per cent"), one.away),
        (_("Least share of women in all seats, per cent"), one.women),
        (_("Least share of SC and ST in all seats, per cent"), one.reserved),
    ):
        if value:
            found.append((name, per % {"count": num(value)}))
    for name, value in (
        (_("Most days of training of one person"), one.days), (_("Most days of teaching of one person"), one.teaching),
    ):  # fmt: skip
        if value:
            found.append((name, num(value)))
    if not one.far:
        found.append((_("People are sent to other States"), _("No")))
    elif one.travel:
        found.append((_("Cost of travel to another State, ₹ a person"), num(one.travel)))
    return found
