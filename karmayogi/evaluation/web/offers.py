"""Where others find evaluation: lines in the administration."""

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.evaluation.policies import can_evaluate
from karmayogi.evaluation.queries.rooms import room_lines
from karmayogi.kernel.web.door import SignedInRequest


def administration(request: SignedInRequest) -> list[tuple[str, str, str]]:
    """Slot "portal.administration"."""
    if can_evaluate(request.actor):
        return [
            (
                _("Impact studies"),
                _("Whether training changed something: signed plans, lots, measured waves, the difference found."),
                reverse("evaluation:index"),
            ),
            (
                _("Assessment rooms"),
                _("What people from outside may read without names, for a time."),
                reverse("evaluation:rooms"),
            ),
        ]
    if room_lines(request.actor, request.at, limit=1)[0]:
        return [
            (_("Assessment rooms"), _("What you may read as an assessor, until when."), reverse("evaluation:rooms"))
        ]
    return []
