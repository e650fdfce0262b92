"""Days of a batch, and what a scenario asks of the solver beyond the case: pure."""

import datetime as dt
from collections.abc import Sequence

import numpy as np

from karmayogi.capacity.engine.solving.case import NOBODY, Floats

FREE = 366  # days a year of somebody to whom no limit is set
NOWHERE = -1  # a batch that is held nowhere (online), or a person whose office names no State


def working_days(first: dt.date, last: dt.date) -> int:
    """Mondays to Fridays from first to last; at least one, since a batch on a Sunday takes a day too."""
    whole, rest = divmod((last - first).days + 1, 7)
    days = whole * 5 + sum((first.weekday() + n) % 7 < 5 for n in range(rest))
    return max(1, days)


def numbered(names: Sequence[str]) -> tuple[list[int], list[str]]:
    """(number of each, the names by number); nobody has no number. The same name in other letters is the same one."""
    known: dict[str, int] = {}
    told: list[str] = []
    numbers = []
    for name in names:
        key = " ".join(name.lower().split())
        if not key:
            numbers.append(NOBODY)
            continue
        if key not in known:
            known[key] = len(told)
            told.append(name)
        numbers.append(known[key])
    return numbers, told


def travel(count: int, cost: float, far: bool) -> Floats:
    """Rupees from place to place; the last place is "nowhere": whoever is there, or goes there, travels for nothing."""
    table = np.full((count + 1, count + 1), cost if far else np.inf)
    np.fill_diagonal(table, 0.0)
    table[count, :] = 0.0
    table[:, count] = 0.0
    return table
