"""Which cells must not be shown, so that no group of fewer than `least` people can be read or subtracted out.

Cells hang together by sums: an organisation is its own posts and the units below it; the country is its States; a
State is the offices in it. A cell of fewer than `least` people is hidden. In a sum where exactly one term is hidden, or
where the hidden terms together are fewer than `least` people, the difference would tell: another term is hidden with
it, the smallest, until no such sum is left. Hiding spreads through all sums together, so that what one page withholds
another page does not give away.
"""

import collections
import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping

STEP = 8  # characters of a path for each organisation, see orgs.engine.paths
LEAST = 10

type Cell = tuple[str, str]  # ("own" | "all", path) or ("state", code)


@dataclasses.dataclass(frozen=True, slots=True)
class Withheld:
    """own: paths whose own posts are hidden. total: paths whose subtree total is hidden. states: of the whole country.

    parts: (path, state) of ministries, whose share in that State is hidden.
    """

    own: frozenset[str]
    total: frozenset[str]
    states: frozenset[str]
    parts: frozenset[tuple[str, str]]


def withheld(own: Mapping[str, tuple[str, int]], least: int = LEAST) -> Withheld:
    """own: path of a unit -> (code of its State or "", people on its own posts)."""
    cells = _Cells({path: (state, count) for path, (state, count) in own.items() if count > 0})
    hidden = _closed(cells, least)
    return Withheld(
        own=frozenset(p for p, (_s, _n) in cells.own.items() if cells.own_cell(p) in hidden),
        total=frozenset(path for path in cells.total if ("all", path) in hidden),
        states=frozenset(code for kind, code in hidden if kind == "state"),
        parts=frozenset(_parts(cells, hidden)),
    )


class _Cells:
    """Sizes of all cells and the sums between them; cells without people do not exist."""

    def __init__(self, own: Mapping[str, tuple[str, int]]) -> None:
        self.own = own
        self.total: dict[str, int] = collections.Counter()
        self.children: dict[str, set[str]] = collections.defaultdict(set)
        states: dict[str, int] = collections.Counter()
        for path, (state, count) in own.items():
            states[state] += count
            line = list(ancestors(path))
            for above in line:
                self.total[above] += count
            for parent, child in itertools.pairwise(line):
                self.children[parent].add(child)
        self.size: dict[Cell, int] = {("all", path): count for path, count in self.total.items()}
        self.size |= {("own", path): own[path][1] for path in own if self.children.get(path)}
        self.size |= {("state", code): count for code, count in states.items()}

    def own_cell(self, path: str) -> Cell:
        """A unit without units below it is the same cell as its total."""
        return ("own", path) if self.children.get(path) else ("all", path)

    def sums(self) -> Iterator[tuple[Cell, list[Cell]]]:
        """(total, its terms) of every sum."""
        for path, below in self.children.items():
            terms: list[Cell] = [("all", child) for child in below]
            if path in self.own:
                terms.append(("own", path))
            yield ("all", path), terms
        offices: dict[str, list[Cell]] = collections.defaultdict(list)
        for path, (state, _count) in self.own.items():
            offices[state].append(self.own_cell(path))
        for root in sorted(path for path in self.total if len(path) == STEP):
            yield ("all", root), [("state", code) for code in offices]
        for state, terms in offices.items():
            yield ("state", state), terms


def _closed(cells: _Cells, least: int) -> set[Cell]:
    size = cells.size
    hidden = {cell for cell, count in size.items() if count < least}
    sums = list(cells.sums())
    member: dict[Cell, list[int]] = collections.defaultdict(list)
    for number, (total, terms) in enumerate(sums):
        for cell in (total, *terms):
            member[cell].append(number)
    waiting = collections.deque(range(len(sums)))
    queued = set(waiting)
    while waiting:
        number = waiting.popleft()
        queued.discard(number)
        total, terms = sums[number]
        while (extra := _one_more(total, terms, hidden, size, least)) is not None:
            hidden.add(extra)
            for other in member[extra]:
                if other != number and other not in queued:
                    waiting.append(other)
                    queued.add(other)
    return hidden


def _one_more(total: Cell, terms: list[Cell], hidden: set[Cell], size: Mapping[Cell, int], least: int) -> Cell | None:
    """The next cell to hide in this sum, or None when it gives nothing away."""
    gone = [cell for cell in terms if cell in hidden]
    if total in hidden:
        safe = bool(gone)
    else:
        safe = not gone or (len(gone) > 1 and sum(size[cell] for cell in gone) >= least)
    if safe:
        return None
    left = [cell for cell in terms if cell not in hidden]
    # With every term hidden and the total shown, the total is what tells.
    return min(left, key=lambda cell: (size[cell], cell)) if left else total


def _parts(cells: _Cells, hidden: set[Cell]) -> Iterator[tuple[str, str]]:
    """Ministry x State is shown only where it is a sum of figures that are shown anyway, so that it adds nothing."""
    places: dict[str, set[str]] = collections.defaultdict(set)
    for path, (state, _count) in cells.own.items():
        for above in ancestors(path):
            places[above].add(state)
    for path, (state, _count) in cells.own.items():
        if cells.own_cell(path) not in hidden:
            continue
        ministry = path[: 2 * STEP]
        covered = any(
            ("all", above) not in hidden and len(places[above]) == 1
            for above in ancestors(path)
            if above.startswith(ministry)
        )
        if not covered:
            yield ministry, state


def ancestors(path: str) -> Iterable[str]:
    """The paths from the root down to this one, itself included."""
    return (path[:end] for end in range(STEP, len(path) + 1, STEP))
