"""Do all groups take part alike? Figures by gender and group of service."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.insight.queries import boards
from karmayogi.insight.queries.cuts import access_cuts
from karmayogi.insight.queries.wording import figure, words
from karmayogi.insight.registry import METRICS
from karmayogi.insight.registry.attributes import CUT
from karmayogi.insight.types import Words
from karmayogi.kernel.web.crowd import may_be_shed
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.kernel.web.downloads import table
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.ui.api import render


@may_be_shed
@signed_in
@may_be_late
def equity(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    unit, cuts = access_cuts(request.actor, organisation)
    context = {
        "nav": "insight", "name": Words(unit.name_en, unit.name_hi, unit.name_ur), "uuid": unit.uuid, "cuts": cuts,
        "metrics": {code: METRICS[code] for code in CUT}, "freshness": boards.freshness(),
    }  # fmt: skip
    return render(request, "insight/equity.html", context)


@may_be_shed
@signed_in
@may_be_late
def equity_xlsx(request: SignedInRequest, organisation: uuid.UUID) -> HttpResponse:
    unit, cuts = access_cuts(request.actor, organisation)
    lines = [
        [
            words(cut.name),
            words(value.name),
            *(figure(one) if one.value is None else one.value for one in value.figures.values()),
        ]
        for cut in cuts
        for value in cut.values
    ]
    heads = [_("Attribute"), _("Value"), *(words(METRICS[code].name) for code in CUT)]
    return table(heads, lines, f"equity-{unit.code}")
