"""Kinds, modes, lengths and languages in the reader's words."""

import datetime as dt
import uuid

from django.utils.translation import gettext as _

from karmayogi.kernel import languages, slots
from karmayogi.kernel.clock import IST
from karmayogi.learning.queries.renewals import test_that_renews
from karmayogi.ui.api import day

LANGUAGE_NAMES = languages.NAMES
RIGHT_TO_LEFT = languages.RIGHT_TO_LEFT


def kind_in_words(kind: str) -> str:
    return {
        "page": _("Text"),
        "video": _("Video"),
        "audio": _("Recording"),
        "slides": _("Slides"),
        "pdf": _("PDF"),
        "scorm12": _("Interactive package"),
        "scorm2004": _("Interactive package"),
        "h5p": _("Interactive exercise"),
        "cmi5": _("Interactive package"),
        "xapi": _("Interactive package"),
        "quiz": _("Test"),
        "lti": _("Learning tool"),
    }[kind]


def modes_in_words() -> dict[str, str]:
    """All of them at once: a list of courses looks each up without translating it again."""
    return {"online": _("Online"), "blended": _("Online and classroom"), "classroom": _("Classroom")}


def item_kinds() -> dict[str, str]:
    """What stands in the catalogue."""
    return {
        "course": _("Course"),
        "programme": _("Programme"),
        "assessment": _("Assessment"),
        "event": _("Event or talk"),
    }


def rule_in_words(rule: str, need: int | str | None) -> str:
    """What a stage asks for."""
    return {
        "all": _("all of these"),
        "in_order": _("all of these, one after the other"),
        "at_least": _("at least %(need)s of these") % {"need": need},
        "points": _("%(need)s points of these") % {"need": need},
    }[rule]


def standing_in_words(standing: str) -> str:
    return {"done": _("Done"), "open": _("Open"), "closed": _("Not open yet")}[standing]


def span_in_words(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """Day and hours in India; the day of the end only where it is another."""
    first, last = starts_at.astimezone(IST), ends_at.astimezone(IST)
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{day(ends_at)}, {last:%H:%M}"
    return _("%(day)s, %(from)s to %(until)s (Indian time)") % {
        "day": day(starts_at), "from": f"{first:%H:%M}", "until": until,
    }  # fmt: skip


def session_in_words(state: str) -> str:
    """How somebody stands to a session that the rule of a course asks for (queries/gatherings/sessions.py)."""
    return {
        "attended": _("attended"),
        "make_up": _("attended, as a make-up"),
        "missed": _("missed"),
        "missed_open": _("missed; another session makes up for it"),
        "made_up": _("missed, and made up for"),
        "enough": _("not needed any more"),
        "registered": _("to come; you have a seat"),
        "open": _("to come; register for it"),
        "none": _("to come"),
    }[state]


def credit_in_words(credit: str) -> str:
    return {
        "formal": _("counts as formal learning"),
        "social": _("counts as learning from others"),
        "experience": _("counts as learning on the job"),
    }[credit]


def places_in_words() -> dict[str, str]:
    return {"registered": _("Has a seat"), "waiting": _("On the waiting list"), "cancelled": _("Given back")}


def act_in_words(status: str) -> str:
    """How far a list of attendance is."""
    return {
        "planning": _("Being read"),
        "planned": _("Waits for your look"),
        "failed": _("Could not be read"),
        "running": _("Being applied"),
        "done": _("Applied"),
        "cancelled": _("Stopped"),
        "undoing": _("Being undone"),
        "undone": _("Undone"),
    }.get(status, status)


def outcomes_in_words() -> dict[str, str]:
    return {
        "new": _("was there, without registering"),
        "changed": _("was there"),
        "unchanged": _("no change"),
        "error": _("needs fixing"),
    }


def band_in_words(band: str) -> str:
    return {
        "30": _("Up to 30 minutes"),
        "60": _("31 to 60 minutes"),
        "180": _("1 to 3 hours"),
        "more": _("More than 3 hours"),
    }[band]


def status_in_words(status: str) -> str:
    return {"active": _("In progress"), "completed": _("Completed")}.get(status, status)


def renewal_address(person_id: int, ref_kind: str, ref_uuid: uuid.UUID) -> str:
    """Slot "credentials.renewal": the test that renews a certificate of a course; "" where none does."""
    part = test_that_renews(person_id, ref_kind, ref_uuid)
    return "" if part is None else str(slots.one("learning.quiz_url")(part))
