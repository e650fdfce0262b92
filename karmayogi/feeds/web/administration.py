"""What feeds offers on the administration page (slot "portal.administration") and to the officer herself."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.feeds.policies import ROLES
from karmayogi.feeds.queries.requests import waiting_in
from karmayogi.kernel.web.door import SignedInRequest


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """(title, text, address) of each page that the actor may open."""
    if not request.actor.paths(*ROLES):
        return []
    return [
        (
            _("HR feed"),
            _("Requests of officers, the feed of your e-HRMS, tokens for HR systems."),
            reverse("feeds:index"),
        )
    ]


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting": requests of officers to correct or to transfer."""
    paths = request.actor.paths(*ROLES)
    return (
        [(_("Requests of officers"), sum(waiting_in(path) for path in paths), reverse("feeds:index"))] if paths else []
    )


def own(request: SignedInRequest) -> tuple[str, str]:
    """(text, address) for the page of one's own details (slot "people.record")."""
    return _("Verification, corrections and transfer"), reverse("feeds:mine")
