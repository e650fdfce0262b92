"""Addresses that other packages link to."""

import uuid

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.assessment.queries.requests import decides, waiting
from karmayogi.kernel.web.door import Request


def quiz_url(part_uuid: uuid.UUID) -> str:
    """The first page of the test of that part."""
    return reverse("assessment:start", args=[part_uuid])


def administration(request: Request) -> list[tuple[str, str, str]]:
    """The entry on the administration page, for whoever decides on requests."""
    if request.actor is None or not decides(request.actor):
        return []
    text = _("Learners who have used all attempts at a test and ask for one more.")
    return [(_("Requests for another attempt"), text, reverse("assessment:requests"))]


def waiting_requests(request: Request) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting"."""
    if request.actor is None or not decides(request.actor):
        return []
    return [(_("Requests for another attempt"), len(waiting(request.actor, 50)), reverse("assessment:requests"))]
