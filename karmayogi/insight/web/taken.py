"""Top courses of a place, by area of competencies and by language."""

import uuid
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.insight.queries import boards
from karmayogi.insight.queries.taken import MOST_IN_FILE, access_taken, languages_of, taken
from karmayogi.insight.queries.wording import figure, words
from karmayogi.insight.registry import TAKEN
from karmayogi.insight.registry.taken import AREAS, LEARNERS
from karmayogi.insight.types import Words
from karmayogi.kernel import languages
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import table
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import render


def _chosen(request: SignedInRequest) -> dict[str, str]:
    """What the address chooses; anything unknown counts as not given."""
    area, language, order = (request.GET.get(key, "") for key in ("area", "language", "order"))
    return {
        "area": area if area in AREAS else "",
        "language": language if language in languages.NAMES else "",
        "order": order if order in TAKEN else LEARNERS.code,
    }


@may_be_shed
@signed_in
def courses(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    unit = access_taken(request.actor, organisation)
    chosen = _chosen(request)
    places, more = taken(unit, chosen["area"], chosen["language"], chosen["order"])
    file = reverse("insight:courses_xlsx", args=[unit.uuid]) + "?" + urlencode(chosen)
    orders = {code: "?" + urlencode(chosen | {"order": code}) for code in TAKEN}
    below = [(row.uuid, Words(row.name_en, row.name_hi, row.name_ur)) for row in orgs.children_of(unit.id)]
    context = {
        "nav": "insight", "name": Words(unit.name_en, unit.name_hi, unit.name_ur), "uuid": unit.uuid,
        "places": places, "more": more, "metrics": TAKEN, "chosen": chosen, "areas": AREAS, "orders": orders,
        "languages": [(code, languages.NAMES.get(code, code)) for code in languages_of(unit)], "file": file,
        "freshness": boards.freshness(), "below": below if len(unit.path) == len(orgs.country_path()) else [],
    }  # fmt: skip
    return render(request, "insight/courses.html", context)


@may_be_shed
@signed_in
def courses_xlsx(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """All of them, as the page is filtered; what it hides is not in here either."""
    unit = access_taken(request.actor, organisation)
    chosen = _chosen(request)
    found, _more = taken(unit, chosen["area"], chosen["language"], chosen["order"], most=MOST_IN_FILE)
    lines = [
        [words(one.name), *(figure(shown) if shown.value is None else shown.value for shown in one.figures.values())]
        for one in found
    ]
    return table([_("Course"), *(words(metric.name) for metric in TAKEN.values())], lines, f"courses-{unit.code}")
