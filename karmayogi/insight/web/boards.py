"""The dashboards: the nation for everybody, an organisation for those who answer for it."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from karmayogi.insight.engine.disclosure import STEP
from karmayogi.insight.policies import can_see_figures, home_of, sees_country
from karmayogi.insight.queries import boards, from_facts
from karmayogi.insight.queries.cuts import is_cut
from karmayogi.insight.queries.honesty import false_alarms
from karmayogi.insight.queries.scores import CODES, MINISTRY
from karmayogi.insight.queries.trends import COUNTRY, trend
from karmayogi.insight.queries.wording import words
from karmayogi.insight.registry import FIRST, METRICS, REGISTRY, THEMES, compare
from karmayogi.insight.registry.parts import PARTS
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.insight.registry.proof import POSTS_PROFILED
from karmayogi.insight.types import Freshness, Place, State, Unit, Words
from karmayogi.insight.web import alike
from karmayogi.insight.web.choices import KINDS, SIDE, Choice, choice
from karmayogi.insight.web.pictures import bars, columns_of, line_of, map_and_tiles, units_as_tiles
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import public, signed_in
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import render

ANYTHING_THERE = (OFFICERS.code, POSTS_PROFILED.code)  # a unit without people and without posts has none of the others


TILED = ("district", "ulb", "block", "panchayat")


@may_be_shed
@public
@may_be_late
def nation(request: HttpRequest) -> HttpResponse:
    chosen, fresh = choice(request), boards.freshness()
    return alike.page(
        request, "insight/nation.html", nav="insight", fresh=fresh, key=(chosen.address(),),
        make=lambda: _nation(chosen, fresh), whole=render,
    )  # fmt: skip


def _nation(chosen: Choice, fresh: Freshness | None) -> dict[str, Any]:
    board = boards.national_board()
    shape, tiles = map_and_tiles(board.states, chosen.metric)
    points = trend(COUNTRY, chosen.metric.code, board.total[chosen.metric.code], fresh.day if fresh else None)
    return {
        "freshness": fresh,
        "metrics": METRICS,
        "themes": THEMES,
        "chosen": chosen,
        "board": board,
        "trend": points,
        "line": line_of(points, 100 if chosen.metric.unit is Unit.SHARE else None),
        "small": small_multiples(chosen, board.states),
        "places": chosen.ordered(board.states),
        "officers": OFFICERS.code,
        "bars": bars(board.states, chosen.metric),
        "map": shape,
        "tiles": tiles,
    }


@may_be_shed
@signed_in
@may_be_late
def organisation(request: HttpRequest, organisation: uuid.UUID) -> HttpResponse:
    """A ministry or any unit below: its figures, those of its parts, and State by State where it has several."""
    actor = request.actor  # type: ignore[attr-defined]
    unit = boards.access_figures(actor, organisation)
    chosen, fresh = choice(request), boards.freshness()
    crumbs = tuple(
        (_name(row), reverse("insight:organisation", args=[row.uuid]))
        for row in orgs.line_of(unit.path)[:-1]
        if can_see_figures(actor, row.path)
    )
    all_scores = len(unit.path) == STEP and sees_country(actor, unit.path)
    return alike.page(
        request, "insight/organisation.html", nav="admin", fresh=fresh,
        key=(unit, chosen.address(), crumbs, all_scores), whole=render,
        make=lambda: _organisation(unit, chosen, fresh)
        | {"crumbs": [(words(name), address) for name, address in crumbs], "all_scores": all_scores},
    )  # fmt: skip


def _organisation(unit: OrganisationRow, chosen: Choice, fresh: Freshness | None) -> dict[str, Any]:
    """All that is the same for everybody who sees the unit."""
    wanted = list({chosen.metric.code, *ANYTHING_THERE, *(chosen.theme.codes if chosen.view == SIDE else ())})
    board = boards.organisation_board(unit, wanted)
    listed, more = boards.of_kind(unit, chosen.kind, wanted) if chosen.kind else (board.units, False)
    there = [place for place in listed if not _nobody(place)]
    code = chosen.metric.code
    points = trend(str(unit.uuid), code, board.total[code], fresh.day if fresh else None)
    below = boards.kinds_below(unit, KINDS)
    places = [place for place in board.states if not _nobody(place)]
    pictures = map_and_tiles(board.states, chosen.metric, _states_of(unit, chosen)) if len(places) > 1 else None
    return {
        "freshness": fresh,
        "metrics": METRICS,
        "themes": THEMES,
        "chosen": chosen,
        "trend": points,
        "line": line_of(points, 100 if chosen.metric.unit is Unit.SHARE else None),
        "small": small_multiples(chosen, there),
        "kinds": [(kind, kind_in_words(kind)) for kind in KINDS if kind in below],
        "more": more,
        "cut": is_cut(unit),
        "scored": _scored(unit, board),
        "name": _name(unit),
        "uuid": unit.uuid,
        "board": board,
        "officers": OFFICERS.code,
        "units": chosen.ordered(there),
        "tiled": units_as_tiles(there, chosen.metric) if _tiled(unit, chosen) and there else None,
        "unit_bars": bars(there, chosen.metric),
        "nobody": sorted((place for place in listed if _nobody(place)), key=lambda place: place.name.en),
        "states": chosen.ordered(places),
        "state_bars": bars(places, chosen.metric),
        "map": pictures[0] if pictures else None,
        "tiles": pictures[1] if pictures else None,
    }


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """To the figures of the organisation that she answers for; to the nation's for everybody else."""
    home = home_of(request.actor)  # type: ignore[attr-defined]
    unit = orgs.organisations([home]).get(home) if home is not None else None
    if unit is None:
        return HttpResponseRedirect(reverse("insight:nation"))
    return HttpResponseRedirect(reverse("insight:organisation", args=[unit.uuid]))


