"""What an administrator can do, gathered: each package offers its entries through the slot "portal.administration"."""

from django.http import HttpResponse

from karmayogi.kernel import slots
from karmayogi.kernel.access import NotFound, Role
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
def administration(request: SignedInRequest) -> HttpResponse:
    """404 for whoever holds no authority. An entry is (title, text, href), or None where it is not for this actor."""
    actor = request.actor
    if not actor.paths(*Role):
        raise NotFound
    entries = [entry for offer in slots.every("portal.administration") for entry in offer(request)]
    return render(request, "portal/administration.html", {"nav": "admin", "entries": entries})
