"""Which cells must not be shown, so that no group of fewer than `least` people can be read or subtracted out.

A cell of fewer than `least` people is hidden. In a sum whose hidden terms together are fewer, the difference between
the total and what is shown would tell: the smallest of the shown terms is hidden with them. It is done once, from the
leaves of the tree upwards, for all pages together: what one page withholds another does not give away. What a reader
of all organisation pages can work out are then groups made of whole blocks, each of at least `least` people.

States cut across that tree. Of the country, a State is hidden when it is small, and when a group of fewer follows from
the States that are shown and the pages of all organisations together (engine.flows). A ministry in a State is shown
only where it is a sum of figures that are shown anyway.
"""

import collections
import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping

from karmayogi.insight.engine.flows import Drawing

STEP = 8  # characters of a path for each organisation, see orgs.engine.paths
LEAST = 10


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
    tree = _Tree({path: (state, count) for path, (state, count) in own.items() if count > 0}, least)
    return Withheld(
        own=frozenset(path for path in tree.own if tree.own_hidden(path)),
        total=frozenset(tree.hidden_total),
        states=_states(tree),
        parts=frozenset(_parts(tree)),
    )


class _Tree:
    """The units with people, what is hidden of them, and the blocks that the shown totals leave over.

    block: shown unit -> people in its hidden parts that no shown unit below it accounts for.
    """

    def __init__(self, own: Mapping[str, tuple[str, int]], least: int) -> None:
        self.own, self.least = own, least
        self.total: dict[str, int] = collections.Counter()
        self.children: dict[str, set[str]] = collections.defaultdict(set)
        self.places: dict[str, set[str]] = collections.defaultdict(set)
        for path, (state, count) in own.items():
            line = list(ancestors(path))
            for above in line:
                self.total[above] += count
                self.places[above].add(state)
            for parent, child in itertools.pairwise(line):
                self.children[parent].add(child)
        self.hidden_total: set[str] = {path for path, count in self.total.items() if count < least}
        self.hidden_own: set[str] = {path for path in own if self.children[path] and own[path][1] < least}
        self.block: dict[str, int] = {}
        for path in sorted(self.total, key=len, reverse=True):
            if path not in self.hidden_total:
                self._close(path)

    def own_hidden(self, path: str) -> bool:
        """Of a unit without units below it the posts are the total."""
        return path in (self.hidden_own if self.children[path] else self.hidden_total)

    def _close(self, path: str) -> None:
        """Everything below is closed already. One more hidden term is enough: it brings at least `least` people."""
        left = self._left_over(path)
        if 0 < left < self.least:
            self._hide_smallest(path)
            left = self._left_over(path)
        self.block[path] = left

    def _left_over(self, path: str) -> int:
        left = self.own[path][1] if path in self.hidden_own else 0
        for child in self.children[path]:
            if child in self.hidden_total:
                left += self._left_over(child) if self.children[child] else self.total[child]
        return left

    def _hide_smallest(self, path: str) -> None:
        """Hides the smallest shown term, and below it down to where people are really hidden, not only their sum."""
        terms = [(self.total[child], child, False) for child in self.children[path] if child not in self.hidden_total]
        if path in self.own and self.children[path] and path not in self.hidden_own:
            terms.append((self.own[path][1], path, True))
        _count, smallest, is_own = min(terms)
        if is_own:
            self.hidden_own.add(smallest)
            return
        self.hidden_total.add(smallest)
        if self.children[smallest] and not self.block.pop(smallest, 0):
            self._hide_smallest(smallest)


def _states(tree: _Tree) -> frozenset[str]:
    """What is left over of the country beside the shown States is one cell: whoever knows the total knows it."""
    size: dict[str, int] = collections.Counter()
    by_block: dict[str, dict[str, int]] = {}
    for path, (state, count) in tree.own.items():
        size[state] += count
        by_block.setdefault(_block(tree, path), collections.Counter())[state] += count
    blocks: dict[frozenset[str], dict[str, int]] = {}  # with people in the same States they tell the same as one
    for block in by_block.values():
        sums = blocks.setdefault(frozenset(block), collections.Counter())
        for state, count in block.items():
            sums[state] += count
    hidden = {state for state, count in size.items() if count < tree.least}
    while len(hidden) < len(size):
        few = 0 < sum(size[state] for state in hidden) < tree.least
        follows = set() if few else _following(blocks.values(), hidden, tree.least)
        if not few and not follows:
            break
        # The smallest of those that follow; where what is left over follows, or is too few, the smallest of all.
        hidden.add(min(follows - hidden - {_LEFT} or size.keys() - hidden, key=lambda state: (size[state], state)))
    return frozenset(hidden)


_LEFT = "*"  # no code of a State


def _following(blocks: Iterable[Mapping[str, int]], hidden: set[str], least: int) -> set[str]:
    """States, or what is left over, of which few follow; nothing when none do."""
    drawing = Drawing(least)
    cells = [{_LEFT if state in hidden else state for state in block} for block in blocks]
    for number, block in enumerate(blocks):
        for state, count in block.items():
            drawing.add(number, _LEFT if state in hidden else state, count)
    side = drawing.cut()
    return {cell for number, there in enumerate(cells) if side and number in side for cell in there - side}


def _block(tree: _Tree, path: str) -> str:
    """Which of the sums that the pages of all organisations give has the posts of this unit."""
    if not tree.own_hidden(path):
        return f"{path}."
    return next((above for above in reversed(list(ancestors(path))) if above not in tree.hidden_total), "")


def _parts(tree: _Tree) -> Iterator[tuple[str, str]]:
    for path, (state, _count) in tree.own.items():
        ministry = path[: 2 * STEP]
        if tree.own_hidden(path) and not _covered(tree, path, ministry):
            yield ministry, state


def _covered(tree: _Tree, path: str, within: str) -> bool:
    """Whether a shown unit at or above `path`, not above `within`, lies in one State alone."""
    return any(
        above.startswith(within) and above not in tree.hidden_total and len(tree.places[above]) == 1
        for above in ancestors(path)
    )


def ancestors(path: str) -> Iterable[str]:
    """The paths from the root down to this one, itself included."""
    return (path[:end] for end in range(STEP, len(path) + 1, STEP))
