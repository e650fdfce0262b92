"""What the parts of a package come to together."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine.sequencing.definition import (
    Activity,
    Condition,
    Objective,
    Required,
    RollupRule,
    Sequencing,
    Tree,
)
from karmayogi.learning.engine.sequencing.outcome import whole
from karmayogi.learning.engine.sequencing.rollup import roll_up
from karmayogi.learning.engine.sequencing.tracking import Known, Standing, State, completed, measure, satisfied

TRUTH = st.sampled_from([True, False, None])
WHEN = st.sampled_from(["always", "ifNotSuspended", "ifAttempted"])
LEAF = st.tuples(
    st.builds(
        Sequencing,
        weight=st.sampled_from([0.0, 0.5, 1.0]),
        tracked=st.booleans(),
        rollup_satisfied=st.booleans(),
        rollup_completed=st.booleans(),
        required=st.builds(Required, WHEN, WHEN, WHEN, WHEN),
    ),
    st.builds(
        Standing,
        attempts=st.integers(0, 2),
        suspended=st.booleans(),
        objectives=st.builds(Known, TRUTH, st.none() | st.sampled_from([-1.0, 0.0, 0.25, 1.0]), TRUTH).map(
            lambda known: {0: known}
        ),
    ),
)
CONDITION = st.builds(
    Condition,
    st.sampled_from(["satisfied", "completed", "attempted", "objectiveStatusKnown", "objectiveMeasureKnown"]),
    st.booleans(),
)
RULES = st.lists(
    st.builds(
        RollupRule,
        st.sampled_from(["satisfied", "notSatisfied", "completed", "incomplete"]),
        st.sampled_from(["all", "any", "none", "atLeastCount", "atLeastPercent"]),
        st.integers(0, 4),
        st.sampled_from([0.0, 0.5, 1.0]),
        st.lists(CONDITION, min_size=1, max_size=2).map(tuple),
        st.booleans(),
    ),
    max_size=3,
).map(tuple)


def rolled(rules: Sequencing, leaves: list[tuple[Sequencing, Standing]]) -> tuple[Tree, State]:
    children = [Activity(f"a{n}", "", 0, leaf=True, sequencing=own) for n, (own, _standing) in enumerate(leaves)]
    tree = Tree((Activity("root", "", -1, leaf=False, sequencing=rules), *children))
    state = State({n: dataclasses.replace(standing) for n, (_own, standing) in enumerate(leaves, start=1)})
    roll_up(tree, state)
    return tree, state


def outcome(rules, leaves):
    tree, state = rolled(rules, leaves)
    reached = measure(tree, state, 0)
    return satisfied(tree, state, 0), completed(tree, state, 0), None if reached is None else round(reached, 9)


def leaf(passed=None, done=None, reached=None, *, attempts=1, **rules):
    return Sequencing(**rules), Standing(attempts=attempts, objectives={0: Known(passed, reached, done)})


@given(st.lists(LEAF, min_size=1, max_size=5), RULES, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(leaves, rules, by_measure, lots):
    about = Sequencing(rollup=rules, objectives=(Objective("p", by_measure, 0.5),))
    mixed = lots.sample(leaves, len(leaves))
    assert outcome(about, leaves) == outcome(about, mixed)


@given(st.lists(LEAF, min_size=1, max_size=5), RULES)
def test_again_changes_nothing(leaves, rules):
    tree, state = rolled(Sequencing(rollup=rules), leaves)
    before = state.copy()
    roll_up(tree, state)
    assert state == before


@given(st.lists(st.tuples(TRUTH, TRUTH), min_size=1, max_size=6))
def test_by_the_rules_of_the_standard_all_must_be_good(known):
    passed, done, _measure = outcome(Sequencing(), [leaf(*one) for one in known])
    assert (passed is True) == all(one[0] is True for one in known)
    assert (done is True) == all(one[1] is True for one in known)
    assert (passed is None) == (None in [one[0] for one in known])


@given(st.lists(st.tuples(st.floats(0.01, 1), st.floats(-1, 1)), min_size=1, max_size=6))
def test_a_mean_lies_between_its_parts(parts):
    reached = outcome(Sequencing(), [leaf(reached=value, weight=weight) for weight, value in parts])[2]
    values = [value for _weight, value in parts]
    assert min(values) - 1e-6 <= reached <= max(values) + 1e-6


def test_weights():
    parts = [leaf(reached=1.0, weight=0.75), leaf(reached=0.0, weight=0.25)]
    assert outcome(Sequencing(), parts)[2] == 0.75
    assert outcome(Sequencing(), [*parts, leaf(reached=0.5, weight=0.0)])[2] == 0.75
    assert outcome(Sequencing(), [leaf(reached=1.0), leaf()])[2] == 0.5  # of which nothing is known counts as nothing
    assert outcome(Sequencing(), [leaf(), leaf()])[2] is None
    enough = Sequencing(objectives=(Objective("", True, 0.7),))
    assert outcome(enough, parts)[0] is True
    assert outcome(enough, [leaf(reached=0.6)])[0] is False
    assert outcome(enough, [leaf(passed=True)])[0] is None


def at_least(count=0, percent=0.0, children="atLeastCount"):
    return RollupRule("satisfied", children, count, percent, (Condition("satisfied"),))


@pytest.mark.parametrize(
    ("rule", "passed", "expected"),
    [
        (at_least(2), 1, None),
        (at_least(2), 2, True),
        (at_least(percent=0.5, children="atLeastPercent"), 1, None),
        (at_least(percent=0.5, children="atLeastPercent"), 2, True),
        (at_least(children="any"), 0, None),
        (at_least(children="any"), 1, True),
        (at_least(children="all"), 3, None),
        (at_least(children="all"), 4, True),
        (dataclasses.replace(at_least(children="none"), action="notSatisfied"), 0, False),
        (dataclasses.replace(at_least(children="none"), action="notSatisfied"), 1, None),
    ],
)
def test_of_four_so_many(rule, passed, expected):
    parts = [leaf(n < passed) for n in range(4)]
    assert outcome(Sequencing(rollup=(rule,)), parts)[0] is expected


def test_who_does_not_take_part():
    good, bad = leaf(True, True), leaf(False, False)
    assert outcome(Sequencing(), [good, leaf(False, False, rollup_satisfied=False)])[:2] == (True, False)
    assert outcome(Sequencing(), [good, leaf(False, False, rollup_completed=False)])[:2] == (False, True)
    assert outcome(Sequencing(), [good, leaf(False, False, tracked=False)])[:2] == (True, True)
    asked = Required(satisfied="ifAttempted", completed="ifAttempted")
    assert outcome(Sequencing(), [good, leaf(attempts=0, required=asked)])[:2] == (True, True)
    assert outcome(Sequencing(), [good, bad])[:2] == (False, False)


def test_the_whole_is_done_as_a_single_page_is():
    def of(*leaves):
        return whole(*rolled(Sequencing(), list(leaves)))

    assert of(leaf(True, True, 0.8)) == (True, 80)
    assert of(leaf(None, True)) == (True, None)
    assert of(leaf(True, False)) == (True, None)
    assert of(leaf(False, True, -0.5)) == (False, 0)
    assert of(leaf(None, None)) == (False, None)
