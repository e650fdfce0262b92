"""Kinds, states and deeds of learning at work in the reader's words."""

from django.utils.translation import gettext as _

from karmayogi.learning.engine.onthejob.terms import CHECK


def kinds_in_words() -> dict[str, str]:
    return {
        "stretch": _("A task that was new to me"),
        "project": _("A project"),
        "shadowing": _("Watching somebody at work"),
        "coaching": _("Being coached"),
        "teaching": _("Teaching others"),
    }


def entry_state(state: str) -> tuple[str, str]:
    """(words, tone of the tag)."""
    return {
        "waiting": (_("waiting for confirmation"), "info"),
        "confirmed": (_("confirmed"), "ok"),
        "declined": (_("declined"), "bad"),
        "withdrawn": (_("taken back"), "warn"),
    }[state]


def check_state(state: str) -> tuple[str, str]:
    return {
        "open": (_("you can write"), "info"),
        "asked": (_("colleagues are asked"), "info"),
        "shown": (_("shown"), "ok"),
        "not_shown": (_("not shown"), "warn"),
        "appealed": (_("somebody of the office decides"), "info"),
        "refused": (_("not shown, decided"), "warn"),
        "lapsed": (_("not used"), "info"),
    }[state]


def rubric() -> list[str]:
    """The questions that a peer answers with yes or no, in the order in which the answers are kept."""
    found = [
        _("Does what was done come out of this course?"),
        _("Does the example say what was done, when, and what came of it?"),
        _("Does it use something that this course teaches?"),
    ]
    if len(found) != CHECK.questions:
        raise ValueError("the rubric and its terms differ")
    return found


def deed(tag: str) -> str:
    """Slot "people.deeds": what an entry of the audit trail says was done; "" for others' tags."""
    return {
        "learning:job_entry:write": _("Entered learning at work"),
        "learning:job_entry:withdraw": _("Took an entry of learning at work back"),
        "learning:job_entry:confirm": _("Confirmed an entry of learning at work"),
        "learning:job_entry:decline": _("Declined an entry of learning at work"),
        "learning:job_entry:open": _("Opened the file of an entry of learning at work"),
        "learning:check:hand_in": _("Wrote how a course was applied at work"),
        "learning:check:settle": _("Colleagues decided whether a course was applied"),
        "learning:check:appeal": _("Asked for a decision on whether a course was applied"),
        "learning:check:pass_on": _("Passed the check of a course on to the office"),
        "learning:check:decide": _("Decided whether a course was applied"),
        "learning:check:open_file": _("Opened the file of an application of a course"),
        "learning:check:answer": _("Judged how somebody applied a course"),
        "learning:check:stand_aside": _("Did not want to judge how somebody applied a course"),
        "learning:cascade_trainer:qualify": _("Qualified as a trainer in a cascade"),
        "learning:cascade_trainer:withdraw": _("A qualification as a trainer was taken back"),
        "learning:cascade_trainer:bar": _("Barred a trainer of a cascade"),
        "learning:cascade_trainer:lift": _("Lifted the bar of a trainer of a cascade"),
        "learning:cascade_session:add": _("Named who leads a session of a cascade"),
        "learning:cascade_session:remove": _("Took a session out of a cascade"),
        "learning:cascade_session:count": _("Counted a session of a cascade anew"),
    }.get(tag, "")
