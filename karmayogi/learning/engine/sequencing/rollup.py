"""What activities say together of the one they are in: measure, satisfaction, progress, completion.

The whole tree is rolled up from its leaves after every change: an activity may read an objective that another one,
anywhere, has written.
"""

from collections.abc import Callable, Sequence

from karmayogi.learning.engine.sequencing.definition import RollupRule, Tree
from karmayogi.learning.engine.sequencing.tracking import (
    State,
    action,
    available,
    completed,
    holds,
    measure,
    progress,
    satisfied,
    share,
    together,
)


def roll_up(tree: Tree, state: State) -> None:
    """From the last activity to the first: children stand after the one that they are in."""
    for place in range(len(tree.activities) - 1, -1, -1):
        if tree.rules(place).tracked and available(tree, state, place):
            _of_children(tree, state, place)
        if tree.rules(place).tracked:
            share(tree, state, place)


def _of_children(tree: Tree, state: State, place: int) -> None:
    rules, known = tree.rules(place), state.known(place)
    children = [child for child in available(tree, state, place) if tree.rules(child).tracked]
    known.measure = _mean(tree, state, children, measure, lambda child: tree.rules(child).weight)
    known.progress = _mean(tree, state, children, _progress, lambda child: tree.rules(child).progress_weight)
    if not rules.objectives[0].by_measure:
        known.satisfied = _decided(tree, state, place, children, "satisfied", "notSatisfied", known.satisfied)
    if not rules.completed_by_measure:
        known.completed = _decided(tree, state, place, children, "completed", "incomplete", known.completed)


def _progress(tree: Tree, state: State, place: int) -> float | None:
    return progress(tree, state, place)


def _mean(
    tree: Tree,
    state: State,
    children: Sequence[int],
    value: Callable[[Tree, State, int], float | None],
    weight: Callable[[int], float],
) -> float | None:
    """Weighted. A child of which nothing is known counts with its weight as nothing, unless none is known at all."""
    total, weights, any_known = 0.0, 0.0, False
    for child in children:
        found = value(tree, state, child)
        weights += weight(child)
        if found is not None:
            total += weight(child) * found
            any_known = True
    return total / weights if any_known and weights else None


def _decided(
    tree: Tree, state: State, place: int, children: Sequence[int], good: str, bad: str, before: bool | None
) -> bool | None:
    """By the activity's own rules, else by those of the standard. The good one is asked last and wins."""
    rules = [rule for rule in tree.rules(place).rollup if rule.action in (good, bad)]
    if not rules:
        return _by_default(tree, state, children, good, bad, before)
    found = before
    for rule in sorted(rules, key=lambda one: one.action == good):
        if _met(tree, state, children, rule):
            found = rule.action == good
    return found


def _by_default(
    tree: Tree, state: State, children: Sequence[int], good: str, bad: str, before: bool | None
) -> bool | None:
    """All good: good. All known, though not all good: bad. Else what was known, which is nothing at first."""
    about = satisfied if good == "satisfied" else completed
    counted = [child for child in children if _counts(tree, state, child, good)]
    if counted and all(about(tree, state, child) for child in counted):
        return True
    counted = [child for child in children if _counts(tree, state, child, bad)]
    if counted and all(about(tree, state, child) is not None for child in counted):
        return False
    return before


def _counts(tree: Tree, state: State, child: int, wanted: str) -> bool:
    """Whether a child has a say in this."""
    rules, standing = tree.rules(child), state.of(child)
    asked = rules.required
    takes_part, when = {
        "satisfied": (rules.rollup_satisfied, asked.satisfied),
        "notSatisfied": (rules.rollup_satisfied, asked.not_satisfied),
        "completed": (rules.rollup_completed, asked.completed),
        "incomplete": (rules.rollup_completed, asked.incomplete),
    }[wanted]
    if not takes_part:
        return False
    if when == "ifAttempted":
        return standing.attempts > 0
    if when == "ifNotSuspended":
        return standing.attempts > 0 and not standing.suspended
    return when != "ifNotSkipped" or not action(tree, state, child, rules.pre, ("skip",))


def _met(tree: Tree, state: State, children: Sequence[int], rule: RollupRule) -> bool:
    answers = [
        together((holds(tree, state, child, one) for one in rule.conditions), rule.any_of)
        for child in children
        if _counts(tree, state, child, rule.action)
    ]
    if not answers:
        return False
    right = answers.count(True)
    match rule.children:
        case "all":
            return right == len(answers)
        case "any":
            return right > 0
        case "none":
            return answers.count(False) == len(answers)
        case "atLeastCount":
            return right >= rule.count
    return right / len(answers) >= rule.percent
