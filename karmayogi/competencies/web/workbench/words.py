"""Words of the workbench in the reader's language."""

from django.utils.translation import gettext as _

from karmayogi.competencies.models import Dictionary, WorkOrder

TONES = {"draft": "info", "l1": "warn", "l2": "warn", "published": "ok", "archived": "info"}


def status_in_words(status: str) -> str:
    states = WorkOrder.Status
    return {
        states.DRAFT: _("Draft"),
        states.L1: _("In first review"),
        states.L2: _("In second review"),
        states.PUBLISHED: _("Published"),
        states.ARCHIVED: _("Archived"),
    }[states(status)]


def step_in_words(step: str) -> str:
    return {
        "draft": _("Begun"),
        "submit": _("Submitted for review"),
        "approve": _("Approved in the first review"),
        "publish": _("Approved in the second review and published"),
        "return": _("Returned to its author"),
        "archive": _("Archived"),
        "take_over": _("Taken over"),
    }[step]


def dictionary_in_words(dictionary: str) -> str:
    return {
        Dictionary.POSITION: _("Positions"),
        Dictionary.ROLE: _("Roles"),
        Dictionary.ACTIVITY: _("Activities"),
        Dictionary.KNOWLEDGE: _("Knowledge resources"),
    }[Dictionary(dictionary)]


def part_in_words(what: str) -> str:
    return {
        "position": _("Position"),
        "role": _("Role"),
        "activity": _("Activity"),
        "need": _("Competency"),
        "knowledge": _("Knowledge resource"),
    }[what]


def change_in_words(kind: str) -> str:
    return {"added": _("Added"), "removed": _("Removed"), "changed": _("Changed")}[kind]


def source_in_words(kind: str) -> str:
    return {
        "profile": _("published profiles"),
        "onet": _("O*NET occupations"),
        "competency": _("descriptions of competencies"),
    }[kind]


def pair_in_words(status: str) -> str:
    return {"open": _("To decide"), "merged": _("Merged"), "kept": _("Kept apart"), "undone": _("Merge undone")}[status]
