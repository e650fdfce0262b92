"""Whatever a manifest asks for, no request fails, and what is open is a page with everything above it open."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.learning.engine.sequencing.definition import (
    Activity,
    Condition,
    Controls,
    Objective,
    ObjectiveMap,
    RollupRule,
    Rule,
    Sequencing,
    Tree,
)
from karmayogi.learning.engine.sequencing.navigation import REQUESTS, go, ways
from karmayogi.learning.engine.sequencing.outcome import Said, report, whole
from karmayogi.learning.engine.sequencing.reading import CONDITIONS
from karmayogi.learning.engine.sequencing.tracking import Known, State

CONDITION = st.builds(
    Condition,
    st.sampled_from(sorted(CONDITIONS)),
    st.booleans(),
    st.sampled_from(["", "", "second", "nobody"]),
    st.sampled_from([-1.0, 0.0, 0.5]),
)


def ruled(*actions):
    made = st.builds(
        Rule, st.sampled_from(actions), st.tuples(CONDITION) | st.tuples(CONDITION, CONDITION), st.booleans()
    )
    return st.lists(made, max_size=2).map(tuple)


MAP = st.builds(
    ObjectiveMap, st.sampled_from(["g", "h"]), *[st.booleans()] * 8,
)  # fmt: skip
RULES = st.builds(
    Sequencing,
    controls=st.builds(Controls, *[st.booleans()] * 6),
    pre=ruled("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal"),
    exits=ruled("exit"),
    post=ruled("exitParent", "exitAll", "retry", "retryAll", "continue", "previous"),
    attempts=st.none() | st.integers(0, 2),
    rollup=st.lists(
        st.builds(
            RollupRule,
            st.sampled_from(["satisfied", "notSatisfied", "completed", "incomplete"]),
            st.sampled_from(["all", "any", "none", "atLeastCount", "atLeastPercent"]),
            st.integers(0, 2),
            st.sampled_from([0.0, 0.5]),
            st.tuples(CONDITION),
        ),
        max_size=1,
    ).map(tuple),
    objectives=st.builds(
        lambda first, maps, more: (Objective("first", first, 0.5, maps), Objective("second", maps=more)),
        st.booleans(),
        st.lists(MAP, max_size=1).map(tuple),
        st.lists(MAP, max_size=1).map(tuple),
    ),
    tracked=st.sampled_from([True, True, False]),
    select=st.sampled_from(["never", "once", "onEachNewAttempt"]),
    select_count=st.none() | st.integers(0, 3),
    reorder=st.sampled_from(["never", "once", "onEachNewAttempt"]),
    prevent_activation=st.booleans(),
    constrain_choice=st.booleans(),
    completed_by_measure=st.booleans(),
)


@st.composite
def trees(draw):
    """The organisation, and up to seven more, each in one of those before it."""
    parents = [-1]
    path = [0]
    for place in range(1, draw(st.integers(2, 8))):
        del path[draw(st.integers(1, len(path))) :]
        parents.append(path[-1])
        path.append(place)
    return Tree(
        tuple(
            Activity(f"a{place}", "", parent, place not in parents, sequencing=draw(RULES))
            for place, parent in enumerate(parents)
        )
    )


STEP = st.tuples(
    st.sampled_from(REQUESTS),
    st.integers(0, 8).map("a{}".format),
    st.sampled_from([("", ""), ("passed", "completed"), ("failed", "completed"), ("", "incomplete")]),
    st.booleans(),
)


@settings(deadline=None)
@given(trees(), st.lists(STEP, max_size=8), st.integers(0, 5))
def test_every_walk(tree, steps, seed):
    state = State(seed=seed)
    for request, target, (success, completion), suspended in [("start", "", ("", ""), False), *steps]:
        here = state.current
        if here is not None and (success or completion):
            said = [Said("second", success=success), Said("", completion, success, 0.6)]
            name = tree.activities[here].identifier
            state = report(tree, state, name, said, ended=True, suspended=suspended) or state
        can = ways(tree, state)
        gone = go(tree, state, request, target)
        if request == "choice" and here is not None and state.of(here).active and tree.place(target):
            assert gone.allowed or target not in can.choices
        assert gone.allowed or gone.state is state
        state = gone.state
        opened = {place for place, standing in state.standings.items() if standing.active}
        if gone.delivered:
            assert state.current is not None and tree.activities[state.current].leaf
            assert opened == set(tree.path(state.current))
        if state.over or state.suspended is not None:
            assert (state.current, opened) == (None, set())
        done, score = whole(tree, state)
        assert isinstance(done, bool) and (score is None or 0 <= score <= 100)
        assert msgspec.json.decode(msgspec.json.encode(state), type=State) == state


@settings(deadline=None, max_examples=50)
@given(trees(), st.integers(0, 9))
def test_a_copy_is_equal_and_shares_nothing(tree, seed):
    state = go(tree, State(seed=seed), "start").state
    for place in range(len(tree.activities)):
        state.known(place).measure = 0.5
    state.shared["g"] = Known(satisfied=True)
    before, copied = msgspec.json.encode(state), state.copy()
    assert copied == state
    for place, standing in copied.standings.items():
        standing.attempts += 1
        copied.known(place).measure = None
    copied.shared["g"].satisfied = copied.shared["h"] = None
    copied.turn += 1
    assert msgspec.json.encode(state) == before
