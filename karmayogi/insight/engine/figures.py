"""From a sum to a figure that knows whether it may be shown."""

from karmayogi.insight.engine.disclosure import LEAST
from karmayogi.insight.types import Figure, State, Unit

DIVIDED = (Unit.SHARE, Unit.HOURS_EACH, Unit.STARS)


def figure(
    metric: str, unit: Unit, *, numerator: int, denominator: int, people: int, about_people: bool, hidden: bool,
    concerned: int | None = None, concerned_hidden: bool = False,
) -> Figure:  # fmt: skip
    """people: officers in the cell. hidden: the cell is on the list of withheld ones. concerned: of how many it speaks,
    where that is not all of them. concerned_hidden: their cell is on the list.

    The rule on few people holds here too, whatever the list says, so that a list that lags behind gives nothing away.
    """
    if about_people and people == 0:
        return Figure(metric, unit, State.EMPTY)
    if about_people and people < LEAST:
        return Figure(metric, unit, State.FEW)
    if about_people and hidden:
        return Figure(metric, unit, State.WITHHELD)
    if unit in DIVIDED and denominator == 0:
        return Figure(metric, unit, State.EMPTY)
    if about_people and concerned is not None and 0 < concerned < LEAST:
        return Figure(metric, unit, State.FEW)
    # Of nobody, and yet with a number: these people have not been counted so far.
    uncounted = concerned == 0 and (numerator or denominator)
    if about_people and concerned is not None and (concerned_hidden or uncounted):
        return Figure(metric, unit, State.WITHHELD)
    return Figure(metric, unit, State.SHOWN, numerator, denominator if unit in DIVIDED else None)
