"""Past days out of the store of facts: of the country for whoever sees it all, of a unit for whoever sees the unit."""

import contextlib
import dataclasses
import datetime as dt
import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.facts.types import FIRST_ASKED, StoreFault
from karmayogi.insight.queries import boards, from_facts, past_units
from karmayogi.insight.queries.snapshots import see_country
from karmayogi.insight.registry import FIRST, THEMES
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.insight.types import State, Words
from karmayogi.insight.web.choices import choice
from karmayogi.insight.web.pictures import bars
from karmayogi.kernel import clock
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.ui.api import render


@may_be_shed
@signed_in
@may_be_late
def past(request: SignedInRequest) -> HttpResponse:
    """`?on=2026-03-31`; yesterday when no day is given."""
    see_country(request.actor)
    today = clock.day(request.at)
    on, problem = _day(request.GET.get("on", ""), today)
    themes = {code: theme for code, theme in THEMES.items() if not from_facts.PAST.keys().isdisjoint(theme.codes)}
    chosen = dataclasses.replace(choice(request), among=from_facts.PAST, on=on.isoformat())
    if chosen.metric.code not in from_facts.PAST:
        first = next(theme for theme in themes.values() if FIRST in theme.codes)
        chosen = dataclasses.replace(chosen, metric=from_facts.PAST[FIRST], theme=first)
    store = from_facts.freshness()
    away = store is None or store.as_on is None  # one that is still being filled would say that there was nobody
    try:
        board = boards.national_board() if away else from_facts.country_as_on(on, chosen.metrics)
    except StoreFault:
        away, board = True, boards.national_board()
    context = {
        "nav": "insight", "on": on, "shown": today if away else on, "today": today, "problem": problem, "away": away,
        "store": None if away else store, "metrics": from_facts.PAST, "themes": themes,
        "chosen": chosen, "board": board,
        "places": chosen.ordered(board.states), "officers": OFFICERS.code, "bars": bars(board.states, chosen.metric),
    }  # fmt: skip
    return render(request, "insight/past.html", context, status=422 if problem else 200)


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
    store = from_facts.freshness()
    board = None
    if on and store and store.as_on:
        with contextlib.suppress(StoreFault):  # then the page says that it is away, and points to today's
            board = past_units.unit_as_on(unit, on)
    there = [one for one in board.units if one.figures[OFFICERS.code].state is not State.EMPTY] if board else []
    context = {
        "nav": "admin", "on": on, "days": days, "problem": problem, "store": store, "metrics": past_units.TOLD,
        "themes": themes, "chosen": chosen, "board": board, "units": chosen.ordered(there), "uuid": unit.uuid,
        "name": Words(unit.name_en, unit.name_hi, unit.name_ur), "officers": OFFICERS.code,
        "bars": bars(there, chosen.metric),
    }  # fmt: skip
    return render(request, "insight/past_unit.html", context, status=422 if problem else 200)


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
