"""What an activity reports into its tree, and what the whole tree comes to."""

import dataclasses
from collections.abc import Iterable

from karmayogi.learning.engine.sequencing.definition import Tree
from karmayogi.learning.engine.sequencing.navigation import take_as_done
from karmayogi.learning.engine.sequencing.rollup import roll_up
from karmayogi.learning.engine.sequencing.tracking import (
    Known,
    State,
    completed,
    measure,
    objective_named,
    satisfied,
)

_COMPLETED = {"completed": True, "incomplete": False, "not attempted": False}
_SUCCESS = {"passed": True, "failed": False}


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """Of one objective, "" the primary one; words and numbers of the run-time, a measure from -1 to 1."""

    objective: str = ""
    completion: str = ""
    success: str = ""
    measure: float | None = None
    progress: float | None = None


def report(tree: Tree, state: State, item: str, said: Iterable[Said], *, ended: bool, suspended: bool) -> State | None:
    """The state after it; None where that activity is not the open one, so that it changes nothing in the tree.

    ended: the content has said goodbye; suspended: to go on another time.
    """
    place = tree.place(item)
    if place is None or state.current != place or not state.of(place).active:
        return None
    now, rules = state.copy(), tree.rules(place)
    if rules.tracked:
        for one in said:
            number = objective_named(rules.objectives, one.objective)
            if number is not None:
                _keep(now.known(place, number), one)
    now.of(place).suspended = ended and suspended
    if ended and not suspended:
        # Told now already: a learner who then closes the window has done it all the same.
        take_as_done(tree, now, place)
    roll_up(tree, now)
    return now


def _keep(known: Known, said: Said) -> None:
    """What is not known takes nothing away."""
    known.completed = _COMPLETED.get(said.completion, known.completed)
    known.satisfied = _SUCCESS.get(said.success, known.satisfied)
    if said.measure is not None:
        known.measure = max(-1.0, min(1.0, said.measure))
    if said.progress is not None:
        known.progress = max(0.0, min(1.0, said.progress))


def done(tree: Tree, state: State, place: int) -> bool:
    """Whether an activity is: passed, or completed and not failed."""
    passed = satisfied(tree, state, place)
    return passed is True or (passed is None and completed(tree, state, place) is True)


def whole(tree: Tree, state: State) -> tuple[bool, float | None]:
    """Whether the package is done, by the measure of a single activity; and its score in per cent."""
    reached = measure(tree, state, 0)
    return done(tree, state, 0), None if reached is None else max(0.0, reached) * 100
