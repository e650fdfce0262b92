"""What an administrator can do and what waits for a decision, gathered from the packages.

Slot "portal.administration": request -> (title, text, href) of each page that the actor may open.
Slot "portal.waiting": request -> (title, how many, href) of each kind of thing that this actor can decide now; those of
which nothing waits are left out. Counts may stop at 50.
"""

from django.http import HttpResponse

from karmayogi.kernel import slots
from karmayogi.kernel.access import NotFound, Role
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
def administration(request: SignedInRequest) -> HttpResponse:
    """404 for whoever holds no authority."""
    actor = request.actor
    if not actor.paths(*Role):
        raise NotFound
    entries = [entry for offer in slots.every("portal.administration") for entry in offer(request)]
    waiting = [line for offer in slots.every("portal.waiting") for line in offer(request) if line[1]]
    return render(request, "portal/administration.html", {"nav": "admin", "entries": entries, "waiting": waiting})
