"""What certificates offer on the administration page (slot "portal.administration")."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Role
from karmayogi.kernel.web.door import SignedInRequest


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    found = []
    if request.actor.paths(Role.CERTIFICATE_ADMIN):
        found.append(
            (_("Certificates"), _("Find and revoke certificates of your offices."), reverse("credentials:all"))
        )
    if request.actor.paths(Role.MDO_ADMIN):
        told = _("Wording, signatory, colour and logo of your organisation.")
        found.append((_("Look of certificates"), told, reverse("credentials:templates")))
    return found
