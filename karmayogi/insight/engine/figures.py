"""From a sum to a figure that knows whether it may be shown."""

from karmayogi.insight.engine.disclosure import LEAST
from karmayogi.insight.types import Figure, State, Unit

DIVIDED = (Unit.SHARE, Unit.HOURS_EACH, Unit.STARS)


def figure(
    metric: str, unit: Unit, *, numerator: int, denominator: int, people: int, about_people: bool, hidden: bool
) -> Figure:
    """people: officers in the cell. hidden: the cell is on the list of withheld ones.

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
    return Figure(metric, unit, State.SHOWN, numerator, denominator if unit in DIVIDED else None)
