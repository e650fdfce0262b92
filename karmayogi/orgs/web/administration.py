"""What orgs offers on the administration page (slot "portal.administration")."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Role
from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.orgs.policies import OVER_ORGANISATION, can_grant, granting_paths
from karmayogi.orgs.queries.authorities import proposals_within


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """(title, text, address) of each page that the actor may open."""
    found = []
    if request.actor.paths(*OVER_ORGANISATION["see"]):
        found.append(
            (
                _("Organisations and people"),
                _("Seats and vacancies, the people list, officers from a spreadsheet."),
                reverse("orgs:index"),
            )
        )
    if granting_paths(request.actor):
        found.append(
            (
                _("Roles"),
                _("Who may do what over which office, until when: granting, renewing, taking back."),
                reverse("orgs:authorities"),
            )
        )
    if request.actor.paths(Role.SPV_ADMIN):
        found.append(
            (
                _("Designations that look alike"),
                _("Decide which of them are one. Every merge can be undone."),
                reverse("orgs:merges"),
            )
        )
    return found


def waiting(request: SignedInRequest) -> list[tuple[str, int, str]]:
    """Slot "portal.waiting": roles that need a second person, and it may be this one."""
    actor = request.actor
    paths = granting_paths(actor)
    if not paths:
        return []
    mine = (actor.person_id,)
    count = sum(
        1
        for one in proposals_within(paths)
        if one.person_id not in mine and one.proposed_by_id not in mine and can_grant(actor, one.path, Role(one.role))
    )
    return [(_("Roles that wait for a second person"), count, reverse("orgs:authorities"))]
