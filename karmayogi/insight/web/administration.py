"""Our entry on the administration page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.insight.policies import home_of, sees_country
from karmayogi.orgs import api as orgs


def entries(request: Any) -> list[tuple[str, str, str]]:
    """(title, text, address) of the figures of the organisation that the actor answers for."""
    actor = request.actor
    if actor is None or home_of(actor) is None:
        return []
    frozen = (
        _("Frozen figures and the annual report"),
        _(
            "The figures of a day, signed and kept for good; what each would be today; the report on the civil services."
        ),
        reverse("insight:snapshots"),
    )
    return [
        (
            _("Figures of your organisation"),
            _("Officers, learning and competencies by unit and by State, as on the last minute. Excel and CSV."),
            reverse("insight:mine"),
        ),
        *([frozen] if sees_country(actor, orgs.country_path()) else []),
    ]
