"""Words and small facts that the pages of a test share."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine.timing import phase, seconds_left
from karmayogi.assessment.policies import ORGANISERS
from karmayogi.kernel import languages
from karmayogi.kernel.access import Actor
from karmayogi.kernel.clock import IST
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import pick


def language_names() -> list[tuple[str, str]]:
    """Code and name of each language, in its own script."""
    return list(languages.NAMES.items())


def hints() -> dict[str, str]:
    """How questions of a kind are answered, where their fields do not say it themselves."""
    return {
        "match": _("Choose what belongs to each line. One choice may fit several lines."),
        "order": _("Give each line its place: 1 is the first."),
        "blank": _("Write what belongs in each gap. Capital letters do not matter."),
        "numeric": _("Write a number with digits."),
    }


def clock(test_due_at: dt.datetime, at: dt.datetime, section_due_at: dt.datetime | None = None) -> dict[str, Any]:
    """What a page says about time, of the test or of a section with its own: all of it reckoned by the server."""
    due_at = section_due_at or test_due_at
    left = seconds_left(due_at, at)
    return {
        "phase": phase(due_at, GRACE, at).value,
        "seconds": left,
        "ends_test": due_at >= test_due_at,
        "shown": f"{left // 60}:{left % 60:02d}",
        "until": f"{due_at.astimezone(IST):%H:%M}",
        "last": f"{(due_at + GRACE).astimezone(IST):%H:%M:%S}",
    }


def state_in_words() -> dict[str, str]:
    """Of a seat."""
    return {"expected": _("not marked yet"), "present": _("present"), "absent": _("absent")}


def settled_in_words(name: str) -> str:
    """What became of a paper from a place without network."""
    return {
        "witnessed": _("handed in before the proctor"),
        "in_time": _("arrived in time"),
        "late": _("came too late, or without the code of the proctor: kept, and does not count"),
        "early": _("opened before the start: kept, and does not count"),
        "absent": _("the proctor marked the seat as absent: kept, and does not count"),
        "closed": _("there is another attempt: kept, and does not count"),
    }.get(name, "")


def offices_of(actor: Actor) -> list[tuple[str, str]]:
    """Code and name of the organisations over which the actor plans tests, to suggest while typing."""
    held = {one.organisation_id for one in actor.authorities if one.role in ORGANISERS}
    found = sorted(orgs.organisations(held).values(), key=lambda one: one.code)
    below = [child for one in found[:3] for child in orgs.children_of(one.id)][:50]
    return [(one.code, pick(one.name_en, one.name_hi, one.name_ur)) for one in [*found, *below]]
