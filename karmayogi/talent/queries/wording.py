"""What standings, absences and the arithmetic are called, in the reader's language: pages and paper say the same."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.talent.models import AppraisalYear
from karmayogi.talent.queries.standing import Asked, StandingRow
from karmayogi.talent.types import Standing
from karmayogi.ui.api import day, num

TONES = {"eligible": "ok", "open": "warn", "short": "bad", "not_asked": "info", "nothing": "warn"}


def standing_in_words(standing: str) -> str:
    return {
        "eligible": _("Eligible"), "open": _("Not yet"), "short": _("Not eligible"),
        "not_asked": _("Not asked this year"), "nothing": _("No course is prescribed"),
        "left": _("In this year no more"),
    }[standing]  # fmt: skip


def state_in_words(state: str) -> str:
    return {"draft": _("Draft"), "open": _("In force"), "closed": _("Closed")}[state]


def away_in_words(kind: str) -> str:
    return {
        "leave": _("Leave"), "study": _("Study leave"), "deputation": _("Deputation outside"),
        "suspension": _("Suspension"),
    }[kind]  # fmt: skip


def about_in_words(about: str) -> str:
    return {"course": _("A course"), "test": _("The comprehensive test"), "days": _("Days on duty")}[about]


def contest_in_words(state: str) -> str:
    return {
        "waiting": _("Waits for a decision"), "upheld": _("Upheld"), "refused": _("Not upheld"),
        "withdrawn": _("Withdrawn"),
    }[state]  # fmt: skip


def line_in_words(state: str) -> str:
    return {"waiting": _("Waits"), "sent": _("Sent"), "taken": _("Acknowledged"), "refused": _("Refused")}[state]


def push_in_words(state: str) -> str:
    """What became of the message to one browser."""
    return {
        "waiting": _("the push message waits"), "sent": _("a push message was sent"),
        "gone": _("push messages were off by then"), "away": _("nobody was signed in there"),
        "refused": _("the push service refused the message"), "late": _("the push service did not answer in time"),
    }[state]  # fmt: skip


def sms_in_words(state: str) -> str:
    """What became of the text message of a digest; "": there is none to speak of."""
    return {
        "waiting": _("the text message waits"), "sent": _("a text message was sent"),
        "refused": _("no text message was sent: its text or number did not fit"),
        "late": _("no text message was sent: the gateway did not take it in time"),
        "off": _("no text message was sent: this installation sends none"),
    }.get(state, "")  # fmt: skip


def message_in_words(state: str) -> str:
    """Of text and push messages as they are counted."""
    return {
        "waiting": _("waiting"), "sent": _("sent"), "refused": _("refused"), "late": _("not sent in time"),
        "off": _("not sent here"), "gone": _("turned off by then"), "away": _("nobody signed in"),
    }[state]  # fmt: skip


def label(year: int) -> str:
    """2026 -> 2026-27, kept in its order among right-to-left words."""
    return f"\u2066{year}-{(year + 1) % 100:02d}\u2069"


def order_in_words(row: AppraisalYear) -> str:
    """What the order asks for, in a sentence."""
    said = {"number": row.order.number, "day": day(row.order.dated_on), "share": num(row.order.share)}
    if row.order.needs_test:
        return (
            _(
                "Order %(number)s of %(day)s: at least %(share)s %% of the prescribed courses, and the comprehensive test."
            )
            % said
        )
    return _("Order %(number)s of %(day)s: at least %(share)s %% of the prescribed courses.") % said


def arithmetic(row: AppraisalYear, asked: Asked, one: StandingRow) -> list[tuple[str, str]]:
    """(what, how it comes about), in the order in which it is worked out."""
    terms = asked.terms
    share, days, span = num(terms.share), num(one.days), num(terms.span)
    duty = _("%(days)s of %(span)s days, from %(first)s to %(last)s") % {
        "days": days, "span": span, "first": day(terms.first), "last": day(terms.last),
    }  # fmt: skip
    if terms.least_days:
        duty += ". " + _("With fewer than %(least)s days it is not asked.") % {"least": num(terms.least_days)}
    needed = _("%(all)s × %(share)s %% = %(exact)s, rounded up: %(needed)s")
    exact = one.prescribed * terms.share / 100
    if terms.prorata:
        needed = _("%(all)s × %(share)s %% × %(days)s ÷ %(span)s = %(exact)s, rounded up: %(needed)s")
        exact = exact * one.days / terms.span
    lines = [
        (_("Days on duty"), duty),
        (_("Prescribed courses"), num(one.prescribed)),
        (
            _("Needed"),
            needed
            % {
                "all": num(one.prescribed), "share": share, "days": days, "span": span, "exact": num(exact),
                "needed": num(one.needed),
            },
        ),
        (_("Done"), num(one.done)),
    ]  # fmt: skip
    if terms.needs_test:
        passed = _("passed on %(day)s") % {"day": day(one.test_on)} if one.test_on else _("not passed yet")
        lines.append((_("Comprehensive test"), passed))
    return lines


def missing_in_words(short: int, test: bool, due: dt.date) -> str:
    """short: courses; test: whether it is missing, too. One of the two is."""
    said = {"short": num(short), "day": day(due)}
    if not short:
        return _("The comprehensive test is missing, by %(day)s.") % said
    if test:
        return ngettext(
            "%(short)s more course and the comprehensive test are missing, by %(day)s.",
            "%(short)s more courses and the comprehensive test are missing, by %(day)s.", short,
        ) % said  # fmt: skip
    return (
        ngettext(
            "%(short)s more course is missing, by %(day)s.", "%(short)s more courses are missing, by %(day)s.", short
        )
        % said
    )


def result_in_words(asked: Asked, one: StandingRow) -> str:
    """The standing, and what is missing by when."""
    if one.standing == Standing.ELIGIBLE:
        return _("Eligible since %(day)s.") % {"day": day(one.eligible_on)}
    if one.standing == Standing.OPEN:
        test = asked.terms.needs_test and one.test_on is None
        return missing_in_words(max(one.needed - one.done, 0), test, asked.terms.last)
    if one.standing == Standing.SHORT:
        return _("The year ended on %(day)s, and something was missing.") % {"day": day(asked.terms.last)}
    if one.standing == Standing.NOT_ASKED:
        return _("Too few days on duty: nothing is asked in this year.")
    return _("No order prescribes a course yet; that is for the office to do.")
