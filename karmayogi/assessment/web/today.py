"""Our lines on Today."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.assessment.queries.today import waits
from karmayogi.assessment.web.integrity import rechecks
from karmayogi.kernel.access import Actor


def today_notes(actor: Actor) -> list[tuple[str, str, str]]:
    """Slot "portal.today": (what, text, address) of answers to mark and of re-checks to answer or to appeal."""
    lent, recheck = waits(actor.person_id)
    notes = rechecks.today_notes(actor) if recheck else []
    if lent:
        text = ngettext("%(count)s answer waits for your marks.", "%(count)s answers wait for your marks.", lent)
        notes.append((_("Answers to mark"), text % {"count": lent}, reverse("assessment:marking")))
    return notes
