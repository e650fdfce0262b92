"""Our lines on Today."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.assessment.engine.opening import Opening
from karmayogi.assessment.queries.proctored.seats import my_seats
from karmayogi.assessment.queries.today import waits
from karmayogi.assessment.queries.yearly.tests import my_yearly_tests
from karmayogi.assessment.web.integrity import rechecks
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor
from karmayogi.ui.api import pick, when


def today_notes(actor: Actor) -> list[tuple[str, str, str]]:
    """Slot "portal.today": (what, text, address): re-checks, the next seat, open tests of the year, answers to mark."""
    at = clock.now()
    found = waits(actor.person_id, at)
    notes = rechecks.today_notes(actor) if found.recheck else []
    if found.seat:
        notes += _seat(actor, at)
    if found.yearly:
        notes += _yearly(actor, at)
    if found.lent:
        text = ngettext("%(count)s answer waits for your marks.", "%(count)s answers wait for your marks.", found.lent)
        notes.append((_("Answers to mark"), text % {"count": found.lent}, reverse("assessment:marking")))
    return notes


def _seat(actor: Actor, at: dt.datetime) -> list[tuple[str, str, str]]:
    """The next one alone."""
    coming = [one for one in my_seats(actor.person_id, 5) if one.ends_at > at and not one.attempt_uuid]
    return [
        (
            pick(one.title_en, one.title_hi, one.title_ur),
            _("Your sitting: %(when)s, %(venue)s, seat %(seat)s") % {
                "when": when(one.starts_at), "venue": one.venue, "seat": one.number,
            },
            reverse("assessment:seat", args=[one.sitting_uuid]),
        )
        for one in coming[-1:]
    ]  # fmt: skip


def _yearly(actor: Actor, at: dt.datetime) -> list[tuple[str, str, str]]:
    return [
        (
            pick(one.title_en, one.title_hi, one.title_ur),
            _("This test of your office is open to you now."),
            reverse("assessment:yearly"),
        )
        for one in my_yearly_tests(actor.person_id, at)
        if one.state is Opening.OPEN and not one.passed and not one.at_sittings
    ]
