"""Walking the activity tree: which activity comes next in one direction, and whether a choice may lead somewhere.

After the pseudo code of SCORM 2004 4th edition (SB.2.1 to SB.2.4, SB.2.9). Nothing here changes the state.
"""

import dataclasses
import enum

from karmayogi.learning.engine.sequencing.definition import Tree
from karmayogi.learning.engine.sequencing.tracking import State, action, available, barred


class Way(enum.StrEnum):
    FORWARD = "forward"
    BACKWARD = "backward"


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """place: the leaf to deliver, or None. past_end: the walk went out of the tree at its end."""

    place: int | None
    past_end: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class _Step:
    place: int | None
    way: Way
    past_end: bool = False


def flow(tree: Tree, state: State, start: int, way: Way, *, into: bool) -> Found:
    """The next leaf that may be delivered. into: the start itself is gone into, else it is left behind."""
    step = _step(tree, state, start, way, into=into, before=None)
    asked: Way = step.way
    before: Way | None = None
    for _ in range(4 * len(tree.activities) + 4):  # each activity is met at most once in a direction
        if step.place is None:
            return Found(None, step.past_end)
        place = step.place
        activity = tree.activities[place]
        if activity.parent >= 0 and not tree.rules(activity.parent).controls.flow:
            return Found(None)
        if action(tree, state, place, tree.rules(place).pre, ("skip",)):
            step = _step(tree, state, place, asked, into=False, before=before)
            if not (before is Way.BACKWARD and step.way is Way.BACKWARD):
                continue
            before, asked = None, step.way
            continue
        if barred(tree, state, place):
            return Found(None)
        if not available(tree, state, place):
            return Found(place if activity.leaf else None)
        step = _step(tree, state, place, asked, into=True, before=None)
        if asked is Way.BACKWARD and step.way is Way.FORWARD:
            asked, before = Way.FORWARD, Way.BACKWARD
        else:
            before = None
    return Found(None)


def _step(tree: Tree, state: State, place: int, way: Way, *, into: bool, before: Way | None) -> _Step:
    """One step from an activity (SB.2.1): into it, to its neighbour, or to that of what it is in."""
    turned = False
    parent = tree.activities[place].parent
    siblings = available(tree, state, parent) if parent >= 0 else ()
    if before is Way.BACKWARD and siblings and siblings[-1] == place:
        way, place, turned = Way.BACKWARD, siblings[0], True
    children = available(tree, state, place)
    if way is Way.FORWARD:
        if children and into:
            return _Step(children[0], way)
        while True:
            if parent < 0:
                return _Step(None, way, past_end=True)
            siblings = available(tree, state, parent)
            if place in siblings and place != siblings[-1]:
                return _Step(siblings[siblings.index(place) + 1], way)
            place, parent = parent, tree.activities[parent].parent
    if parent < 0 and not (children and into):
        return _Step(None, way)
    if children and into:
        if tree.rules(place).controls.forward_only:
            return _Step(children[0], Way.FORWARD)
        return _Step(children[-1], way)
    while True:
        if parent < 0:
            return _Step(None, way)
        if tree.rules(parent).controls.forward_only and not turned:
            return _Step(None, way)
        siblings = available(tree, state, parent)
        if place in siblings and place != siblings[0]:
            return _Step(siblings[siblings.index(place) - 1], way)
        place, parent, turned = parent, tree.activities[parent].parent, False


def may_choose(tree: Tree, state: State, target: int, closed: frozenset[int]) -> bool:
    """Whether a choice may lead there from where the learner is (SB.2.9), she having left the activity before.

    closed: of `closed_to_choices`.
    """
    path = tree.path(target)
    for place in path:
        parent = tree.activities[place].parent
        if parent >= 0 and place not in available(tree, state, parent):
            return False
        if action(tree, state, place, tree.rules(place).pre, ("hiddenFromChoice",)):
            return False
    if len(path) > 1 and not tree.rules(path[-2]).controls.choice:
        return False
    current = state.current
    if current == target:
        return True
    here = 0 if current is None else current
    meet = tree.meet(here, target)
    up = [place for place in reversed(tree.path(here)) if place not in tree.path(meet)]
    down = path[path.index(meet) : -1]
    if current is not None and tree.activities[here].parent == tree.activities[target].parent:
        return _goes_past(tree, state, here, target, closed)
    if meet == target:
        return all(tree.rules(place).controls.choice_exit for place in up)
    if not _leaves(tree, state, up, target):
        return False
    forward = target > here
    for place in down:
        if forward and place in closed:
            return False
        rules = tree.rules(place)
        if not state.of(place).active and place != meet and rules.prevent_activation:
            return False
    return True


def _leaves(tree: Tree, state: State, up: list[int], target: int) -> bool:
    """Whether the activities that are left on the way let go: by choiceExit, and by constrainChoice to neighbours."""
    for place in up:
        if not tree.rules(place).controls.choice_exit:
            return False
    holding = next((place for place in up if tree.rules(place).constrain_choice), None)
    if holding is None:
        return True
    way = Way.FORWARD if target > holding else Way.BACKWARD
    neighbour = _step(tree, state, holding, way, into=False, before=None).place
    reach = holding if neighbour is None else neighbour
    return target in (holding, reach) or any(place in tree.path(target) for place in (holding, reach))


def closed_to_choices(tree: Tree, state: State) -> frozenset[int]:
    """Activities that no choice goes past now (SB.2.4). For all choices of a page it is asked once."""
    return frozenset(
        place for place in tree.stops if action(tree, state, place, tree.rules(place).pre, ("stopForwardTraversal",))
    )


def _goes_past(tree: Tree, state: State, here: int, target: int, closed: frozenset[int]) -> bool:
    """Whether a choice may go past the siblings on the way, the first one with them, the target not."""
    parent = tree.activities[here].parent
    siblings = available(tree, state, parent) if parent >= 0 else (here,)
    if here not in siblings or target not in siblings:
        return True
    if target < here:
        return not tree.rules(parent).controls.forward_only
    if not closed:
        return True
    a, b = siblings.index(here), siblings.index(target)
    return closed.isdisjoint(siblings[a:b] if a < b else siblings[b + 1 : a + 1])
