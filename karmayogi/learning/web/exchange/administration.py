"""What bringing courses offers on the administration page (slot "portal.administration")."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.learning.policies import can_publish


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """(title, text, address), for publishers."""
    if not can_publish(request.actor):
        return []
    text = _(
        "Courses made elsewhere, from Moodle, Open edX, Common Cartridge, QTI and others: read, shown, kept as a draft."
    )
    return [(_("Bring a course"), text, reverse("learning:brought"))]
