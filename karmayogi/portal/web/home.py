"""The first page: Today for whoever is signed in, an introduction for everybody else."""

from django.http import HttpRequest, HttpResponse

from karmayogi.kernel import clock
from karmayogi.kernel.web.door import public
from karmayogi.portal.queries import today as queries
from karmayogi.ui.api import render


@public
def today(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    if actor is None:
        return render(request, "portal/welcome.html", {})
    on = clock.day(request.at)  # type: ignore[attr-defined]
    hour = request.at.astimezone(clock.IST).hour  # type: ignore[attr-defined]
    return render(
        request,
        "portal/today.html",
        {"nav": "today", "today": queries.today(actor, on), "actor": actor, "hour": hour},
    )
