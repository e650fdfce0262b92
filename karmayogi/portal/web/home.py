"""The first page: Today for whoever is signed in, an introduction for everybody else."""

from django.http import HttpResponse

from karmayogi.kernel import clock
from karmayogi.kernel.today import notes_for
from karmayogi.kernel.web.door import Request, public
from karmayogi.portal.queries import today as queries
from karmayogi.ui.api import render


@public
def today(request: Request) -> HttpResponse:
    actor = request.actor
    if actor is None:
        return render(request, "portal/welcome.html", {})
    on = clock.day(request.at)
    hour = request.at.astimezone(clock.IST).hour
    return render(
        request,
        "portal/today.html",
        {
            "nav": "today",
            "today": queries.today(actor, on),
            "actor": actor,
            "hour": hour,
            "notes": notes_for(actor, request.at),
        },
    )
