"""The sequencing of a manifest (imsss, adlseq, adlnav, adlcp) into a `Definition`; bounded, and nothing is believed.

What has no meaning in SCORM is left at its default, as the standard asks of a value that is not of its vocabulary.
Namespaces are ignored as in the rest of the manifest.
"""

import dataclasses
import math
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from karmayogi.learning.engine.sequencing.definition import (
    Condition,
    Controls,
    Objective,
    ObjectiveMap,
    Required,
    RollupRule,
    Rule,
    Sequencing,
)
from karmayogi.learning.engine.zip_policy import Fault, PackageFault

MAX_RULES = 50  # of one kind on one activity
MAX_CONDITIONS = 20
MAX_OBJECTIVES = 100
MAX_MAPS = 20
_ID = 250
CONDITIONS = frozenset(
    (
        "satisfied", "objectiveStatusKnown", "objectiveMeasureKnown", "objectiveMeasureGreaterThan",
        "objectiveMeasureLessThan", "completed", "activityProgressKnown", "attempted", "attemptLimitExceeded",
        "timeLimitExceeded", "outsideAvailableTimeRange", "always",
    )
)  # fmt: skip
_PRE = ("skip", "disabled", "hiddenFromChoice", "stopForwardTraversal")
_POST = ("exitParent", "exitAll", "retry", "retryAll", "continue", "previous")
_ROLLUP = ("satisfied", "notSatisfied", "completed", "incomplete")
_SHARES = ("all", "any", "none", "atLeastCount", "atLeastPercent")
_REQUIRED = ("always", "ifNotSuspended", "ifAttempted", "ifNotSkipped")
_TIMING = ("never", "once", "onEachNewAttempt")
_HIDDEN = ("previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll")


def collection(root: Element) -> dict[str, Element]:
    """What `sequencingCollection` keeps for several activities, by its ID."""
    return {
        _get(one, "ID"): one
        for holder in _all(root, "sequencingCollection")
        for one in _all(holder, "sequencing")
        if _get(one, "ID")
    }


def sequencing(item: Element, shared: dict[str, Element]) -> Sequencing:
    """Of one item or organisation. What it says itself stands before what it refers to, element by element."""
    own = next(_all(item, "sequencing"), None)
    found = {} if own is None else {_name(child): child for child in own}
    if own is not None and (base := shared.get(_get(own, "IDRef"))) is not None:
        found = {_name(child): child for child in base} | found
    none = Element("none")

    def part(name: str) -> Element:
        return found.get(name, none)

    rules, limits, rollup = part("sequencingRules"), part("limitConditions"), part("rollupRules")
    delivery, random = part("deliveryControls"), part("randomizationControls")
    choice, seen = part("constrainedChoiceConsiderations"), part("rollupConsiderations")
    threshold = next(_all(item, "completionThreshold"), none)
    least = _number(_get(threshold, "minProgressMeasure") or (threshold.text or ""), None, 0, 1)
    return Sequencing(
        controls=_controls(part("controlMode")),
        pre=_rules(rules, "preConditionRule", _PRE),
        exits=_rules(rules, "exitConditionRule", ("exit",)),
        post=_rules(rules, "postConditionRule", _POST),
        attempts=_count(_get(limits, "attemptLimit")),
        rollup=_rollup(rollup),
        rollup_satisfied=_flag(rollup, "rollupObjectiveSatisfied", True),
        rollup_completed=_flag(rollup, "rollupProgressCompletion", True),
        weight=_number(_get(rollup, "objectiveMeasureWeight"), 1.0, 0, 1) or 0.0,
        required=Required(
            _word(_get(seen, "requiredForSatisfied"), _REQUIRED),
            _word(_get(seen, "requiredForNotSatisfied"), _REQUIRED),
            _word(_get(seen, "requiredForCompleted"), _REQUIRED),
            _word(_get(seen, "requiredForIncomplete"), _REQUIRED),
        ),
        measure_if_active=_flag(seen, "measureSatisfactionIfActive", True),
        objectives=_objectives(found),
        tracked=_flag(delivery, "tracked", True),
        completion_by_content=_flag(delivery, "completionSetByContent", False),
        objective_by_content=_flag(delivery, "objectiveSetByContent", False),
        select=_word(_get(random, "selectionTiming"), _TIMING),
        select_count=_count(_get(random, "selectCount")),
        reorder=_word(_get(random, "randomizationTiming") if _flag(random, "reorderChildren", False) else "", _TIMING),
        prevent_activation=_flag(choice, "preventActivation", False),
        constrain_choice=_flag(choice, "constrainChoice", False),
        # The 3rd edition only has the number; the 4th says with a flag whether it decides.
        completed_by_measure=_flag(threshold, "completedByMeasure", bool((threshold.text or "").strip())),
        minimum_progress=1.0 if least is None else least,
        progress_weight=_number(_get(threshold, "progressWeight"), 1.0, 0, 1) or 0.0,
    )  # fmt: skip


def hidden_ui(item: Element) -> tuple[str, ...]:
    """adlnav: which of the buttons for going on the content shows itself."""
    return tuple(
        dict.fromkeys(
            word
            for presentation in _all(item, "presentation")
            for interface in _all(presentation, "navigationInterface")
            for one in _all(interface, "hideLMSUI")
            if (word := (one.text or "").strip()) in _HIDDEN
        )
    )


def plain(rules: Sequencing, *, alone: bool) -> bool:
    """Whether a flat table of contents says as much: nothing but, perhaps, a pass mark of its own. alone: of a package
    with a single page to start, in which there is nowhere to go."""
    first = rules.objectives[0]
    same = dataclasses.replace(rules, objectives=(Objective(),))
    if alone:
        same = dataclasses.replace(same, controls=Controls())
    return same == Sequencing() and len(rules.objectives) == 1 and not first.maps


