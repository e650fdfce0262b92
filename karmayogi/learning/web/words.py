"""Kinds, modes, lengths and languages in the reader's words."""

from django.utils.translation import gettext as _

from karmayogi.kernel import languages

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
        "quiz": _("Test"),
        "lti": _("Learning tool"),
    }[kind]


def modes_in_words() -> dict[str, str]:
    """All of them at once: a list of courses looks each up without translating it again."""
    return {"online": _("Online"), "blended": _("Online and classroom"), "classroom": _("Classroom")}


def band_in_words(band: str) -> str:
    return {
        "30": _("Up to 30 minutes"),
        "60": _("31 to 60 minutes"),
        "180": _("1 to 3 hours"),
        "more": _("More than 3 hours"),
    }[band]


def status_in_words(status: str) -> str:
    return {"active": _("In progress"), "completed": _("Completed")}.get(status, status)
