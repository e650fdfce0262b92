"""What a manifest of SCORM 2004 says of the order of its activities (IMS Simple Sequencing as ADL took it over).

An activity tree is kept flat, in the order of the manifest: the organisation first, each activity naming its parent by
place. Defaults are those of SCORM, so that an activity of which nothing is said is just `Sequencing()`.
"""

import dataclasses
from functools import cached_property


@dataclasses.dataclass(frozen=True, slots=True)
class Controls:
    choice: bool = True
    choice_exit: bool = True
    flow: bool = False
    forward_only: bool = False
    current_objectives: bool = True
    current_progress: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """objective "": the primary one. threshold: of the two conditions that compare a measure."""

    name: str
    negated: bool = False
    objective: str = ""
    threshold: float = 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """any_of: one condition is enough; else all are needed."""

    action: str
    conditions: tuple[Condition, ...] = ()
    any_of: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class RollupRule:
    """action: satisfied, notSatisfied, completed or incomplete. children: of which share the conditions must hold."""

    action: str
    children: str = "all"
    count: int = 0
    percent: float = 0.0
    conditions: tuple[Condition, ...] = ()
    any_of: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Required:
    """When a child counts for its parent's: always, ifNotSuspended, ifAttempted, ifNotSkipped."""

    satisfied: str = "always"
    not_satisfied: str = "always"
    completed: str = "always"
    incomplete: str = "always"


@dataclasses.dataclass(frozen=True, slots=True)
class ObjectiveMap:
    """Which values of an objective are read from, and written to, the one that activities share under `target`."""

    target: str
    read_satisfied: bool = True
    read_measure: bool = True
    write_satisfied: bool = False
    write_measure: bool = False
    read_completed: bool = False
    read_progress: bool = False
    write_completed: bool = False
    write_progress: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Objective:
    """minimum: the measure from which on it is satisfied, where it is so by its measure."""

    identifier: str = ""
    by_measure: bool = False
    minimum: float = 1.0
    maps: tuple[ObjectiveMap, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Sequencing:
    """objectives: the primary one first, always there. weight: of its measure; progress_weight: of its progress.

    select, reorder: when children are chosen or put in another order: never, once, onEachNewAttempt.
    """

    controls: Controls = Controls()
    pre: tuple[Rule, ...] = ()
    exits: tuple[Rule, ...] = ()
    post: tuple[Rule, ...] = ()
    attempts: int | None = None
    rollup: tuple[RollupRule, ...] = ()
    rollup_satisfied: bool = True
    rollup_completed: bool = True
    weight: float = 1.0
    required: Required = Required()
    measure_if_active: bool = True
    objectives: tuple[Objective, ...] = (Objective(),)
    tracked: bool = True
    completion_by_content: bool = False
    objective_by_content: bool = False
    select: str = "never"
    select_count: int | None = None
    reorder: str = "never"
    prevent_activation: bool = False
    constrain_choice: bool = False
    completed_by_measure: bool = False
    minimum_progress: float = 1.0
    progress_weight: float = 1.0


@dataclasses.dataclass(frozen=True, slots=True)
class Activity:
    """parent: its place in the tree, -1 of the organisation. leaf: it has a page to start. hidden_ui: what of our
    navigation its content asks not to show."""

    identifier: str
    title: str
    parent: int
    leaf: bool
    visible: bool = True
    hidden_ui: tuple[str, ...] = ()
    sequencing: Sequencing = Sequencing()


@dataclasses.dataclass(frozen=True)
class Tree:
    """to_system: objectives under shared names are one for the whole enrolment, else for this package alone."""

    activities: tuple[Activity, ...]
    to_system: bool = True

    @cached_property
    def _children(self) -> tuple[tuple[int, ...], ...]:
        found: list[list[int]] = [[] for _ in self.activities]
        for place, activity in enumerate(self.activities):
            if activity.parent >= 0:
                found[activity.parent].append(place)
        return tuple(map(tuple, found))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {activity.identifier: place for place, activity in enumerate(self.activities)}

    @cached_property
    def stops(self) -> tuple[int, ...]:
        """Activities with a rule that may keep a choice from going past them."""
        return tuple(
            place
            for place, activity in enumerate(self.activities)
            if any(rule.action == "stopForwardTraversal" for rule in activity.sequencing.pre)
        )

    def children(self, place: int) -> tuple[int, ...]:
        """All of them, as the manifest has them."""
        return self._children[place]

    def place(self, identifier: str) -> int | None:
        return self._places.get(identifier)

    def rules(self, place: int) -> Sequencing:
        return self.activities[place].sequencing

    def path(self, place: int) -> list[int]:
        """From the organisation down to it."""
        found = [place]
        while self.activities[found[-1]].parent >= 0:
            found.append(self.activities[found[-1]].parent)
        return found[::-1]

    def meet(self, one: int, other: int) -> int:
        """The lowest activity that both are in or are."""
        meeting = 0
        for a, b in zip(self.path(one), self.path(other), strict=False):
            if a != b:
                break
            meeting = a
        return meeting
