import pytest

from karmayogi.learning.engine.collections.outline import DEEPEST, MOST, ROOT, Fault, Line, tree, wrong
from karmayogi.learning.engine.collections.rules import Rule


def group(key, parent="", rule="all", needed=None, position=0, title="A stage"):
    return Line(key, parent, position, rule, needed, None, 1, title)


def item(key, parent, course, points=1, position=1):
    return Line(key, parent, position, "", None, course, points)


def faults(*lines):
    return {(one.fault, one.key) for one in wrong(lines)}


def test_a_tree_keeps_the_order_of_positions():
    made = tree([item("b", ROOT, 2, position=2), group(ROOT), item("a", ROOT, 1, position=1)])
    assert [child.key for child in made.children] == ["a", "b"]
    assert made.rule == Rule.ALL


def test_what_is_whole_has_no_fault():
    assert faults(group(ROOT, rule="points", needed=5), item("a", ROOT, 1, 2), item("b", ROOT, 2, 3)) == set()


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([], (Fault.NO_ROOT, "")),
        ([item("a", "", 1)], (Fault.NO_ROOT, "")),
        ([group(ROOT)], (Fault.EMPTY, ROOT)),
        ([group(ROOT, rule="at_least", needed=3), item("a", ROOT, 1), item("b", ROOT, 2)], (Fault.NEEDED, ROOT)),
        ([group(ROOT, rule="points", needed=4), item("a", ROOT, 1, 3)], (Fault.NEEDED, ROOT)),
        ([group(ROOT), item("a", ROOT, 1), item("b", ROOT, 1)], (Fault.TWICE, "b")),
        ([group(ROOT), item("a", ROOT, 1), item("b", "nowhere", 2)], (Fault.LOOSE, "b")),
        ([group(ROOT), group("g", ROOT, title=" "), item("a", "g", 1)], (Fault.UNTITLED, "g")),
    ],
)
def test_what_nobody_could_complete_is_named(lines, fault):
    assert fault in faults(*lines)


def test_too_deep_and_too_many():
    lines = [group(ROOT)]
    for depth in range(DEEPEST):
        lines.append(group(f"g{depth}", lines[-1].key))
    assert (Fault.DEEP, f"g{DEEPEST - 1}") in faults(*lines, item("a", lines[-1].key, 1))
    assert (Fault.MANY, "") in faults(group(ROOT), *[item(f"i{n}", ROOT, n) for n in range(MOST)])
