"""Whether officers of a place may be told apart by an attribute (group, gender) beside all else that is shown of it.

Known of a place are the people of its blocks (what the pages of its units give by adding and subtracting, see
engine.disclosure) and the people of each value. Which groups follow from these by adding and subtracting is known too:
draw blocks and cells as points, people of a block in a cell as an edge between them; a group that follows is made of
cuts of that drawing which are crossed in one direction alone, from blocks to cells. So the smallest group that
contains some edge is a smallest cut, and a flow of `least` through the drawing proves that there is none smaller.

Cells are combinations of all attributes at once, as if those were published: what is told of each attribute alone is
less. A place is told apart as a whole or not at all; those that are not, taken together, are the difference between
the country and the rest, and have to be safe in the same way.
"""

import collections
from collections.abc import Hashable, Iterable, Mapping, Sequence

from karmayogi.insight.engine.disclosure import LEAST

type Block = Mapping[Hashable, int]  # cell -> people


def safe(blocks: Iterable[Block], least: int = LEAST) -> bool:
    """Whether no group of fewer than `least` follows. Blocks with people in the same cells tell the same as one."""
    alike: dict[frozenset[Hashable], dict[Hashable, int]] = {}
    for block in blocks:
        there = {cell: count for cell, count in block.items() if count > 0}
        if there:
            sums = alike.setdefault(frozenset(there), collections.Counter())
            for cell, count in there.items():
                sums[cell] += count
    merged = list(alike.values())
    return all(
        _flows(merged, number, cell, least)
        for number, block in enumerate(merged)
        for cell, count in block.items()
        if count < least
    )


def told_apart(
    places: Mapping[str, Mapping[str, Block]], whole: Iterable[str], least: int = LEAST
) -> frozenset[str] | None:
    """Places that may be told apart when their sum is; None when not even the sum may be.

    places: place -> name of a block -> its people there; a block of several places is told as one. whole: places whose
    total is shown, so that their blocks are theirs alone; of others nothing is.
    """
    size = {place: sum(sum(block.values()) for block in blocks.values()) for place, blocks in places.items()}
    shown = {place for place in whole if size.get(place) and safe(places[place].values(), least)}
    order = sorted(shown, key=lambda place: (size[place], place))
    while True:
        rest: dict[str, dict[Hashable, int]] = {}
        for place in places.keys() - shown:
            for name, block in places[place].items():
                joined = rest.setdefault(name, collections.Counter())
                for cell, count in block.items():
                    joined[cell] += count
        if safe(rest.values(), least):
            return frozenset(shown) if size else None
        if not order:
            return None
        shown.discard(order.pop(0))


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
