"""Past days out of the store of facts: of the country for whoever sees it all, of a unit for whoever sees the unit."""

import contextlib
import dataclasses
import datetime as dt
import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.facts.types import FIRST_ASKED, StoreFault
from karmayogi.insight.actions import count_past
from karmayogi.insight.queries import boards, from_facts, past_days, past_units
from karmayogi.insight.queries.boards import Board
from karmayogi.insight.queries.snapshots import see_country
from karmayogi.insight.registry import FIRST, THEMES
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.insight.types import State, Words
from karmayogi.insight.web.choices import Choice, choice
from karmayogi.insight.web.pictures import bars
from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import is_fragment, num, render, render_progress


@may_be_shed
@signed_in
@may_be_late
def past(request: SignedInRequest) -> HttpResponse:
    """`?on=2026-03-31`; yesterday when no day is given. A large country shows days that were counted, and whoever
    wants another one asks for it here."""
    see_country(request.actor)
    today = clock.day(request.at)
    on, problem = _day(request.GET.get("on", ""), today)
    kept, refusal = past_days.are_kept(), ""
    if request.method == "POST" and kept and not problem:
        try:
            count_past.ask_day(actor=request.actor, on=on, at=request.at)
            return HttpResponseRedirect(
                f"{reverse('insight:past')}?{urlencode(request.GET.dict() | {'on': on.isoformat()})}"
            )
        except Refused as refused:
            refusal = str(refused)
    themes = {code: theme for code, theme in THEMES.items() if not from_facts.PAST.keys().isdisjoint(theme.codes)}
    chosen = dataclasses.replace(choice(request), among=from_facts.PAST, on=on.isoformat())
    if chosen.metric.code not in from_facts.PAST:
        first = next(theme for theme in themes.values() if FIRST in theme.codes)
        chosen = dataclasses.replace(chosen, metric=from_facts.PAST[FIRST], theme=first)
    shown = _kept(on, request.at) if kept else _asked(on, today, chosen)
    board = shown["board"]
    context = {
        "nav": "insight", "on": on, "today": today, "problem": problem, "refusal": refusal,
        "metrics": from_facts.PAST, "themes": themes, "chosen": chosen, "officers": OFFICERS.code,
        "places": chosen.ordered(board.states) if board else [],
        "bars": bars(board.states, chosen.metric) if board else {}, "kept": kept,
        "here": f"{reverse('insight:past')}{chosen.address()}", "uses_htmx": shown["at_work"],
    }  # fmt: skip
    if is_fragment(request):
        return render_progress(request, "insight/past.html", context | shown, at_work=shown["at_work"])
    return render(request, "insight/past.html", context | shown, status=422 if problem or refusal else 200)


def _asked(on: dt.date, today: dt.date, chosen: Choice) -> dict[str, Any]:
    """Out of the store now, or today's figures while it is away."""
    store = from_facts.freshness()
    away = store is None or store.as_on is None  # one that is still being filled would say that there was nobody
    try:
        board = boards.national_board() if away else from_facts.country_as_on(on, chosen.metrics)
    except StoreFault:
        away, board = True, boards.national_board()
    return {
        "board": board, "away": away, "store": None if away else store,
        "shown": today if away else on, "day": None, "at_work": False, "progress": "",
    }  # fmt: skip


def _kept(on: dt.date, at: dt.datetime) -> dict[str, Any]:
    """As it was counted."""
    day = past_days.day(on)
    return {
        "board": past_days.country(day) if day and day.counted_at else None, "day": day, "shown": on,
        "away": False, "store": None, "at_work": day is not None and day.waits(at),
        "progress": _("%(done)s of %(steps)s questions answered") % {"done": num(day.done), "steps": num(day.steps)}
        if day else "",
    }  # fmt: skip


@may_be_shed
@signed_in
def past_unit(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """A ministry or any unit at the end of a quarter, `?on=2026-03-31`; of the latest when none is given."""
    unit = boards.access_figures(request.actor, organisation)
    days = past_units.offered(clock.day(request.at))
    text = request.GET.get("on", "")
    on = next((day for day in days if day.isoformat() == text), days[0] if days else None)
    problem = _("Units are shown at the ends of quarters alone.") if text and (not on or on.isoformat() != text) else ""
    themes = {code: theme for code, theme in THEMES.items() if not past_units.TOLD.keys().isdisjoint(theme.codes)}
    chosen = dataclasses.replace(choice(request), among=past_units.TOLD, on=on.isoformat() if on else "")
    if chosen.metric.code not in past_units.TOLD:
        first = next(theme for theme in themes.values() if OFFICERS.code in theme.codes)
        chosen = dataclasses.replace(chosen, metric=OFFICERS, theme=first)
    kept = past_days.are_kept()
    board, moment = (_kept_unit if kept else _asked_unit)(unit, on) if on else (None, None)
    there = [one for one in board.units if one.figures[OFFICERS.code].state is not State.EMPTY] if board else []
    context = {
        "nav": "admin", "on": on, "days": days, "problem": problem, "moment": moment, "metrics": past_units.TOLD,
        "themes": themes, "chosen": chosen, "board": board, "units": chosen.ordered(there), "uuid": unit.uuid,
        "name": Words(unit.name_en, unit.name_hi, unit.name_ur), "officers": OFFICERS.code,
        "bars": bars(there, chosen.metric), "kept": kept,
    }  # fmt: skip
    return render(request, "insight/past_unit.html", context, status=422 if problem else 200)


def _asked_unit(unit: OrganisationRow, on: dt.date) -> tuple[Board | None, dt.datetime | None]:
    """Out of the store, and up to when it knows; nothing while it is away."""
    store = from_facts.freshness()
    if store and store.as_on:
        with contextlib.suppress(StoreFault):  # then the page says that it is away
            return past_units.unit_as_on(unit, on), store.as_on
    return None, None


def _kept_unit(unit: OrganisationRow, on: dt.date) -> tuple[Board | None, dt.datetime | None]:
    """As it was counted, and when; nothing before."""
    return past_days.unit(unit, on) or (None, None)


def _day(text: str, today: dt.date) -> tuple[dt.date, str]:
    """The day that is asked for, and what is wrong with it; then yesterday is shown."""
    before = today - dt.timedelta(days=1)
    if not text:
        return before, ""
    try:
        on = dt.date.fromisoformat(text)
    except ValueError:
        return before, _("This is no day. Write it as 2026-03-31.")
    if on > today:
        return before, _("This day is still to come.")
    if on.year <= FIRST_ASKED.year:  # its financial year begins in the one before
        return before, _("There are no facts of so long ago.")
    return on, ""
