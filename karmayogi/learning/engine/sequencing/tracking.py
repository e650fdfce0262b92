"""What is known of a learner in an activity tree, and the questions that rules ask about it.

True, False and None: None is what the standard calls unknown. A `State` is changed in place here and in the modules
beside; only `navigation` hands copies out, so that whoever asks "what if" changes nothing.
"""

import dataclasses
import random
from collections.abc import Iterable

from karmayogi.learning.engine.sequencing.definition import Condition, Objective, Rule, Tree


@dataclasses.dataclass(slots=True)
class Known:
    """Of one objective; also of one that activities share. progress: how much of it is done, 0 to 1."""

    satisfied: bool | None = None
    measure: float | None = None
    completed: bool | None = None
    progress: float | None = None


@dataclasses.dataclass(slots=True)
class Standing:
    """Of one activity. objectives: by their place in the definition. children: those chosen, in their order."""

    attempts: int = 0
    active: bool = False
    suspended: bool = False
    objectives: dict[int, Known] = dataclasses.field(default_factory=dict)
    children: tuple[int, ...] | None = None


@dataclasses.dataclass(slots=True)
class State:
    """current: where the learner is; suspended: where she left the whole package to come back. seed: of the lots that
    are drawn. over: she left it for good, or went past its end. turn: grows with every step. after: visits up to this
    one were before the last step, so that what they still send belongs to what was open then."""

    standings: dict[int, Standing] = dataclasses.field(default_factory=dict)
    shared: dict[str, Known] = dataclasses.field(default_factory=dict)
    current: int | None = None
    suspended: int | None = None
    over: bool = False
    seed: int = 0
    turn: int = 0
    after: int = 0

    def of(self, place: int) -> Standing:
        found = self.standings.get(place)
        if found is None:
            found = self.standings[place] = Standing()
        return found

    def known(self, place: int, objective: int = 0) -> Known:
        objectives = self.of(place).objectives
        found = objectives.get(objective)
        if found is None:
            found = objectives[objective] = Known()
        return found

    def copy(self) -> "State":
        """Nothing of it is shared with this one. By hand: the copies of a page with 1,000 activities are most of its
        cost."""
        standings = {
            place: dataclasses.replace(
                one, objectives={number: dataclasses.replace(known) for number, known in one.objectives.items()}
            )
            for place, one in self.standings.items()
        }
        shared = {name: dataclasses.replace(known) for name, known in self.shared.items()}
        return dataclasses.replace(self, standings=standings, shared=shared)


def available(tree: Tree, state: State, place: int) -> tuple[int, ...]:
    chosen = state.of(place).children
    return tree.children(place) if chosen is None else chosen


def measure(tree: Tree, state: State, place: int, objective: int = 0) -> float | None:
    """What the activity knows itself stands before what others shared."""
    own = state.known(place, objective).measure
    if own is not None:
        return own
    for one in tree.rules(place).objectives[objective].maps:
        if one.read_measure and (told := state.shared.get(one.target)) is not None and told.measure is not None:
            return told.measure
    return None


def satisfied(tree: Tree, state: State, place: int, objective: int = 0) -> bool | None:
    rules = tree.rules(place)
    meant = rules.objectives[objective]
    if meant.by_measure:
        reached = measure(tree, state, place, objective)
        if reached is None or (state.of(place).active and not rules.measure_if_active):
            return None
        return reached >= meant.minimum
    own = state.known(place, objective).satisfied
    if own is not None:
        return own
    for one in meant.maps:
        if one.read_satisfied and (told := state.shared.get(one.target)) is not None and told.satisfied is not None:
            return told.satisfied
    return None


def progress(tree: Tree, state: State, place: int) -> float | None:
    own = state.known(place).progress
    if own is not None:
        return own
    for one in tree.rules(place).objectives[0].maps:
        if one.read_progress and (told := state.shared.get(one.target)) is not None and told.progress is not None:
            return told.progress
    return None


def completed(tree: Tree, state: State, place: int) -> bool | None:
    rules = tree.rules(place)
    if rules.completed_by_measure:
        done = progress(tree, state, place)
        return None if done is None else done >= rules.minimum_progress
    own = state.known(place).completed
    if own is not None:
        return own
    for one in rules.objectives[0].maps:
        if one.read_completed and (told := state.shared.get(one.target)) is not None and told.completed is not None:
            return told.completed
    return None


def share(tree: Tree, state: State, place: int) -> None:
    """Writes what the activity itself knows to where its maps say. What it does not know overwrites nothing."""
    for number, meant in enumerate(tree.rules(place).objectives):
        own = state.known(place, number)
        reached = satisfied(tree, state, place, number) if meant.by_measure and own.measure is not None else None
        for one in meant.maps:
            told = state.shared.setdefault(one.target, Known())
            happy = reached if meant.by_measure else own.satisfied
            if one.write_satisfied and happy is not None:
                told.satisfied = happy
            if one.write_measure and own.measure is not None:
                told.measure = own.measure
            if one.write_completed and own.completed is not None:
                told.completed = own.completed
            if one.write_progress and own.progress is not None:
                told.progress = own.progress