@may_be_shed
@public
@may_be_late
def metrics(request: HttpRequest) -> HttpResponse:
    """The registry as a page: what each figure means and where it comes from; `?of=` one of them, with its query."""
    one = REGISTRY.get(request.GET.get("of", ""))
    return render(
        request,
        "insight/metrics.html",
        {
            "nav": "insight",
            "freshness": boards.freshness(),
            "store": from_facts.freshness(),
            "metrics": REGISTRY if one is None else {one.code: one},
            "one": one,
            "all": REGISTRY,
            "parts_of": PARTS,
            "alarms": false_alarms(),
        },
    )


@may_be_shed
@public
def comparison(request: HttpRequest) -> HttpResponse:
    """Why two figures differ. Anything unknown counts as not given; of a figure with itself there is nothing to say."""
    one = REGISTRY.get(request.GET.get("one", ""), METRICS[FIRST])
    other = REGISTRY.get(request.GET.get("other", ""))
    if other is None or other is one:
        other = next(metric for metric in REGISTRY.values() if metric is not one)
    return render(
        request,
        "insight/comparison.html",
        {"nav": "insight", "metrics": REGISTRY, "one": one, "other": other, "found": compare(one, other)},
    )


def small_multiples(chosen: Choice, places: Sequence[Place]) -> dict[str, Markup]:
    """Code of each figure of the theme -> its drawing over the places, where all figures are shown side by side."""
    if chosen.view != SIDE:
        return {}
    return {code: columns_of(places, metric) for code, metric in chosen.metrics.items()}


def kind_in_words(kind: str) -> str:
    return {
        "department": _("Departments"),
        "state_department": _("Departments of States"),
        "district": _("Districts"),
        "ulb": _("Urban local bodies"),
        "block": _("Blocks"),
        "panchayat": _("Panchayats"),
        "institute": _("Institutes"),
    }[kind]


def _tiled(unit: OrganisationRow, chosen: Choice) -> bool:
    """Districts, bodies, blocks of a State or of a part of it: many, and without outlines."""
    return chosen.kind in TILED and len(unit.path) > STEP


def _states_of(unit: OrganisationRow, chosen: Choice) -> dict[str, str]:
    """Code of a State -> its government with its districts, on the page of the country: the way down from there."""
    if len(unit.path) > STEP:
        return {}
    down = chosen.address(kind="district")
    return {
        code: reverse("insight:organisation", args=[number]) + down
        for code, number in boards.state_governments(unit).items()
    }


def _scored(unit: OrganisationRow, board: boards.Board) -> bool:
    """Whether it has a score card: a ministry directly below the country, with anybody or any post in it."""
    there = any(board.total[code].state is not State.EMPTY for code in CODES)
    return unit.kind == MINISTRY and len(unit.path) == boards.MINISTRY_DEPTH and there


def _nobody(place: Place) -> bool:
    return all(place.figures[code].state is State.EMPTY for code in ANYTHING_THERE)


def _name(unit: OrganisationRow) -> Words:
    return Words(unit.name_en, unit.name_hi, unit.name_ur)
