"""What the record store offers on the administration page (slot "portal.administration")."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.ingest.policies import can_administer
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest


def entries(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """(title, text, address) of each page that the actor may open."""
    if not can_administer(request.actor):
        return []
    return [
        (
            _("Learning record store"),
            _("What systems report about learning, their credentials, and stores that get it from here."),
            reverse("ingest:index"),
        )
    ]


def administrator(request: SignedInRequest) -> None:
    """Raises NotFound for everybody else."""
    if not can_administer(request.actor):
        raise NotFound


def asked(request: SignedInRequest) -> tuple[str, int | None]:
    """What a list is searched for, and the key after which its page begins."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:500]
    before = request.GET.get("before", "")
    return words, int(before) if before.isascii() and before.isdigit() and len(before) <= 18 else None


def crumbs(*rest: str) -> list[tuple[str, str | None]]:
    steps: list[tuple[str, str | None]] = [
        (_("Administration"), reverse("portal:administration")),
        (_("Learning record store"), reverse("ingest:index")),
        *[(label, None) for label in rest],
    ]
    return [*steps[:-1], (steps[-1][0], None)]
