"""What may be opened next, by the rules of a manifest."""

import pytest

from karmayogi.learning.engine.sequencing.navigation import go, ways
from karmayogi.learning.engine.sequencing.outcome import Said, report, whole
from karmayogi.learning.engine.sequencing.tracking import State
from tests.learning.in_order import BOTH, FLOW, Learner, item, rule, rules, tree


def test_by_flow_only_there_is_one_way_through():
    learner = Learner(tree(item("a"), item("b"), item("c")))
    assert learner.here == "a"
    assert ways(learner.tree, learner.state).choices == frozenset()
    assert not learner.go("choice", "c").allowed
    assert not learner.go("previous").allowed
    for name in "abc":
        assert learner.here == name
        learner.says("passed")
        assert whole(learner.tree, learner.state)[0] is (name == "c")
        learner.go("continue")
    assert (learner.here, learner.state.over) == ("", True)


def test_no_request_changes_what_it_was_given():
    made = tree(item("a"), item("b"))
    before = State(seed=1)
    gone = go(made, before, "start")
    assert before == State(seed=1)
    again = go(made, gone.state, "continue")
    assert gone.state.current == 1
    assert (again.state.current, again.state.turn) == (2, gone.state.turn + 1)


def test_forward_only_does_not_go_back():
    learner = Learner(tree(item("a"), item("b"), rules='<imsss:controlMode flow="true" forwardOnly="true"/>'))
    learner.go("continue")
    can = ways(learner.tree, learner.state)
    assert (can.forward, can.back, "a" in can.choices) == (True, False, False)
    free = Learner(tree(item("a"), item("b"), rules=BOTH))
    free.go("continue")
    assert free.go("previous").allowed and free.here == "a"


def test_what_is_satisfied_is_skipped():
    """A cluster too, with all in it; and back over it."""
    skip = rules(rule("pre", "skip", "satisfied"))
    made = tree(item("a"), item("m", FLOW + skip, item("b"), item("c")), item("d"), rules=BOTH)
    learner = Learner(made)
    learner.says("passed")
    learner.go("continue")
    assert learner.here == "b"
    learner.says("passed")
    learner.go("continue")
    learner.says("passed")
    learner.go("continue")
    assert learner.here == "d"
    learner.go("previous")
    assert learner.here == "a"
    learner.go("continue")
    assert learner.here == "d"


def test_who_fails_tries_again_until_the_limit():
    again = rules(rule("post", "retry", "not satisfied"))
    learner = Learner(tree(item("a", again + '<imsss:limitConditions attemptLimit="2"/>'), item("b")))
    learner.says("failed")
    gone = learner.go("continue")
    assert gone.delivered and learner.here == "a"
    place = learner.tree.place("a")
    assert learner.state.of(place).attempts == 2
    assert learner.state.known(place).satisfied is None  # a new attempt knows nothing
    learner.says("failed")
    learner.go("continue")
    # The rule asks for a third; there is none. She is not caught in it: nothing is open, and the next one is there.
    assert learner.here == ""
    assert ways(learner.tree, learner.state).forward
    learner.go("continue")
    assert learner.here == "b"


def test_who_passes_after_a_retry_goes_on():
    again = rules(rule("post", "retry", "not satisfied"))
    learner = Learner(tree(item("a", again), item("b")))
    learner.says("failed")
    learner.go("continue")
    learner.says("passed")
    learner.go("continue")
    assert learner.here == "b"


def test_an_attempt_that_was_used_up_cannot_be_chosen():
    once = '<imsss:limitConditions attemptLimit="1"/>'
    learner = Learner(tree(item("a", once), item("b"), rules=BOTH))
    learner.says("passed")
    learner.go("choice", "b")
    assert learner.here == "b"
    assert ways(learner.tree, learner.state).choices == {"b"}
    assert not learner.go("choice", "a").allowed
    assert not learner.go("previous").allowed
    assert learner.here == "b"


