"""Figures and their words in the reader's language. The only place of this package that turns a figure into text."""

from django.utils.translation import gettext as _

from karmayogi.insight.engine.disclosure import LEAST
from karmayogi.insight.types import Figure, State, Unit, Words
from karmayogi.ui.api import num, pick


def words(text: Words) -> str:
    return pick(text.en, text.hi, text.ur)


def figure(one: Figure) -> str:
    """The figure as it stands on a tile or in a table, or why it does not."""
    if one.state is State.FEW:
        return _("fewer than 10 officers")
    if one.state is State.WITHHELD:
        return _("withheld")
    if one.value is None:
        return "–"
    if one.unit in (Unit.HOURS, Unit.HOURS_EACH):
        return _("%(hours)s h") % {"hours": num(one.value, 1)}
    if one.unit in (Unit.POINTS, Unit.STARS):
        return num(one.value, 1)
    return num(one.value) + suffix(one.unit)


def suffix(unit: Unit) -> str:
    """What follows the number on a map or in its legend."""
    if unit is Unit.SHARE:
        return "%"
    return _("%(hours)s h") % {"hours": ""} if unit in (Unit.HOURS, Unit.HOURS_EACH) else ""


def figure_of(one: Figure) -> str:
    """What a share is made of: 561 of 601. Empty for anything else."""
    if one.unit is not Unit.SHARE or one.numerator is None:
        return ""
    return _("%(part)s of %(whole)s") % {"part": num(one.numerator), "whole": num(one.denominator)}


def change(was: Figure, now: Figure) -> str:
    """From one figure to another of the same metric, with its sign; empty where one of them is not shown."""
    if was.value is None or now.value is None:
        return ""
    moved = round(now.value - was.value, 1)
    sign = "+" if moved > 0 else ""
    if now.unit is Unit.SHARE:
        return _("%(points)s points") % {"points": sign + num(moved, 1)}
    if now.unit is Unit.COUNT:
        return sign + num(int(moved))
    if now.unit in (Unit.POINTS, Unit.STARS):
        return sign + num(moved, 1)
    return sign + _("%(hours)s h") % {"hours": num(moved, 1)}


def counted(number: int, most: int) -> str:
    """A count of facts as a page says it: few are not counted out, nor is more than is read."""
    if number > most:
        return _("more than %(most)s") % {"most": num(most)}
    if 0 < number < LEAST:
        return _("fewer than 10")
    return num(number)
