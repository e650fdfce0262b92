"""Codes of this package in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.credentials.types import Reason

REASONS = {
    Reason.ERROR: gettext_lazy("issued by mistake"),
    Reason.UNFAIR_MEANS: gettext_lazy("unfair means in the test"),
    Reason.WRONG_PERSON: gettext_lazy("issued to the wrong person"),
    Reason.COURSE_WITHDRAWN: gettext_lazy("the course was withdrawn"),
    Reason.REPLACED: gettext_lazy("a newer certificate took its place"),
    Reason.UNDONE: gettext_lazy("issued by mistake"),
    Reason.OTHER: gettext_lazy("another reason, which the office has on record"),
}


def reason_words() -> dict[str, str]:
    """Code of a reason -> words. The empty code stands for a reason that is not on record."""
    return {reason.value: str(words) for reason, words in REASONS.items()} | {"": _("reason not on record")}
