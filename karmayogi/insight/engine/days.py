"""What may be shown of units on several past days, so that no difference between two of them tells of few officers.

Of each day alone engine.disclosure says what may be shown. Between two days some officers came, left or went elsewhere,
and whoever holds both pages can subtract them: what follows is about those who moved, weighed by the cells that held
them before and after. Draw as points the sets of cells, shown on both days, that hold somebody together, and an officer
who moved as an edge from her point of before to that of after: whatever is added and subtracted gives each point a
weight, and tells of the edges whose ends differ in it. So the smallest group that follows is a cut of the drawing, and
the cells may be shown when every cut is crossed by nobody or by `least`: when `least` can flow along each edge.

Where they cannot, the smallest cell that holds one end and not the other is left out on the later day: what was shown
before has been seen.
"""

import collections
import datetime as dt
from collections.abc import Mapping, Sequence

from karmayogi.insight.engine.disclosure import LEAST, STEP, ancestors, withheld
from karmayogi.insight.engine.flows import reached

OWN = "own "

type Cell = str  # the last piece of a path, which a unit keeps when it moves; OWN before it: its own posts alone
type Point = frozenset[Cell]
type Moves = Mapping[tuple[str, str], int]  # (path before, path after) -> officers; "": of no unit on that day


def quarter_ends(first: dt.date, before: dt.date) -> list[dt.date]:
    """Last days of quarters from the one on, that are over before the other."""
    starts = (dt.date(year, month, 1) for year in range(first.year, before.year + 1) for month in (1, 4, 7, 10))
    ends = (start - dt.timedelta(days=1) for start in starts)
    return [end for end in ends if first <= end < before]


def own_cell(path: str) -> Cell:
    return OWN + path[-STEP:]


def alone(own: Mapping[str, int], least: int = LEAST) -> dict[Cell, int]:
    """Cells that may be shown of one day -> officers in them. own: path -> officers on its own posts."""
    gone = withheld({path: ("", count) for path, count in own.items()}, least)
    size: dict[Cell, int] = collections.Counter()
    for path, count in own.items():
        for above in ancestors(path):
            if above not in gone.total:
                size[above[-STEP:]] += count
        if path not in gone.own:
            size[own_cell(path)] += count
    return {cell: count for cell, count in size.items() if count}


def together(
    days: Sequence[Mapping[Cell, int]], moves: Mapping[tuple[int, int], Moves], least: int = LEAST
) -> list[frozenset[Cell]]:
    """Cells that may be shown of each of the days, in their order. days: of each alone. moves: from a day to each
    later one, by their places; those who stayed where they were may be left out."""
    shown: list[frozenset[Cell]] = []
    for later, size in enumerate(days):
        cells = set(size)
        for earlier, known in enumerate(shown):
            both = cells & known
            while few := _few(moves[earlier, later], both, least):
                smallest = min(few[0] ^ few[1], key=lambda cell: (size[cell], cell))
                cells.discard(smallest)
                both.discard(smallest)
        shown.append(frozenset(cells))
    return shown


def _few(moves: Moves, cells: set[Cell], least: int) -> tuple[Point, Point] | None:
    """Two points that fewer than `least` tell apart."""
    drawing: dict[Point, dict[Point, int]] = collections.defaultdict(collections.Counter)
    for (before, after), count in moves.items():
        one, other = _point(before, cells), _point(after, cells)
        if one != other:
            drawing[one][other] += count
            drawing[other][one] += count
    for one, ends in drawing.items():
        for other, count in ends.items():
            if count < least and reached(drawing, one, other, least) is not None:
                return one, other
    return None


def _point(path: str, cells: set[Cell]) -> Point:
    if not path:
        return frozenset()
    return frozenset({own_cell(path), *(above[-STEP:] for above in ancestors(path))} & cells)
