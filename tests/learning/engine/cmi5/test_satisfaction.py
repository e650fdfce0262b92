"""moveOn and satisfaction upwards, against a plain reading of section 13.1.4."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine.cmi5.names import MOVE_ONS
from karmayogi.learning.engine.cmi5.satisfaction import Node, met, settle


def test_every_rule_of_moving_on():
    """One row for each combination of what was reached: Passed, Completed, both, either, nothing asked."""
    for completed, passed in itertools.product([False, True], repeat=2):
        found = {rule: met(Node(1, "au", 1, rule, completed=completed, passed=passed)) for rule in MOVE_ONS}
        assert found == {
            "Passed": passed,
            "Completed": completed,
            "CompletedAndPassed": completed and passed,
            "CompletedOrPassed": completed or passed,
            "NotApplicable": True,
        }
        assert met(Node(1, "au", 1, "CompletedAndPassed", waived=True))


flags = st.booleans()
leaves = st.builds(lambda rule, *reached: ("au", rule, reached), st.sampled_from(MOVE_ONS), flags, flags, flags, flags)
trees = st.recursive(leaves, lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=12)


def laid_out(tree, depth, ids, settled, out):
    """Nodes in order; the plain reading of whether `tree` is satisfied."""
    id = next(ids)
    if isinstance(tree, tuple):
        _au, rule, (opened, completed, passed, waived) = tree
        node = Node(id, "au", depth, rule, opened, completed, passed, waived)
        out.append((node, met(node)))
        return out[-1][1]
    place = len(out)
    out.append(None)
    inside = [laid_out(inner, depth + 1, ids, settled, out) for inner in tree]  # each of them, whatever the first is
    good = all(inside)
    kind = "course" if depth == 0 else "block"
    out[place] = (Node(id, kind, depth, settled=(id, kind) in settled), good)
    return good


@given(st.lists(trees, min_size=1, max_size=4), st.sets(st.tuples(st.integers(1, 30), st.just("block"))))
def test_a_block_is_satisfied_by_all_that_is_in_it(tree, settled):
    laid: list = []
    whole = laid_out(tree, 0, itertools.count(1), settled, laid)
    nodes = [node for node, _good in laid]
    found = settle(nodes)
    assert found.whole == whole
    wanted = {node.id for node, good in laid if good and node.kind != "au" and not node.settled}
    assert set(found.fresh) == wanted
    assert len(found.fresh) == len(wanted)
    depths = {node.id: node.depth for node in nodes}
    if whole and found.fresh:
        assert depths[found.fresh[-1]] == 0  # the course is the last word
    units = [node for node in nodes if node.kind == "au"]
    nothing_asked = all(node.move_on == "NotApplicable" for node in units)
    assert found.counts == (whole and (not nothing_asked or all(node.opened or node.waived for node in units)))
