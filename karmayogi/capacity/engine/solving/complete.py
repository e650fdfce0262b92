"""Every rule of officers and offices as rows at once, for a case small enough to be decided in whole numbers: there an
answer that breaks a rule costs more than all rows that nobody breaks."""

from collections.abc import Iterator

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Floats, Ints
from karmayogi.capacity.engine.solving.rows import Block, block, spare

CLOSE = 1e-6


def complete(case: Case) -> list[Block]:
    """Rows that whole numbers cannot break a rule beside; those that no answer could break are left out."""
    return [one for one in (*_officers(case), _offices(case)) if one is not None]


def _officers(case: Case) -> Iterator[Block | None]:
    first, last = case.column("first").astype(np.int64)[case.batch], case.column("last").astype(np.int64)[case.batch]
    days = case.column("days").astype(np.int64)[case.batch]
    bounds = np.searchsorted(case.person, np.arange(len(case.limit) + 1))
    dates: list[Ints] = []
    whose: list[int] = []
    long: list[Ints] = []
    many: list[int] = []
    for who in np.flatnonzero(np.diff(bounds) > 1).tolist():
        mine = np.arange(bounds[who], bounds[who + 1])
        wish = case.wish[mine]
        if wish[0] == wish[-1]:  # one need alone: one seat at most, which the row of the wish says
            continue
        begins, ends = first[mine], last[mine]
        sets = {
            tuple(mine[meet].tolist())
            for day in np.unique(begins).tolist()
            if (meet := (begins <= day) & (ends >= day)).sum() > 1 and wish[meet].min() != wish[meet].max()
        }
        dates += [np.array(one) for one in sets if not any(one != more and set(one) < set(more) for more in sets)]
        whose += [who] * (len(dates) - len(whose))
        starts = np.flatnonzero(np.append(True, wish[1:] != wish[:-1]))
        if np.maximum.reduceat(days[mine], starts).sum() > case.limit[who]:
            long.append(mine)
            many.append(who)
    yield _rows("dates", whose, dates, None, np.ones(len(dates)))
    yield _rows("days", many, long, days.astype(float), case.limit[np.array(many, dtype=np.int64)].astype(float))


def _offices(case: Case) -> Block | None:
    if case.terms.away is None:
        return None
    first, last = case.column("first").astype(np.int64)[case.batch], case.column("last").astype(np.int64)[case.batch]
    office, limit = case.office[case.person], spare(case)
    order = np.argsort(office, kind="stable")
    bounds = np.searchsorted(office[order], np.arange(len(case.strength) + 1))
    whose: list[int] = []
    sets: list[Ints] = []
    for one in np.flatnonzero(np.diff(bounds) > limit).tolist():
        mine = order[bounds[one] : bounds[one + 1]]
        for day in np.unique(first[mine]).tolist():
            there = mine[(first[mine] <= day) & (last[mine] >= day)]
            if len(np.unique(case.person[there])) > limit[one]:
                sets.append(there)
                whose.append(one)
    return _rows("away", whose, sets, None, limit[np.array(whose, dtype=np.int64)].astype(float))


def _rows(kind: str, whose: list[int], sets: list[Ints], weight: Floats | None, most: Floats) -> Block | None:
    if not sets:
        return None
    column = np.concatenate(sets)
    row = np.repeat(np.arange(len(sets)), [len(one) for one in sets])
    value = np.ones(len(column)) if weight is None else weight[column]
    return block(kind, np.array(whose, dtype=np.int64), row, column, value, most)