def test_disabled_and_hidden():
    shut = rules(rule("pre", "disabled", "not satisfied @door"))
    read = '<imsss:objectives><imsss:primaryObjective objectiveID="own"/>'
    read += '<imsss:objective objectiveID="door"><imsss:mapInfo targetObjectiveID="g"/></imsss:objective>'
    read += "</imsss:objectives>"
    write = '<imsss:objectives><imsss:primaryObjective objectiveID="p">'
    write += '<imsss:mapInfo targetObjectiveID="g" writeSatisfiedStatus="true"/>'
    write += "</imsss:primaryObjective></imsss:objectives>"
    hidden = rules(rule("pre", "hiddenFromChoice", "always"))
    # What is unknown is not "not satisfied": SCORM leaves the door open until somebody has said so.
    learner = Learner(tree(item("a", write), item("b", shut + read), item("c", hidden), rules=BOTH))
    learner.says("failed")
    assert ways(learner.tree, learner.state).choices == {"a"}
    assert not learner.go("continue").allowed
    learner.says("passed")
    assert ways(learner.tree, learner.state).choices == {"a", "b"}
    learner.go("continue")
    assert learner.here == "b"


@pytest.mark.parametrize(("first", "then"), [("passed", "y"), ("failed", "x")])
def test_a_first_test_spares_a_module(first, then):
    """The test before writes two objectives, each the primary one of a module."""
    before = '<imsss:objectives><imsss:primaryObjective objectiveID="own"/>'
    for name in "xy":
        before += f'<imsss:objective objectiveID="{name}-known"><imsss:mapInfo targetObjectiveID="g-{name}"'
        before += ' writeSatisfiedStatus="true"/></imsss:objective>'
    before += "</imsss:objectives>"
    skip = rules(rule("pre", "skip", "satisfied"))
    read = {
        name: f'<imsss:objectives><imsss:primaryObjective objectiveID="p"><imsss:mapInfo targetObjectiveID="g-{name}"/>'
        "</imsss:primaryObjective></imsss:objectives>"
        for name in "xy"
    }
    made = tree(item("test", before), item("x", skip + read["x"]), item("y", skip + read["y"]))
    learner = Learner(made)
    learner.says("passed", more=[Said("x-known", success=first), Said("y-known", success="failed")])
    learner.go("continue")
    assert learner.here == then
    assert learner.state.shared["g-x"].satisfied is (first == "passed")


def test_exit_of_a_parent_and_of_all():
    leave = rules(rule("post", "exitParent", "always"))
    learner = Learner(tree(item("m", FLOW, item("a", leave), item("b")), item("c")))
    learner.says("passed")
    learner.go("continue")
    assert learner.here == "c"
    ends = rules(rule("exit", "exit", "satisfied"))
    enough = '<imsss:rollupRules><imsss:rollupRule childActivitySet="any"><imsss:rollupConditions>'
    enough += '<imsss:rollupCondition condition="satisfied"/></imsss:rollupConditions>'
    enough += '<imsss:rollupAction action="satisfied"/></imsss:rollupRule></imsss:rollupRules>'
    learner = Learner(tree(item("m", FLOW + ends + enough, item("a"), item("b")), item("c")))
    learner.says("passed")
    learner.go("continue")
    assert learner.here == "c"  # one of the module is enough; its exit rule leaves the other out
    everything = rules(rule("post", "exitAll", "always"))
    learner = Learner(tree(item("a", everything), item("b")))
    learner.says("failed")
    learner.go("continue")
    assert (learner.here, learner.state.over) == ("", True)
    assert learner.go("start").delivered and learner.here == "a"


def test_all_again():
    again = rules(rule("post", "retryAll", "not satisfied"))
    learner = Learner(tree(item("a"), item("b", again)))
    learner.says("passed")
    learner.go("continue")
    learner.says("failed")
    learner.go("continue")
    assert learner.here == "a"
    assert [learner.state.of(place).attempts for place in range(3)] == [2, 2, 1]
    assert whole(learner.tree, learner.state) == (False, None)


def test_suspended_in_the_middle_and_taken_up_again():
    learner = Learner(tree(item("m", FLOW, item("a"), item("b")), item("c")))
    learner.says("passed")
    learner.go("continue")
    learner.says(completion="incomplete", suspended=True)
    learner.go("suspendAll")
    assert (learner.here, learner.state.over) == ("", False)
    assert not learner.go("continue").allowed
    learner.go("resumeAll")
    assert learner.here == "b"
    assert [learner.state.of(place).attempts for place in range(5)] == [1, 1, 1, 1, 0]


