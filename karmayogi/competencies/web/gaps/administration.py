"""What the pages of gaps offer on the administration page (slot "portal.administration")."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.competencies.policies import SEES_GAPS
from karmayogi.kernel.access import Role
from karmayogi.kernel.web.door import SignedInRequest


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """(title, text, address) of each page that the actor may open."""
    found = []
    if request.actor.paths(*SEES_GAPS):
        found.append(
            (
                _("Gaps of offices"),
                _("What each office still has to show, down to the reasons; who is ready for a post or a scheme."),
                reverse("competencies:offices"),
            )
        )
    if request.actor.paths(Role.FRAC_ADMIN, Role.SPV_ADMIN):
        found.append(
            (
                _("Schemes and what they need"),
                _("Competencies that a programme of government needs, whatever the post."),
                reverse("competencies:schemes"),
            )
        )
    return found