def objective_named(objectives: Iterable[Objective], identifier: str) -> int | None:
    """Its place; "" is the primary one."""
    if not identifier:
        return 0
    return next((n for n, one in enumerate(objectives) if one.identifier == identifier), None)


def limit_reached(tree: Tree, state: State, place: int) -> bool:
    most = tree.rules(place).attempts
    return most is not None and state.of(place).attempts >= most


def holds(tree: Tree, state: State, place: int, condition: Condition) -> bool | None:
    """One condition about one activity. Those about time are never known: SCORM does not ask for them."""
    number = objective_named(tree.rules(place).objectives, condition.objective)
    if number is None:
        return None
    found = _holds(tree, state, place, number, condition)
    return found if found is None else found is not condition.negated


def _holds(tree: Tree, state: State, place: int, number: int, condition: Condition) -> bool | None:
    match condition.name:
        case "always":
            return True
        case "satisfied":
            return satisfied(tree, state, place, number)
        case "objectiveStatusKnown":
            return satisfied(tree, state, place, number) is not None
        case "objectiveMeasureKnown":
            return measure(tree, state, place, number) is not None
        case "objectiveMeasureGreaterThan" | "objectiveMeasureLessThan":
            reached = measure(tree, state, place, number)
            if reached is None:
                return None
            more = condition.name.endswith("GreaterThan")
            return reached > condition.threshold if more else reached < condition.threshold
        case "completed":
            return completed(tree, state, place)
        case "activityProgressKnown":
            return completed(tree, state, place) is not None
        case "attempted":
            return state.of(place).attempts > 0
        case "attemptLimitExceeded":
            return limit_reached(tree, state, place)
    return None


def together(found: Iterable[bool | None], any_of: bool) -> bool | None:
    """Several answers as one. Without an answer nothing is known."""
    answers = list(found)
    if not answers:
        return None
    decides = any_of
    if decides in answers:
        return decides
    return None if None in answers else not decides


def action(tree: Tree, state: State, place: int, rules: Iterable[Rule], wanted: tuple[str, ...] = ()) -> str:
    """What the first rule asks for whose conditions hold; "" for none. wanted: other actions are passed over."""
    for rule in rules:
        if (not wanted or rule.action in wanted) and together(
            (holds(tree, state, place, one) for one in rule.conditions), rule.any_of
        ):
            return rule.action
    return ""


def barred(tree: Tree, state: State, place: int) -> bool:
    """Whether it may not be attempted (again): disabled, or at the limit of its attempts."""
    rules, standing = tree.rules(place), state.of(place)
    if action(tree, state, place, rules.pre, ("disabled",)):
        return True
    if not rules.tracked or standing.active or standing.suspended:
        return False
    return limit_reached(tree, state, place)


def begin_attempt(tree: Tree, state: State, place: int) -> None:
    """A new attempt knows nothing yet; nor do its children, where the activity asks for what the attempt brought."""
    standing = state.of(place)
    standing.attempts += 1
    standing.objectives = {}
    if standing.attempts == 1:
        return
    controls = tree.rules(place).controls
    for child in tree.children(place):
        _forget(tree, state, child, objectives=controls.current_objectives, progress=controls.current_progress)


def _forget(tree: Tree, state: State, place: int, *, objectives: bool, progress: bool) -> None:
    standing = state.of(place)
    standing.suspended = False
    for known in standing.objectives.values():
        if objectives:
            known.satisfied = known.measure = None
        if progress:
            known.completed = known.progress = None
    controls = tree.rules(place).controls
    for child in tree.children(place):
        _forget(
            tree,
            state,
            child,
            objectives=objectives and controls.current_objectives,
            progress=progress and controls.current_progress,
        )


def arrange(tree: Tree, state: State, place: int) -> None:
    """Chooses and shuffles the children of an activity as its rules ask, by lots that can be drawn again."""
    rules, standing = tree.rules(place), state.of(place)
    children = tree.children(place)
    first = standing.children is None
    if not children or (rules.select == rules.reorder == "never"):
        return
    chosen = children if standing.children is None else standing.children
    lots = random.Random(f"{state.seed} {place} {standing.attempts}")  # noqa: S311 (an order of pages, no secret)
    if rules.select_count is not None and _due(rules.select, first=first):
        chosen = tuple(sorted(lots.sample(children, min(rules.select_count, len(children)))))
    if _due(rules.reorder, first=first):
        chosen = tuple(lots.sample(chosen, len(chosen)))
    standing.children = chosen


def _due(timing: str, *, first: bool) -> bool:
    return timing == "onEachNewAttempt" or (timing == "once" and first)
