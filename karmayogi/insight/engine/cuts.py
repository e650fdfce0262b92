"""Whether officers of a place may be told apart by an attribute (group, gender) beside all else that is shown of it.

Known of a place are the people of its blocks (what the pages of its units give by adding and subtracting, see
engine.disclosure) and the people of each value; which groups follow from these engine.flows says.

Cells are combinations of all attributes at once, as if those were published: what is told of each attribute alone is
less. A place is told apart as a whole or not at all; those that are not, taken together, are the difference between
the country and the rest, and have to be safe in the same way.
"""

import collections
from collections.abc import Hashable, Iterable, Mapping

from karmayogi.insight.engine.disclosure import LEAST
from karmayogi.insight.engine.flows import Block, too_few


def safe(blocks: Iterable[Block], least: int = LEAST) -> bool:
    """Whether no group of fewer than `least` follows."""
    return next(too_few(blocks, least), None) is None


def told_apart(
    places: Mapping[str, Mapping[str, Block]], whole: Iterable[str], least: int = LEAST, *, beside: Iterable[Block] = ()
) -> frozenset[str] | None:
    """Places that may be told apart when their sum is; None when not even the sum may be.

    places: place -> name of a block -> its people there; a block of several places is told as one. whole: places whose
    total is shown, so that their blocks are theirs alone; of others nothing is. beside: the same people by another way
    of parting the whole that is shown too (States, what is hidden of them as one).
    """
    if not safe(beside, least):
        return None
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
