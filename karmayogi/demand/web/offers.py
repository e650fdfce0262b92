"""Where others find demand: a line in the administration, and what waits for the reader."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.demand.policies import can_ask
from karmayogi.demand.queries.access import reach
from karmayogi.demand.queries.lists import counts
from karmayogi.kernel.web.door import SignedInRequest


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if can_ask(request.actor):
        return [
            (
                _("Content that is lacking"),
                _("Competencies without a course, thin languages, weak ratings: turn them into requests to providers."),
                reverse("demand:index"),
            )
        ]
    if reach(request.actor):
        return [
            (
                _("Requests for courses"),
                _("What the Commission asks providers to make, and by when."),
                reverse("demand:requests"),
            )
        ]
    return []


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting": to the Commission what was declined or lapsed; to providers what waits for them."""
    mine = reach(request.actor)
    if mine is not None and not mine:
        return []
    found, here = counts(mine), reverse("demand:requests")
    if mine is None:
        return [
            (_("Requests for courses that were declined"), found.get("declined", 0), f"{here}?state=declined"),
            (_("Requests for courses that lapsed"), found.get("lapsed", 0), f"{here}?state=lapsed"),
        ]
    return [
        (_("Requests for courses to answer"), found.get("open", 0), f"{here}?state=open"),
        (_("Requests for courses that lapsed"), found.get("lapsed", 0), f"{here}?state=lapsed"),
    ]
