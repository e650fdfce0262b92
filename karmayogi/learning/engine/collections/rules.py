"""The rules of a programme: which groups are met, which are open, and what a closed one waits for.

Pure. What is met depends on the set of completed items only and never becomes unmet when that set grows.
"""

import dataclasses
import enum
from collections.abc import Iterator, Mapping, Set


class Rule(enum.StrEnum):
    ALL = "all"
    IN_ORDER = "in_order"
    AT_LEAST = "at_least"
    POINTS = "points"


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    key: str
    course: int
    points: int = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """needed: of at_least the number of children, of points their sum."""

    key: str
    rule: Rule
    children: tuple["Group | Item", ...]
    needed: int | None = None


type Node = Group | Item


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """have of need: children or points; a met group shows no more than it needs.

    waits_for: key of the earlier stage that has to be met first, "" for an open one.
    """

    met: bool
    have: int
    need: int
    waits_for: str = ""

    @property
    def open(self) -> bool:
        return not self.waits_for


def evaluate(root: Group, done: Set[int]) -> dict[str, State]:
    """The state of every node by its key, for somebody who has completed these courses."""
    states: dict[str, State] = {}
    _evaluate(root, done, "", states)
    return states


def _evaluate(node: Node, done: Set[int], waits_for: str, states: dict[str, State]) -> tuple[bool, int]:
    """(met, points earned below)."""
    if isinstance(node, Item):
        met = node.course in done
        states[node.key] = State(met, int(met), 1, waits_for)
        return met, node.points if met else 0
    count = points = 0
    gate = waits_for
    for child in node.children:
        child_met, child_points = _evaluate(child, done, gate, states)
        count += child_met
        points += child_points
        if node.rule == Rule.IN_ORDER and not child_met and not gate:
            gate = child.key  # all that comes after waits for the first stage that is not met
    need = need_of(node)
    have = points if node.rule == Rule.POINTS else count
    met = have >= need
    states[node.key] = State(met, min(have, need), need, waits_for)
    return met, points


def lacking(node: Group, states: Mapping[str, State]) -> list[tuple[str, int, int]]:
    """What is missing of a programme that is not met: ("courses", "stages" or "points", how many there are, how many it
    takes), of each group whose rule has to be met and is not."""
    if states[node.key].met:
        return []
    own = [child for child in node.children if isinstance(child, Item)]
    if node.rule in (Rule.AT_LEAST, Rule.POINTS):
        kind = "points" if node.rule == Rule.POINTS else "courses" if len(own) == len(node.children) else "stages"
        return [(kind, states[node.key].have, states[node.key].need)]
    have = sum(states[child.key].met for child in own)
    found = [("courses", have, len(own))] if have < len(own) else []
    for child in node.children:
        found += lacking(child, states) if isinstance(child, Group) else []
    return found


def need_of(node: Group) -> int:
    if node.rule in (Rule.AT_LEAST, Rule.POINTS):
        return node.needed or 0
    return len(node.children)


def items(node: Node) -> Iterator[Item]:
    """The items below, in order."""
    if isinstance(node, Item):
        yield node
    else:
        for child in node.children:
            yield from items(child)


def closed(root: Group, states: dict[str, State]) -> set[int]:
    """Courses that cannot be begun yet: not done and behind a gate."""
    return {item.course for item in items(root) if not states[item.key].open and not states[item.key].met}
