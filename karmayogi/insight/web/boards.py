"""The dashboards: the nation for everybody, an organisation for those who answer for it."""

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from karmayogi.insight.policies import can_see_figures, home_of
from karmayogi.insight.queries import boards, from_facts
from karmayogi.insight.queries.honesty import false_alarms
from karmayogi.insight.queries.wording import words
from karmayogi.insight.registry import FIRST, METRICS, REGISTRY, compare
from karmayogi.insight.registry.parts import PARTS
from karmayogi.insight.registry.people import OFFICERS
from karmayogi.insight.registry.proof import POSTS_PROFILED
from karmayogi.insight.types import Place, State, Words
from karmayogi.insight.web.choices import choice
from karmayogi.insight.web.pictures import bars, map_and_tiles
from karmayogi.kernel.web.door import public, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import render

ANYTHING_THERE = (OFFICERS.code, POSTS_PROFILED.code)  # a unit without people and without posts has none of the others


@public
def nation(request: HttpRequest) -> HttpResponse:
    chosen = choice(request)
    board = boards.national_board()
    shape, tiles = map_and_tiles(board.states, chosen.metric)
    return render(
        request,
        "insight/nation.html",
        {
            "nav": "insight",
            "freshness": boards.freshness(),
            "metrics": METRICS,
            "chosen": chosen,
            "board": board,
            "places": chosen.ordered(board.states),
            "officers": OFFICERS.code,
            "bars": bars(board.states, chosen.metric),
            "map": shape,
            "tiles": tiles,
        },
    )


@signed_in
def organisation(request: HttpRequest, organisation: uuid.UUID) -> HttpResponse:
    """A ministry or any unit below: its figures, those of its parts, and State by State where it has several."""
    actor = request.actor  # type: ignore[attr-defined]
    unit = boards.access_figures(actor, organisation)
    chosen = choice(request)
    board = boards.organisation_board(unit, list({chosen.metric.code, *ANYTHING_THERE}))
    there = [place for place in board.units if not _nobody(place)]
    places = [place for place in board.states if not _nobody(place)]
    pictures = map_and_tiles(board.states, chosen.metric) if len(places) > 1 else None
    return render(
        request,
        "insight/organisation.html",
        {
            "nav": "admin",
            "freshness": boards.freshness(),
            "metrics": METRICS,
            "chosen": chosen,
            "name": _name(unit),
            "uuid": unit.uuid,
            "crumbs": [
                (words(_name(row)), reverse("insight:organisation", args=[row.uuid]))
                for row in orgs.line_of(unit.path)[:-1]
                if can_see_figures(actor, row.path)
            ],
            "board": board,
            "officers": OFFICERS.code,
            "units": chosen.ordered(there),
            "unit_bars": bars(there, chosen.metric),
            "nobody": sorted((place for place in board.units if _nobody(place)), key=lambda place: place.name.en),
            "states": chosen.ordered(places),
            "state_bars": bars(places, chosen.metric),
            "map": pictures[0] if pictures else None,
            "tiles": pictures[1] if pictures else None,
        },
    )


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """To the figures of the organisation that she answers for; to the nation's for everybody else."""
    home = home_of(request.actor)  # type: ignore[attr-defined]
    unit = orgs.organisations([home]).get(home) if home is not None else None
    if unit is None:
        return HttpResponseRedirect(reverse("insight:nation"))
    return HttpResponseRedirect(reverse("insight:organisation", args=[unit.uuid]))


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """The registry as a page: what each figure means and where it comes from."""
    return render(
        request,
        "insight/metrics.html",
        {
            "nav": "insight",
            "freshness": boards.freshness(),
            "store": from_facts.freshness(),
            "metrics": REGISTRY,
            "parts_of": PARTS,
            "alarms": false_alarms(),
        },
    )


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


def _nobody(place: Place) -> bool:
    return all(place.figures[code].state is State.EMPTY for code in ANYTHING_THERE)


def _name(unit: OrganisationRow) -> Words:
    return Words(unit.name_en, unit.name_hi, unit.name_ur)
