"""Classes of a coloured map: fixed for shares, so that two maps compare; by fifths of the places for amounts."""

import math
from collections.abc import Iterable

SHARES = (20.0, 40.0, 60.0, 80.0)


def steps(values: Iterable[float | None], *, share: bool) -> tuple[float, ...]:
    """One to four rising thresholds. A place belongs to the class whose threshold it reaches."""
    if share:
        return SHARES
    known = sorted(value for value in values if value is not None)
    if not known:
        return (1.0,)
    found: list[float] = []
    for fifth in range(1, 5):
        step = neat(known[min(len(known) - 1, fifth * len(known) // 5)])
        if step > (found[-1] if found else known[0]):
            found.append(step)
    return tuple(found) or (max(neat(known[0]), 1.0),)


def neat(value: float) -> float:
    """Rounded down to one digit that people count in (1, 2, 3, 5, 8 times a power of ten), at least to whole tens."""
    if value < 10:
        return float(math.floor(value)) if value >= 1 else round(value, 1)
    power: float = 10 ** math.floor(math.log10(value))
    lead = value / power
    return max(step for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8) if step <= lead) * power
