"""imsss and adlseq of a manifest, as they are written and as they are not."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine import manifest
from karmayogi.learning.engine.sequencing.definition import (
    Condition,
    Controls,
    Objective,
    ObjectiveMap,
    Required,
    RollupRule,
    Rule,
    Sequencing,
    Tree,
)
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from tests.learning.in_order import BOTH, FLOW, item, rule, rules, text, tree

FILES = frozenset({"a.html", "b.html"})
EVERYTHING = (
    '<imsss:controlMode choice="false" choiceExit="false" flow="true" forwardOnly="true"'
    ' useCurrentAttemptObjectiveInfo="false" useCurrentAttemptProgressInfo="0"/>'
    + rules(
        rule("pre", "skip", "objectiveMeasureGreaterThan 0.5 @two", "not completed", combination="any"),
        rule("exit", "exit", "satisfied"),
        rule("post", "retry", "always"),
    )
    + '<imsss:limitConditions attemptLimit="3"/>'
    '<imsss:rollupRules rollupObjectiveSatisfied="false" rollupProgressCompletion="false"'
    ' objectiveMeasureWeight="0.25">'
    '<imsss:rollupRule childActivitySet="atLeastCount" minimumCount="2"><imsss:rollupConditions conditionCombination='
    '"all"><imsss:rollupCondition operator="not" condition="attempted"/></imsss:rollupConditions>'
    '<imsss:rollupAction action="incomplete"/></imsss:rollupRule></imsss:rollupRules>'
    '<imsss:objectives><imsss:primaryObjective objectiveID="one" satisfiedByMeasure="true">'
    "<imsss:minNormalizedMeasure>0.6</imsss:minNormalizedMeasure></imsss:primaryObjective>"
    '<imsss:objective objectiveID="two"><imsss:mapInfo targetObjectiveID="g" readSatisfiedStatus="false"'
    ' writeNormalizedMeasure="true"/></imsss:objective></imsss:objectives>'
    '<imsss:randomizationControls selectionTiming="once" selectCount="2" randomizationTiming="onEachNewAttempt"'
    ' reorderChildren="true"/>'
    '<imsss:deliveryControls tracked="false" completionSetByContent="true" objectiveSetByContent="true"/>'
    '<adlseq:constrainedChoiceConsiderations preventActivation="true" constrainChoice="true"/>'
    '<adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" requiredForNotSatisfied="ifNotSuspended"'
    ' requiredForCompleted="ifNotSkipped" requiredForIncomplete="always" measureSatisfactionIfActive="false"/>'
    '<adlseq:objectives><adlseq:objective objectiveID="two"><adlseq:mapInfo targetObjectiveID="g"'
    ' readCompletionStatus="false" writeProgressMeasure="true"/></adlseq:objective></adlseq:objectives>'
)
MORE = (
    '<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8" progressWeight="0.5"/>'
    "<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>"
    "<adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI><adlnav:hideLMSUI>everything</adlnav:hideLMSUI>"
    "</adlnav:navigationInterface></adlnav:presentation>"
)
READ = Sequencing(
    controls=Controls(False, False, True, True, False, False),
    pre=(
        Rule("skip", (Condition("objectiveMeasureGreaterThan", False, "two", 0.5), Condition("completed", True)), True),
    ),
    exits=(Rule("exit", (Condition("satisfied"),)),),
    post=(Rule("retry", (Condition("always"),)),),
    attempts=3,
    rollup=(RollupRule("incomplete", "atLeastCount", 2, 0.0, (Condition("attempted", True),), any_of=False),),
    rollup_satisfied=False,
    rollup_completed=False,
    weight=0.25,
    required=Required("ifAttempted", "ifNotSuspended", "ifNotSkipped", "always"),
    measure_if_active=False,
    objectives=(
        Objective("one", True, 0.6),
        Objective(
            "two", maps=(ObjectiveMap("g", False, True, False, True, False, True, False, True),)
        ),
    ),
    tracked=False,
    completion_by_content=True,
    objective_by_content=True,
    select="once",
    select_count=2,
    reorder="onEachNewAttempt",
    prevent_activation=True,
    constrain_choice=True,
    completed_by_measure=True,
    minimum_progress=0.8,
    progress_weight=0.5,
)  # fmt: skip


def test_everything_that_is_read():
    made = tree(item("a", EVERYTHING, more=MORE), item("b"), told=' adlseq:objectivesGlobalToSystem="false"')
    assert made.rules(1) == READ
    assert made.activities[1].hidden_ui == ("continue", "exitAll")
    assert made.rules(0).controls == Controls(choice=False, flow=True)
    assert made.rules(2) == Sequencing()
    assert not made.to_system
    made.children(0)  # what is worked out on the way is not told with it
    assert msgspec.json.decode(msgspec.json.encode(made), type=Tree) == made


def test_what_several_share_is_kept_once():
    shared = '<imsss:sequencing ID="s">' + FLOW + '<imsss:limitConditions attemptLimit="2"/></imsss:sequencing>'
    refers = text(item("a", "X"), item("b"), rules="", shared=shared).replace(
        "<imsss:sequencing>X", '<imsss:sequencing IDRef="s"><imsss:controlMode choiceExit="false"/>'
    )
    found = manifest.parse(refers.encode(), FILES).tree
    assert found is not None
    assert found.rules(1).attempts == 2
    assert found.rules(1).controls == Controls(choice_exit=False)  # its own word stands before the shared one


def test_an_ordinary_package_has_no_order_of_its_own():
    flat = manifest.parse(text(item("a"), item("b"), rules="").encode(), FILES)
    assert (flat.tree, len(flat.items)) == (None, 2)
    mark = '<imsss:objectives><imsss:primaryObjective objectiveID="p" satisfiedByMeasure="true">'
    mark += "<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>"
    marked = manifest.parse(text(item("a", mark), item("b"), rules="").encode(), FILES)
    assert (marked.tree, marked.items[0].mastery) == (None, 70)
    assert manifest.parse(text(item("a"), rules=BOTH).encode(), FILES).tree is None  # nowhere to go in it
    assert manifest.parse(text(item("a"), item("b"), rules=BOTH).encode(), FILES).tree is not None
    older = text(item("a"), item("b"), rules=BOTH).replace("2004 4th Edition", "1.2")
    assert manifest.parse(older.encode(), FILES).tree is None


def test_an_order_that_begins_nowhere_is_none():
    closed = '<imsss:controlMode choice="false" flow="false"/>'
    found = manifest.parse(text(item("a"), item("b"), rules=closed).encode(), FILES)
    assert (found.tree, len(found.items)) == (None, 2)
    choice = manifest.parse(text(item("a"), item("b", BOTH), rules="").encode(), FILES)
    assert choice.tree is not None  # nothing flows, yet the first may be chosen


def test_a_threshold_of_the_3rd_edition():
    made = tree(item("a", more="<adlcp:completionThreshold>0.75</adlcp:completionThreshold>"), item("b"))
    assert (made.rules(1).completed_by_measure, made.rules(1).minimum_progress) == (True, 0.75)


@pytest.mark.parametrize(
    "made",
    [
        item("a", rules(*[rule("pre", "skip", "always")] * 51)),
        item("a", rules(rule("pre", "skip", *["always"] * 21))),
        item("a", "<imsss:objectives>" + '<imsss:objective objectiveID="o"/>' * 101 + "</imsss:objectives>"),
    ],
)
def test_too_much_is_refused(made):
    with pytest.raises(PackageFault) as caught:
        manifest.parse(text(made, item("b")).encode(), FILES)
    assert caught.value.fault is Fault.BAD_MANIFEST


def test_two_of_one_name_are_refused_where_names_decide():
    with pytest.raises(PackageFault):
        manifest.parse(text(item("a"), item("a")).encode(), FILES)
    assert len(manifest.parse(text(item("a"), item("a"), rules="").encode(), FILES).items) == 2


@given(st.sampled_from(["1e999", "nan", "-2", "", "x", "٣", "0.5"]), st.sampled_from(["maybe", "TRUE", "", "1"]))
def test_no_number_and_no_word_does_harm(number, word):
    odd = f'<imsss:limitConditions attemptLimit="{number}"/><imsss:controlMode flow="{word}"/>'
    odd += f'<imsss:rollupRules objectiveMeasureWeight="{number}"/>'
    odd += rules(rule("pre", word or "x", "always"), rule("pre", "skip", f"objectiveMeasureLessThan {number or 0}"))
    found = tree(item("a", odd), item("b")).rules(1)
    assert 0 <= found.weight <= 1
    assert [one.action for one in found.pre] == ["skip"]
    assert -1 <= found.pre[0].conditions[0].threshold <= 1
    assert found.attempts is None or found.attempts >= 0
