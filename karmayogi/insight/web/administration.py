"""Our entry on the administration page."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.insight.policies import home_of, sees_country
from karmayogi.orgs import api as orgs


def entries(request: Any) -> list[tuple[str, str, str]]:
    """(title, text, address): the figures of the organisation that the actor answers for, and the frozen ones."""
    actor = request.actor
    if actor is None:
        return []
    found = []
    if home_of(actor) is not None:
        title = _("Figures of your organisation")
        text = _("Officers, learning and competencies by unit and by State, as on the last minute. Excel and CSV.")
        found.append((title, text, reverse("insight:mine")))
    if sees_country(actor, orgs.country_path()):
        title = _("Score card of ministries")
        text = _("Scores and ranks with their arithmetic, what weighs how much, and how ranks hang on it.")
        found.append((title, text, reverse("insight:scores")))
        title = _("Frozen figures and the annual report")
        text = _("The figures of a day, signed and kept for good; what each would be today; the annual report.")
        found.append((title, text, reverse("insight:snapshots")))
        title = _("Figures of a past day")
        text = _("The country and its States as on any day, counted from the facts.")
        found.append((title, text, reverse("insight:past")))
    return found
