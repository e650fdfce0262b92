"""moveOn, and what follows from it upwards: a block is satisfied by its units and blocks, the course by all of them."""

import dataclasses
from collections.abc import Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """An entry with what was reached in it. settled: a block or course about which Satisfied was said before."""

    id: int
    kind: str
    depth: int
    move_on: str = "NotApplicable"
    opened: bool = False
    completed: bool = False
    passed: bool = False
    waived: bool = False
    settled: bool = False


def met(node: Node) -> bool:
    """Whether a unit has met its moveOn (13.1.4), or was waived."""
    return (
        node.waived
        or {
            "Passed": node.passed,
            "Completed": node.completed,
            "CompletedAndPassed": node.completed and node.passed,
            "CompletedOrPassed": node.completed or node.passed,
            "NotApplicable": True,
        }[node.move_on]
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """units: ids of those that have met their moveOn. fresh: blocks that are satisfied just now, the innermost first;
    the course last. whole: the course is satisfied. counts: it also counts as learnt, see `counts`."""

    units: frozenset[int]
    fresh: tuple[int, ...]
    whole: bool
    counts: bool


def settle(nodes: Sequence[Node]) -> Settled:
    """nodes: in the order of the course, the course first."""
    units = [node for node in nodes if node.kind == "au"]
    good = frozenset(node.id for node in units if met(node))
    fresh: list[Node] = []
    # Each open entry holds whether everything below it was satisfied so far.
    path: list[tuple[Node, bool]] = []

    def close(depth: int) -> None:
        while path and path[-1][0].depth >= depth:
            node, whole = path.pop()
            if whole and not node.settled:
                fresh.append(node)
            if path and not whole:
                path[-1] = (path[-1][0], False)

    for node in nodes:
        close(node.depth)
        if node.kind == "au":
            if node.id not in good and path:
                path[-1] = (path[-1][0], False)
        else:
            path.append((node, True))
    close(0)
    whole = len(good) == len(units)
    return Settled(good, tuple(node.id for node in fresh), whole, whole and counts(units))


def counts(units: Sequence[Node]) -> bool:
    """Whether a satisfied course counts as learnt.

    Where it asks nothing of any unit, it is satisfied before anybody has opened it: then each unit must have been
    opened (decision 0008: completion needs proof)."""
    asked = any(node.move_on != "NotApplicable" for node in units)
    return asked or all(node.opened or node.waived for node in units)
