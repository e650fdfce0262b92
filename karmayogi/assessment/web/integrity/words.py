"""What a signal says, in a sentence that accuses nobody."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def reason(kind: str, detail: dict[str, Any]) -> str:
    """kind: of a signal; detail: its numbers."""
    if kind == "fast_lessons":
        return f"{_needed(detail['needed'] // 60)} {_open(detail['seconds'] // 60)}"
    if kind == "fast_test":
        return ngettext(
            "The test was handed in %(seconds)s second after it was opened; it had %(questions)s questions.",
            "The test was handed in %(seconds)s seconds after it was opened; it had %(questions)s questions.",
            detail["seconds"],
        ) % {"seconds": detail["seconds"], "questions": detail["questions"]}
    if kind == "same_answers":
        return _(
            "%(same)s wrong answers in the test are the same as in another test of the office; by chance that is very"
            " rare."
        ) % {"same": detail["same"]}
    return _("%(people)s people handed in the test from what looks like one device.") % {"people": detail["people"]}


def _needed(minutes: int) -> str:
    return ngettext(
        "These lessons take at least %(minutes)s minute together.",
        "These lessons take at least %(minutes)s minutes together.",
        minutes,
    ) % {"minutes": minutes}


def _open(minutes: int) -> str:
    if not minutes:
        return _("They were open for less than a minute.")
    return ngettext("They were open for %(minutes)s minute.", "They were open for %(minutes)s minutes.", minutes) % {
        "minutes": minutes
    }
