"""Which groups of few follow from two ways of parting the same people: blocks by cells, both with their sums known.

Draw blocks and cells as points, people of a block in a cell as an edge between them; a group that follows by adding and
subtracting is made of cuts of that drawing which are crossed in one direction alone, from blocks to cells. So the
smallest group that contains some edge is a smallest cut, and a flow of `least` through the drawing proves that there
is none smaller.
"""

import collections
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

type Block = Mapping[Hashable, int]  # cell -> people


def too_few(blocks: Iterable[Block], least: int) -> Iterator[tuple[Block, Hashable]]:
    """Block and cell whose people are in a group of fewer than `least` that follows. Blocks with people in the same
    cells tell the same as one."""
    alike: dict[frozenset[Hashable], dict[Hashable, int]] = {}
    for block in blocks:
        there = {cell: count for cell, count in block.items() if count > 0}
        if there:
            sums = alike.setdefault(frozenset(there), collections.Counter())
            for cell, count in there.items():
                sums[cell] += count
    merged = list(alike.values())
    for number, block in enumerate(merged):
        for cell, count in block.items():
            if count < least and not _flows(merged, number, cell, least):
                yield block, cell


def _flows(blocks: Sequence[Block], start: int, end: Hashable, least: int) -> bool:
    """Whether `least` people can flow from a block to a cell: forwards along edges up to their people, backwards
    without limit."""
    holders: dict[Hashable, list[int]] = collections.defaultdict(list)
    for number, block in enumerate(blocks):
        for cell in block:
            holders[cell].append(number)
    used: dict[tuple[int, Hashable], int] = collections.Counter()  # below nothing where it went backwards
    flowing = 0
    while flowing < least:
        path = _path(blocks, holders, used, start, end)
        if path is None:
            return False
        push = min([least - flowing, *(blocks[number][cell] - used[number, cell] for number, cell, _to in path)])
        for number, cell, onward in path:
            used[number, cell] += push
            if onward is not None:
                used[onward, cell] -= push
        flowing += push
    return True


def _path(
    blocks: Sequence[Block], holders: Mapping[Hashable, list[int]], used: Mapping[tuple[int, Hashable], int],
    start: int, end: Hashable,
) -> list[tuple[int, Hashable, int | None]] | None:  # fmt: skip
    """Steps with room left: from a block to a cell and on to another block, None at the end."""
    to_block: dict[int, Hashable] = {}
    to_cell: dict[Hashable, int] = {}
    queue = collections.deque([start])
    while queue and end not in to_cell:
        here = queue.popleft()
        for cell, count in blocks[here].items():
            if cell in to_cell or used[here, cell] >= count:
                continue
            to_cell[cell] = here
            for onward in holders[cell]:
                if onward != start and onward not in to_block:
                    to_block[onward] = cell
                    queue.append(onward)
    if end not in to_cell:
        return None
    steps: list[tuple[int, Hashable, int | None]] = [(to_cell[end], end, None)]
    while steps[0][0] != start:
        number = steps[0][0]
        cell = to_block[number]
        steps.insert(0, (to_cell[cell], cell, number))
    return steps


class Drawing:
    """One that is added to. Points between which `least` can flow are one: no smaller cut parts them."""

    def __init__(self, least: int) -> None:
        self.least = least
        self.within: dict[Hashable, Hashable] = {}
        self.members: dict[Hashable, set[Hashable]] = {}
        self.onward: dict[Hashable, dict[Hashable, int]] = {}  # along the people: how many
        self.back: dict[Hashable, set[Hashable]] = {}
        self.last: tuple[Hashable, Hashable] = (None, None)

    def add(self, place: Hashable, course: Hashable, count: int) -> None:
        if count > 0:
            self._join([(self._find(place), self._find(course), count)])

    def cut(self) -> set[Hashable]:
        """What lies on the side of the places of a cut that fewer cross; nothing where there is none."""
        while edge := next(self._edges(), None):
            drawing: dict[Hashable, dict[Hashable, int]] = {}
            for one, other in self._edges():
                # Against the people as much as one likes: nothing is ever taken away there.
                drawing.setdefault(one, collections.Counter())[other] += self.onward[one][other]
                drawing.setdefault(other, collections.Counter())[one] += self.least
            side = reached(drawing, *edge, self.least)
            if side is not None:
                self.last = edge
                return {point for group in side for point in self.members[group]}
            self._merge(*edge)
        return set()

    def sides(self, point: Hashable, cut: set[Hashable]) -> set[bool]:
        return {point in cut} if point in self.within else set()

    def accept(self) -> None:
        self._merge(*self.last)

    def _edges(self) -> Iterator[tuple[Hashable, Hashable]]:
        return ((one, other) for one, ends in self.onward.items() for other in ends)

    def _find(self, point: Hashable) -> Hashable:
        if point not in self.within:
            self.within[point], self.members[point] = point, {point}
            self.onward[point], self.back[point] = {}, set()
        return self.within[point]

    def _join(self, edges: list[tuple[Hashable, Hashable, int]]) -> None:
        while edges:
            one, other, count = edges.pop()
            one, other = self.within[one], self.within[other]
            if one == other:
                continue
            ends = self.onward[one]
            ends[other] = ends.get(other, 0) + count
            self.back[other].add(one)
            if ends[other] >= self.least or one in self.onward[other]:
                edges += self._merged(one, other)

    def _merge(self, one: Hashable, other: Hashable) -> None:
        self._join(self._merged(one, other))

    def _merged(self, one: Hashable, other: Hashable) -> list[tuple[Hashable, Hashable, int]]:
        """Makes them one; its edges, to be drawn anew."""
        keep, gone = (one, other) if len(self.members[one]) >= len(self.members[other]) else (other, one)
        self.members[keep] |= self.members[gone]
        for point in self.members.pop(gone):
            self.within[point] = keep
        edges = [(keep, end, count) for end, count in self.onward.pop(gone).items()]
        for _start, end, _count in edges:
            self.back[end].discard(gone)
        for start in self.back.pop(gone):
            edges.append((start, keep, self.onward[start].pop(gone)))
        return edges


def reached[P](drawing: Mapping[P, Mapping[P, int]], start: P, end: P, least: int) -> set[P] | None:
    """None where `least` can flow from one point to the other; otherwise the points on this side of a smaller cut."""
    used: dict[tuple[P, P], int] = collections.Counter()
    flowing = 0
    while flowing < least:
        came: dict[P, P] = {start: start}
        queue = collections.deque([start])
        while queue and end not in came:
            here = queue.popleft()
            for onward, room in drawing[here].items():
                if onward not in came and used[here, onward] < room:
                    came[onward] = here
                    queue.append(onward)
        if end not in came:
            return set(came)
        line, here = [], end
        while here != start:
            line.append((came[here], here))
            here = came[here]
        push = min([least - flowing, *(drawing[one][other] - used[one, other] for one, other in line)])
        for one, other in line:
            used[one, other] += push
            used[other, one] -= push
        flowing += push
    return None
