"""What the workbench offers on the administration page (slot "portal.administration")."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from karmayogi.competencies.policies import can_open_workbench
from karmayogi.competencies.queries.workbench.orders import to_review
from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.ui.api import url


def entries(request: SignedInRequest) -> Iterator[tuple[str, str, str]]:
    if can_open_workbench(request.actor):
        yield (
            _("Work allocation orders"),
            _("Draw up, review and publish what posts do and need."),
            url("competencies:orders"),
        )
        yield (
            _("Progress of profiles"),
            _("How many posts have an approved profile, office by office."),
            url("competencies:progress_index"),
        )


def waiting(request: SignedInRequest) -> Iterator[tuple[str, int, str]]:
    """Slot "portal.waiting": orders at the step that this actor reviews; nobody reviews an order of their own."""
    if can_open_workbench(request.actor):
        count = to_review(request.actor)
        yield _("Work allocation orders to review"), count, url("competencies:orders") + "?status=l1&status=l2"
