"""Figures and their words in the reader's language. The only place of this package that turns a figure into text."""

from django.utils.translation import gettext as _

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
