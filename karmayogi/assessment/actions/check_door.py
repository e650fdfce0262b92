"""Whether a test is open to a person at all: the courses of a plan, its days, the sitting at which it is taken."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.assessment.engine.opening import Opening
from karmayogi.assessment.queries.proctored.seats import awaited_sitting
from karmayogi.assessment.queries.yearly.tests import YearlyStanding, yearly_standing
from karmayogi.kernel.access import Refused
from karmayogi.ui.api import when


def check_door(*, person_id: int, paper_id: int, at: dt.datetime, seated: bool) -> None:
    """Raises Refused in words. seated: at a sitting whose code was given."""
    if words := door_in_words(person_id=person_id, paper_id=paper_id, at=at, seated=seated):
        raise Refused(words)


def door_in_words(*, person_id: int, paper_id: int, at: dt.datetime, seated: bool = False) -> str:
    """Why it is closed to that person now, and what opens it; "" where it is open."""
    yearly = yearly_standing(person_id, paper_id, at)
    return door_of(yearly, person_id=person_id, paper_id=paper_id, at=at, seated=seated)


def door_of(
    yearly: YearlyStanding | None, *, person_id: int, paper_id: int, at: dt.datetime, seated: bool = False
) -> str:
    """The same, where what the year says is known. yearly: None for a test that is not one of a year."""
    if yearly is not None and (words := opening_in_words(yearly)):
        return words
    if seated:
        return ""
    sitting = awaited_sitting(person_id, paper_id, at)
    if sitting is not None:
        words = _("You take this test at a sitting: %(venue)s, %(when)s. Open it there with the code of the proctor.")
        return words % {"venue": sitting.venue, "when": when(sitting.starts_at)}
    if yearly is not None and yearly.at_sittings:
        return _("This test is taken at a sitting with a proctor. You have no seat at one yet.")
    return ""


def opening_in_words(test: YearlyStanding) -> str:
    """Of the courses and days alone."""
    if not test.reaches:
        return _("This test is for another office.")
    if test.state is Opening.OVER:
        return _("The days of this test ended on %(when)s.") % {"when": when(test.closes_at)}
    if test.state is Opening.COURSES:
        more = test.needed - test.done
        return ngettext(
            "%(done)s of %(all)s done, %(more)s more opens it.",
            "%(done)s of %(all)s done, %(more)s more open it.",
            more,
        ) % {"done": test.done, "all": len(test.courses), "more": more}
    if test.state is Opening.EARLY:
        return _("It opens on %(when)s.") % {"when": when(test.opens_at)}
    return ""
