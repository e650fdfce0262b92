"""The rows of a programme as a tree, and what is wrong with one."""

import dataclasses
import enum
from collections import defaultdict
from collections.abc import Iterable

from karmayogi.learning.engine.collections.rules import Group, Item, Node, Rule, items

ROOT = "whole"
DEEPEST = 4  # groups inside each other
MOST = 120


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A node as it is kept. rule "": an item, then `course` is set. parent: key of a group, "" for the whole."""

    key: str
    parent: str
    position: int
    rule: str
    needed: int | None
    course: int | None
    points: int
    title_en: str = ""
    title_hi: str = ""
    title_ur: str = ""


class Fault(enum.StrEnum):
    NO_ROOT = "no_root"
    EMPTY = "empty"
    NEEDED = "needed"
    DEEP = "deep"
    MANY = "many"
    TWICE = "twice"
    LOOSE = "loose"
    UNTITLED = "untitled"


@dataclasses.dataclass(frozen=True, slots=True)
class Wrong:
    fault: Fault
    key: str = ""
    number: int = 0


def tree(lines: Iterable[Line]) -> Group:
    """Raises ValueError for lines without a whole; `wrong` says in detail what is amiss."""
    below: dict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: one.position):
        below[line.parent].append(line)
    tops = below[""]
    if len(tops) != 1 or not tops[0].rule:
        raise ValueError("a programme has one whole")
    made = _node(tops[0], below)
    assert isinstance(made, Group)
    return made


def _node(line: Line, below: dict[str, list[Line]]) -> Node:
    if not line.rule:
        return Item(line.key, line.course or 0, line.points)
    # Taken out as it is used, so that a loop in the lines ends.
    children = below.pop(line.key, [])
    return Group(line.key, Rule(line.rule), tuple(_node(child, below) for child in children), line.needed)


def wrong(lines: Iterable[Line]) -> list[Wrong]:
    """Everything that keeps these lines from being a programme that somebody can complete."""
    lines = list(lines)
    try:
        root = tree(lines)
    except ValueError:
        return [Wrong(Fault.NO_ROOT)]
    found: list[Wrong] = []
    if len(lines) > MOST:
        found.append(Wrong(Fault.MANY, number=MOST))
    reached: set[str] = set()
    _check(root, 1, reached, found)
    found += [Wrong(Fault.LOOSE, line.key) for line in lines if line.key not in reached]
    titles = {line.key: line.title_en for line in lines}
    found += [Wrong(Fault.UNTITLED, key) for key in reached if key != root.key and _is_group(lines, key)
              and not titles[key].strip()]  # fmt: skip
    seen: set[int] = set()
    for item in items(root):
        if item.course in seen:
            found.append(Wrong(Fault.TWICE, item.key))
        seen.add(item.course)
    return found


def _is_group(lines: list[Line], key: str) -> bool:
    return any(line.key == key and line.rule for line in lines)


def _check(node: Node, depth: int, reached: set[str], found: list[Wrong]) -> None:
    reached.add(node.key)
    if isinstance(node, Item):
        return
    if depth > DEEPEST:
        found.append(Wrong(Fault.DEEP, node.key, DEEPEST))
    if not node.children:
        found.append(Wrong(Fault.EMPTY, node.key))
    if node.rule in (Rule.AT_LEAST, Rule.POINTS) and node.children:
        most = len(node.children)
        if node.rule == Rule.POINTS:
            most = sum(item.points for item in items(node))
        if not 1 <= (node.needed or 0) <= most:
            found.append(Wrong(Fault.NEEDED, node.key, most))
    for child in node.children:
        _check(child, depth + 1, reached, found)
