"""Rates of an office: how often lessons, tests and answers were out of the ordinary. No names anywhere behind it."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.insight.queries.boards import access_figures
from karmayogi.insight.queries.honesty import KINDS, PEOPLE, counted_at, rates
from karmayogi.insight.queries.wording import figure, words
from karmayogi.insight.registry import RATES
from karmayogi.insight.types import Words
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import table
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.ui.api import render


@may_be_shed
@signed_in
@may_be_late
def honesty(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    unit = access_figures(request.actor, organisation)
    return render(
        request,
        "insight/honesty.html",
        {
            "nav": "admin", "name": Words(unit.name_en, unit.name_hi, unit.name_ur), "uuid": unit.uuid,
            "rates": rates(unit), "kinds": {code: RATES[code] for code in KINDS}, "people": RATES[PEOPLE],
            "counted": counted_at(),
        },
    )  # fmt: skip


@may_be_shed
@signed_in
@may_be_late
def honesty_xlsx(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    """The same as a file; what the page hides is hidden here too."""
    unit = access_figures(request.actor, organisation)
    found = rates(unit)
    name = words(Words(unit.name_en, unit.name_hi, unit.name_ur))
    columns = (PEOPLE, *KINDS)
    lines = [
        [title, *(figure(shown[key]) if shown[key].value is None else shown[key].value for key in columns)]
        for title, shown in [(name, found.total), *((words(place.name), place.figures) for place in found.places)]
    ]
    heads = [_("Unit"), words(RATES[PEOPLE].name), *(f"{words(RATES[code].short)} (%)" for code in KINDS)]
    return table(heads, lines, f"honest-completion-{unit.code}", name)
