"""Scopes and deeds in the reader's language."""

from django.utils.translation import gettext as _


def scope_in_words(scope: str) -> str:
    return {
        "all": _("Everything"),
        "all/read": _("Read everything"),
        "statements/write": _("Store statements"),
        "statements/read": _("Read all statements"),
        "statements/read/mine": _("Read the statements that it stored itself"),
        "state": _("Keep states of learners in activities"),
        "profile": _("Keep profiles of activities and learners"),
        "define": _("Say what activities are called"),
    }.get(scope, scope)


def deed(tag: str) -> str:
    """What an entry of the audit trail says was done, for tags of this package; "" for others'."""
    return {"ingest:token:issue": _("Opened a course for you that reports by xAPI")}.get(tag, "")


def source_in_words(source: str) -> str:
    """Who said what was refused."""
    return {
        "exercise": _("An exercise (H5P)"),
        "own": _("A lesson of this platform"),
        "unit": _("A launched course (cmi5, xAPI)"),
    }.get(source, source)
