"""The evaluator against a naive reference, for random nested rules; and that more completions never undo anything."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from karmayogi.learning.engine.collections.rules import Group, Item, Rule, closed, evaluate, items, lacking

COURSES = range(1, 9)
NEEDED = st.integers(1, 6)


def _named(node, name="n"):
    """Distinct keys by place."""
    if isinstance(node, Item):
        return Item(name, node.course, node.points)
    return Group(
        name, node.rule, tuple(_named(child, f"{name}{i}") for i, child in enumerate(node.children)), node.needed
    )


leaves = st.builds(Item, st.just("x"), st.sampled_from(COURSES), st.integers(1, 5))
nodes = st.recursive(
    leaves,
    lambda below: st.builds(
        Group,
        st.just("x"),
        st.sampled_from(Rule),
        st.lists(below, min_size=1, max_size=4).map(tuple),
        st.integers(1, 6),
    ),
    max_leaves=12,
)
wholes = st.builds(
    Group, st.just("x"), st.sampled_from(Rule), st.lists(nodes, min_size=1, max_size=4).map(tuple), st.integers(1, 6)
).map(_named)
sets = st.frozensets(st.sampled_from(COURSES))


def points_below(node, done):
    if isinstance(node, Item):
        return node.points * (node.course in done)
    return sum(points_below(child, done) for child in node.children)


def met(node, done):
    """Word for word what the rules say, again and again from the leaves."""
    if isinstance(node, Item):
        return node.course in done
    if node.rule in (Rule.ALL, Rule.IN_ORDER):
        return all(met(child, done) for child in node.children)
    if node.rule == Rule.AT_LEAST:
        return len([child for child in node.children if met(child, done)]) >= node.needed
    return points_below(node, done) >= node.needed


def every(node, above=()):
    """(node, [(ordered group above, place in it)]) for every node."""
    yield node, above
    if isinstance(node, Group):
        for place, child in enumerate(node.children):
            yield from every(child, (*above, (node, place)))


def is_open(above, done):
    return all(
        group.rule != Rule.IN_ORDER or all(met(earlier, done) for earlier in group.children[:place])
        for group, place in above
    )


@settings(max_examples=300, deadline=None)
@given(wholes, sets)
def test_as_the_reference_says(whole, done):
    states = evaluate(whole, done)
    for node, above in every(whole):
        assert states[node.key].met == met(node, done)
        assert states[node.key].open == is_open(above, done)
        assert 0 <= states[node.key].have <= states[node.key].need
        assert states[node.key].met == (states[node.key].have == states[node.key].need)


@settings(max_examples=300, deadline=None)
@given(wholes, sets, sets)
def test_more_completions_never_undo_anything(whole, some, more):
    before, after = evaluate(whole, some), evaluate(whole, some | more)
    for key, was in before.items():
        assert after[key].met or not was.met
        assert after[key].open or not was.open
        assert after[key].have >= was.have


@settings(max_examples=200, deadline=None)
@given(wholes, sets)
def test_a_closed_stage_waits_for_one_that_is_not_met_and_is_open_itself(whole, done):
    # A rule that asks for more than there is never passes the gate of a draft.
    assume(all(state.met for state in evaluate(whole, frozenset(COURSES)).values()))
    states = evaluate(whole, done)
    for state in states.values():
        if not state.open:
            assert not states[state.waits_for].met and states[state.waits_for].open
    assert closed(whole, states).isdisjoint(done)
    # Where something is left to do, something can be begun: nobody is stuck for ever behind gates.
    if not states[whole.key].met:
        left = {item.course for item in items(whole)} - done
        assert not left or any(states[item.key].open for item in items(whole) if item.course in left)


def test_what_is_missing_is_said_of_each_rule_that_must_be_met():
    def items_of(name, *courses, points=1):
        return tuple(Item(f"{name}{course}", course, points) for course in courses)

    some = Group("some", Rule.AT_LEAST, items_of("s", 3, 4, 5), 2)
    worth = Group("worth", Rule.POINTS, items_of("w", 6, 7, points=3), 5)
    stages = Group("stages", Rule.AT_LEAST, (some, worth), 1)
    whole = Group("all", Rule.IN_ORDER, (*items_of("a", 1, 2), some, worth, stages))

    def said(*done):
        return lacking(whole, evaluate(whole, set(done)))

    assert said(1, 3) == [("courses", 1, 2), ("courses", 1, 2), ("points", 0, 5), ("stages", 0, 1)]
    assert said(1, 2, 3, 4) == [("points", 0, 5)]
    assert said(1, 2, 3, 4, 6, 7) == []
