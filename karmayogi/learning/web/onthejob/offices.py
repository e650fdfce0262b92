"""Learning at work in the offices that somebody looks after: sums and one rate, no persons."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.engine.onthejob.terms import ENTRY
from karmayogi.learning.queries.onthejob.office import SEES
from karmayogi.learning.queries.onthejob.office import offices_at_work as offices
from karmayogi.ui.api import render


@signed_in
@require_safe
def offices_at_work(request: SignedInRequest) -> HttpResponse:
    rows = offices(request.actor, request.at)
    return render(
        request,
        "learning/onthejob/offices.html",
        {"nav": "admin", "rows": rows, "least": ENTRY.least_officers},
    )


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if not request.actor.paths(*SEES):
        return []
    text = _("What offices learn at work, and how often people confirm each other.")
    return [(_("Learning at work in offices"), text, reverse("learning:offices_at_work"))]
