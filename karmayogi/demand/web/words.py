"""Lacks and requests in words, with the arithmetic of the day."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.demand.queries.lists import LackLine, RequestLine
from karmayogi.demand.types import Kind, Short, State, Terms
from karmayogi.kernel import languages
from karmayogi.ui.api import comma, num, pick

TONES = {"open": "warn", "accepted": "info", "declined": "bad", "lapsed": "bad", "fulfilled": "ok", "closed": "info"}


def kind_in_words(kind: str) -> str:
    return {
        Kind.NO_COURSE: _("No course"),
        Kind.LANGUAGE: _("Thin in a language"),
        Kind.WEAK: _("Weakly rated"),
    }[Kind(kind)]


def state_in_words(state: str) -> str:
    return {
        State.OPEN: _("Waits for an answer"),
        State.ACCEPTED: _("Accepted"),
        State.DECLINED: _("Declined"),
        State.LAPSED: _("Lapsed"),
        State.FULFILLED: _("Fulfilled"),
        State.CLOSED: _("Closed"),
    }[State(state)]


def act_in_words(act: str) -> str:
    return {
        "ask": _("Asked"),
        "accept": _("Accepted"),
        "decline": _("Declined"),
        "link": _("Course named"),
        "short": _("Published, but it does not cover what was asked"),
        "lapse": _("Lapsed: its last day went by"),
        "extend": _("More time given"),
        "offer": _("Put to another provider, or to all"),
        "end": _("Fulfilled by a published course"),
        "close": _("Closed"),
    }[act]


def short_in_words(short: str) -> str:
    """What a published course lacks; "" without."""
    said = {
        Short.COMPETENCY: _("it does not teach the competency"),
        Short.LEVEL: _("it teaches it to a lower level"),
        Short.LANGUAGE: _("not all of it is there in the language"),
    }
    return comma().join(said[Short(one)] for one in short.split(",") if one)


def language_of(code: str) -> str:
    return languages.NAMES.get(code, code)


def name_of(one: LackLine | RequestLine) -> str:
    return pick(one.name_en, one.name_hi, one.name_ur)


def what(one: LackLine | RequestLine) -> str:
    """ "Noting and drafting, level 3, Urdu"."""
    level = _("%(name)s, level %(level)s") % {"name": name_of(one), "level": num(one.level)}
    return f"{level} · {language_of(one.language)}" if one.language else level


def provider_of(one: RequestLine) -> str:
    return pick(one.provider_en, one.provider_hi, one.provider_ur) if one.provider else _("Open to all providers")


def why(one: LackLine | RequestLine, terms: Terms) -> list[str]:
    """The arithmetic, a sentence for each step, with the thresholds by which it was counted."""
    figures = one.figures
    numbers = {
        "people": num(figures.people), "lacking": num(figures.lacking),
        "least": num(terms.least_people), "level": num(one.level), "language": language_of(one.language),
    }  # fmt: skip
    who = (
        _(
            "At least %(people)s officers who read these pages in %(language)s hold posts that ask for it at level %(level)s;"
        )
        if one.language
        else _("At least %(people)s officers hold posts that ask for it at level %(level)s;")
    )
    lines = [
        f"{who % numbers} "
        + _("at least %(lacking)s of them have not shown it. From %(least)s on it counts.") % numbers
        + " "
        + _("Numbers of officers are rounded down to tens, so that no difference of two of them tells of a few.")
    ]
    courses = ngettext(
        "%(count)s course of the catalogue teaches it to level %(level)s or above.",
        "%(count)s courses of the catalogue teach it to level %(level)s or above.",
        figures.courses,
    ) % {"count": num(figures.courses), "level": num(one.level)}
    if figures.lower:
        courses += " " + ngettext(
            "%(count)s more teaches it, not as high.", "%(count)s more teach it, not as high.", figures.lower
        ) % {"count": num(figures.lower)}
    lines.append(courses)
    if one.language:
        lines.append(
            _("Of these in %(language)s: %(count)s. Fewer than %(least)s is a lack. There are: %(languages)s.")
            % {
                "language": language_of(one.language), "count": num(figures.in_language),
                "least": num(terms.language_courses), "languages": comma().join(map(language_of, figures.languages)),
            }
        )  # fmt: skip
    elif figures.languages:
        lines.append(_("Their languages: %s.") % comma().join(map(language_of, figures.languages)))
    if one.kind == Kind.WEAK and figures.stars is not None:
        lines.append(
            _(
                "%(rated)s ratings since the present versions, with a mean of %(stars)s. Each of the courses has at"
                " least %(least)s ratings and a mean below %(weak)s."
            )
            % {
                "rated": num(figures.rated), "stars": num(figures.stars), "least": num(terms.weak_ratings),
                "weak": num(terms.weak_stars),
            }
        )  # fmt: skip
    if figures.plans:
        lines.append(
            ngettext(
                "%(count)s annual plan in force answers this competency.",
                "%(count)s annual plans in force answer this competency.",
                figures.plans,
            )
            % {"count": num(figures.plans)}
        )
    return lines


def left(due_on: dt.date, today: dt.date) -> str:
    days = (due_on - today).days
    if days < 0:
        return ngettext("%s day late", "%s days late", -days) % num(-days)
    return ngettext("%s day left", "%s days left", days) % num(days)
