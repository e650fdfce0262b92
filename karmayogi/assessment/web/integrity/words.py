"""What a signal says, in a sentence that accuses nobody."""

from typing import Any

from django.utils.translation import gettext as _


def reason(kind: str, detail: dict[str, Any]) -> str:
    """kind: of a signal; detail: its numbers."""
    if kind == "fast_lessons":
        return _(
            "The lessons need at least %(needed)s seconds together; the server saw them open for %(seconds)s seconds."
        ) % {"needed": detail["needed"], "seconds": detail["seconds"]}
    if kind == "fast_test":
        return _("The test was handed in %(seconds)s seconds after it was opened; it had %(questions)s questions.") % {
            "seconds": detail["seconds"],
            "questions": detail["questions"],
        }
    if kind == "same_answers":
        return _(
            "%(same)s wrong answers in the test are the same as in another test of the office; by chance that is very"
            " rare."
        ) % {"same": detail["same"]}
    return _("%(people)s people handed in the test from what looks like one device.") % {"people": detail["people"]}