def _controls(mode: Element) -> Controls:
    return Controls(
        _flag(mode, "choice", True),
        _flag(mode, "choiceExit", True),
        _flag(mode, "flow", False),
        _flag(mode, "forwardOnly", False),
        _flag(mode, "useCurrentAttemptObjectiveInfo", True),
        _flag(mode, "useCurrentAttemptProgressInfo", True),
    )


def _rules(holder: Element, name: str, actions: tuple[str, ...]) -> tuple[Rule, ...]:
    found = []
    for one in _few(holder, name, MAX_RULES):
        action = next((_get(child, "action") for child in one if _name(child) == "ruleAction"), "")
        conditions, any_of = _conditions(one, "ruleConditions", "ruleCondition", any_of=False)
        if action in actions and conditions:
            found.append(Rule(action, conditions, any_of))
    return tuple(found)


def _conditions(rule: Element, holder: str, name: str, *, any_of: bool) -> tuple[tuple[Condition, ...], bool]:
    found: list[Condition] = []
    for conditions in _all(rule, holder):
        any_of = {"any": True, "all": False}.get(_get(conditions, "conditionCombination"), any_of)
        for one in _few(conditions, name, MAX_CONDITIONS):
            condition = Condition(
                _get(one, "condition"),
                _get(one, "operator") == "not",
                _get(one, "referencedObjective")[:_ID],
                _number(_get(one, "measureThreshold"), 0.0, -1, 1) or 0.0,
            )
            if condition.name in CONDITIONS:
                found.append(condition)
    return tuple(found), any_of


def _rollup(holder: Element) -> tuple[RollupRule, ...]:
    found = []
    for one in _few(holder, "rollupRule", MAX_RULES):
        action = next((_get(child, "action") for child in one if _name(child) == "rollupAction"), "")
        conditions, any_of = _conditions(one, "rollupConditions", "rollupCondition", any_of=True)
        if action in _ROLLUP and conditions:
            share = _get(one, "childActivitySet")
            count = _count(_get(one, "minimumCount")) or 0
            percent = _number(_get(one, "minimumPercent"), 0.0, 0, 1) or 0.0
            found.append(RollupRule(action, share if share in _SHARES else "all", count, percent, conditions, any_of))
    return tuple(found)


def _objectives(parts: dict[str, Element]) -> tuple[Objective, ...]:
    """imsss names them; adlseq of the 4th edition names them again to map what imsss does not know."""
    holder = [child for child in parts.get("objectives", ()) if _name(child) in ("primaryObjective", "objective")]
    if len(holder) > MAX_OBJECTIVES:
        raise PackageFault(Fault.BAD_MANIFEST, "objective")
    more: dict[str, list[Element]] = {}
    for one in parts.get("objectives/adlseq", ()):
        more.setdefault(_get(one, "objectiveID"), []).extend(_few(one, "mapInfo", MAX_MAPS))
    primary, others = Objective(), []
    for one in holder:
        identifier = _get(one, "objectiveID")[:_ID]
        least = next((child.text or "" for child in _all(one, "minNormalizedMeasure")), "")
        minimum = _number(least, 1.0, -1, 1)
        maps = _maps(_few(one, "mapInfo", MAX_MAPS), more.get(identifier, []))
        made = Objective(identifier, _flag(one, "satisfiedByMeasure", False), 1.0 if minimum is None else minimum, maps)
        if _name(one) == "primaryObjective":
            primary = made
        else:
            others.append(made)
    return (primary, *others)


def _maps(simple: list[Element], more: list[Element]) -> tuple[ObjectiveMap, ...]:
    found: dict[str, ObjectiveMap] = {}
    for one in simple:
        target = _get(one, "targetObjectiveID")[:_ID]
        if target:
            found[target] = ObjectiveMap(
                target,
                _flag(one, "readSatisfiedStatus", True),
                _flag(one, "readNormalizedMeasure", True),
                _flag(one, "writeSatisfiedStatus", False),
                _flag(one, "writeNormalizedMeasure", False),
            )
    for one in more:
        target = _get(one, "targetObjectiveID")[:_ID]
        if target:
            found[target] = dataclasses.replace(
                found.get(target, ObjectiveMap(target, read_satisfied=False, read_measure=False)),
                read_completed=_flag(one, "readCompletionStatus", True),
                read_progress=_flag(one, "readProgressMeasure", True),
                write_completed=_flag(one, "writeCompletionStatus", False),
                write_progress=_flag(one, "writeProgressMeasure", False),
            )
    return tuple(found.values())


def _name(element: Element) -> str:
    """Its local name. Two elements are called `objectives`: that of adlseq gets a name of its own."""
    space, _, name = str(element.tag).rpartition("}")
    return f"{name}/adlseq" if name == "objectives" and "adlseq" in space else name


def _get(element: Element, name: str) -> str:
    wanted = name.lower()
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].lower() == wanted:
            return value.strip()
    return ""


def _all(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if str(child.tag).rpartition("}")[2].lower() == name.lower())


def _few(element: Element, name: str, most: int) -> list[Element]:
    found = list(_all(element, name))
    if len(found) > most:
        raise PackageFault(Fault.BAD_MANIFEST, name)
    return found


def _flag(element: Element, name: str, default: bool) -> bool:
    return {"true": True, "1": True, "false": False, "0": False}.get(_get(element, name).lower(), default)


def _number(text: str, default: float | None, low: float, high: float) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return default
    return value if math.isfinite(value) and low <= value <= high else default


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def _word(text: str, words: tuple[str, ...]) -> str:
    return text if text in words else words[0]
