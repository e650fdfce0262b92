"""Formats, states and outcomes of brought courses in the reader's words."""

from django.utils.translation import gettext as _

# Names of formats are proper names: the same in every language.
FORMATS = {
    "karmayogi": "Karmayogi",
    "markdown-quiz": "Markdown + quiz JSON",
    "scorm": "SCORM",
    "cmi5": "cmi5",
    "xapi": "xAPI (Tin Can)",
    "qti": "QTI",
    "question-templates": "CSV (iGOT)",
    "common-cartridge": "IMS Common Cartridge",
    "moodle": "Moodle (.mbz)",
    "olx": "Open edX OLX",
    "h5p": "H5P",
}


def state_in_words(state: str) -> str:
    return {
        "read": _("Read, not yet kept"),
        "draft": _("Draft, waits for a second person"),
        "published": _("Published"),
    }[state]


def outcome_in_words(outcome: str) -> str:
    return {
        "imported": _("Comes in whole"),
        "partly": _("Comes in, in part"),
        "kept": _("Kept in the file, not usable"),
        "left_out": _("Left out"),
    }[outcome]
