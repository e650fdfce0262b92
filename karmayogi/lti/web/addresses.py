"""Addresses that other packages link to."""

import uuid as uuids

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Actor
from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.lti.policies import can_platforms, looks_after_any


def launch_url(part: uuids.UUID) -> str:
    """Slot "learning.launch_url"."""
    return reverse("lti:part", args=[part])


def draft_tools(actor: Actor, draft: uuids.UUID) -> list[tuple[str, str]]:
    """Slot "learning.draft_tools"."""
    return [(_("Add from a learning tool"), reverse("lti:choose", args=[draft]))]


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration": (title, text, address) of each page that the actor may open."""
    found = []
    if looks_after_any(request.actor):
        found.append(
            (_("Learning tools"), _("Tools of others that courses open, by LTI 1.3."), reverse("lti:tools"))
        )  # fmt: skip
    if can_platforms(request.actor):
        found.append(
            (
                _("Platforms that open our courses"),
                _("Other learning systems whose learners come here, by LTI 1.3."),
                reverse("lti:platforms"),
            )
        )
    return found
