"""What framework governance offers on the administration page (slot "portal.administration")."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.competencies.policies import OVER_FRAMEWORK, PROPOSES
from karmayogi.kernel.web.door import SignedInRequest


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """(title, text, address) for whoever proposes, reviews or looks after a framework."""
    if not request.actor.paths(*PROPOSES, *OVER_FRAMEWORK["admin"]):
        return []
    return [
        (
            _("Competency frameworks"),
            _("Propose and review changes, publish versions, crosswalks, files in and out."),
            reverse("competencies:frameworks"),
        )
    ]