def test_what_is_left_open_to_go_on_later_is_not_taken_as_done():
    learner = Learner(tree(item("a"), item("b"), rules=BOTH))
    learner.says(completion="", suspended=True)
    learner.go("continue")
    place = learner.tree.place("a")
    assert (learner.state.known(place).completed, learner.state.of(place).suspended) == (None, True)
    learner.go("previous")
    assert learner.state.of(place).attempts == 1  # the same attempt goes on
    quiet = Learner(tree(item("a"), item("b")))
    quiet.go("continue")  # left without a word
    assert quiet.state.known(place).completed is True
    forbidden = '<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/>'
    quiet = Learner(tree(item("a", forbidden), item("b")))
    quiet.go("continue")
    assert (quiet.state.known(place).completed, quiet.state.known(place).satisfied) == (None, None)


def test_choices_that_hold_back():
    """choiceExit, preventActivation, constrainChoice."""
    stays = '<imsss:controlMode flow="true" choiceExit="false"/>'
    learner = Learner(tree(item("m", stays, item("a"), item("b")), item("c"), rules=BOTH))
    assert ways(learner.tree, learner.state).choices == {"m", "a", "b"}
    assert not learner.go("choice", "c").allowed
    asleep = BOTH + '<adlseq:constrainedChoiceConsiderations preventActivation="true"/>'
    learner = Learner(tree(item("a"), item("m", asleep, item("b"), item("c")), rules=BOTH))
    assert ways(learner.tree, learner.state).choices == {"a", "m"}
    learner.go("choice", "m")
    assert learner.here == "b"
    assert "c" in ways(learner.tree, learner.state).choices
    near = BOTH + '<adlseq:constrainedChoiceConsiderations constrainChoice="true"/>'
    made = tree(*(item(name, near if name == "n" else BOTH, item(name + "1")) for name in "lnop"), rules=BOTH)
    learner = Learner(made)
    learner.go("choice", "n1")
    assert {"l1", "n1", "o1"} <= ways(made, learner.state).choices
    assert "p1" not in ways(made, learner.state).choices


def test_stop_forward():
    stop = rules(rule("pre", "stopForwardTraversal", "not completed"))
    learner = Learner(tree(item("a"), item("b", stop), item("c"), rules=BOTH))
    learner.says("passed", completion="incomplete")
    learner.go("continue")
    learner.says(completion="incomplete")
    assert "c" not in ways(learner.tree, learner.state).choices
    learner.says()
    assert "c" in ways(learner.tree, learner.state).choices


def test_lots_are_drawn_once_and_can_be_drawn_again():
    some = FLOW + '<imsss:randomizationControls selectionTiming="once" selectCount="2" randomizationTiming="once"'
    some += ' reorderChildren="true"/>'
    made = tree(*(item(name) for name in "abcdef"), rules=some)

    def walked(seed):
        learner, seen = Learner(made, seed), []
        while learner.here:
            seen.append(learner.here)
            learner.says("passed")
            learner.go("continue")
        assert whole(made, learner.state)[0]
        return seen

    found = [walked(seed) for seed in range(30)]
    assert all(len(set(seen)) == 2 for seen in found)
    assert found == [walked(seed) for seed in range(30)]
    assert len({tuple(seen) for seen in found}) > 5
    assert any(seen != sorted(seen) for seen in found)


def test_abandoned_is_not_ended():
    learner = Learner(tree(item("a"), item("b")))
    learner.go("abandon")
    place = learner.tree.place("a")
    assert (learner.here, learner.state.known(place).completed) == ("", None)
    learner.go("continue")
    assert learner.here == "b"
    learner.go("abandonAll")
    assert learner.state.over and learner.state.known(learner.tree.place("b")).completed is None


def test_only_what_is_open_reports():
    learner = Learner(tree(item("a"), item("b")))
    assert report(learner.tree, learner.state, "b", [Said(success="passed")], ended=True, suspended=False) is None
    assert report(learner.tree, learner.state, "zz", [], ended=True, suspended=False) is None


@pytest.mark.parametrize(
    "asked", ["continue", "previous", "choice", "jump", "exit", "exitAll", "resumeAll", "nonsense"]
)
def test_what_cannot_be_meant_changes_nothing(asked):
    made = tree(item("a"), item("b"))
    state = State(seed=1)
    gone = go(made, state, asked, "nobody")
    assert not gone.allowed and gone.state is state
