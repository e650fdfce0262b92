"""What institutes and other providers offer: all of them, and one with its courses."""

import uuid
from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.insight.queries import boards
from karmayogi.insight.queries.accreditations import accreditations, levels_on
from karmayogi.insight.queries.offers import access_offer, providers
from karmayogi.insight.queries.snapshots import see_country
from karmayogi.insight.queries.wording import figure, words
from karmayogi.insight.registry import OFFERS
from karmayogi.insight.types import Figure
from karmayogi.kernel import clock
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import table
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.ui.api import render

MOST = 500  # providers or courses on a page; the file has all of them


@may_be_shed
@signed_in
@may_be_late
def institutes(request: SignedInRequest) -> HttpResponse:
    """`?order=` one of the figures, the highest first; by name without it."""
    see_country(request.actor)
    order = request.GET.get("order", "")
    found = providers()
    if order in OFFERS:
        found.sort(key=lambda one: (one.figures[order].value is None, -(one.figures[order].value or 0)))
    context = {
        "nav": "insight", "freshness": boards.freshness(), "metrics": OFFERS, "order": order, "places": found[:MOST],
        "more": len(found) > MOST, "name": None, "total": None, "file": reverse("insight:institutes_xlsx"),
        "levels": levels_on(clock.day(request.at)), "accredited": [],
    }  # fmt: skip
    return render(request, "insight/institutes.html", context)


@may_be_shed
@signed_in
@may_be_late
def institutes_xlsx(request: SignedInRequest) -> HttpResponse:
    see_country(request.actor)
    levels = levels_on(clock.day(request.at))
    found = providers()
    lines = [(words(place.name), place.figures) for place in found]
    return _file(lines, "institutes", _("Provider"), [levels.get(place.code, "") for place in found])


@may_be_shed
@signed_in
@may_be_late
def institute(request: SignedInRequest, provider: uuid.UUID) -> HttpResponse:
    """One provider, by its courses."""
    offer = access_offer(request.actor, provider)
    context = {
        "nav": "insight", "freshness": boards.freshness(), "metrics": OFFERS, "order": "",
        "places": offer.courses[:MOST], "more": len(offer.courses) > MOST, "name": offer.name, "total": offer.total,
        "file": reverse("insight:institute_xlsx", args=[provider]), "levels": {},
        "accredited": accreditations(clock.day(request.at), provider=provider, most=20)[:20],
    }  # fmt: skip
    return render(request, "insight/institutes.html", context)


@may_be_shed
@signed_in
@may_be_late
def institute_xlsx(request: SignedInRequest, provider: uuid.UUID) -> HttpResponse:
    offer = access_offer(request.actor, provider)
    lines = [(words(offer.name), offer.total), *((words(place.name), place.figures) for place in offer.courses)]
    return _file(lines, "courses-of-provider", _("Course"))


def _file(
    lines: Sequence[tuple[str, Mapping[str, Figure]]], name: str, first: str, levels: Sequence[str] = ()
) -> HttpResponse:
    """What the page hides is hidden here too."""
    heads = [first, *(words(metric.name) for metric in OFFERS.values())]
    cells = [
        [title, *(figure(shown[code]) if shown[code].value is None else shown[code].value for code in OFFERS)]
        for title, shown in lines
    ]
    if levels:
        heads.append(_("Accreditation"))
        cells = [[*line, level] for line, level in zip(cells, levels, strict=True)]
    return table(heads, cells, name)
