"""Her lifelong record: hours, certificates, levels with the evidence behind them."""

import datetime as dt

from django.http import HttpResponse

from karmayogi.competencies import api as competencies
from karmayogi.credentials import api as credentials
from karmayogi.kernel import clock
from karmayogi.kernel.dates import financial_year_label, financial_year_start
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.ui.api import render


@signed_in
def record(request: SignedInRequest) -> HttpResponse:
    actor = request.actor
    on = clock.day(request.at)
    levels = competencies.levels_of(actor.person_id)
    tomorrow = on + dt.timedelta(days=1)
    return render(
        request,
        "portal/record.html",
        {
            "nav": "record",
            "levels": sorted(levels.items(), key=lambda item: -item[1].level),
            "names": competencies.by_ids(levels),
            "certificates": credentials.count_of(actor.person_id),
            "minutes_year": learning.hours_of(actor.person_id, financial_year_start(on), tomorrow),
            "minutes_all": learning.hours_of(actor.person_id, dt.date(1950, 1, 1), tomorrow),
            "year": financial_year_label(on),
        },
    )
