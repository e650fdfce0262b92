"""What becomes of a request to go on: leave what is open, apply the rules, find what comes, begin its attempt.

After the overall sequencing process of SCORM 2004 4th edition (OP.1, NB.2.1, TB.2.3, SB.2, DB.2). Every function here
answers with a new state and leaves the one it was given as it was.
"""

import dataclasses

from karmayogi.learning.engine.sequencing.definition import Tree
from karmayogi.learning.engine.sequencing.flow import Found, Way, closed_to_choices, flow, may_choose
from karmayogi.learning.engine.sequencing.rollup import roll_up
from karmayogi.learning.engine.sequencing.tracking import State, action, arrange, available, barred, begin_attempt

START, RESUME = "start", "resumeAll"
REQUESTS = (
    START, RESUME, "continue", "previous", "choice", "exit", "exitAll", "suspendAll", "abandon", "abandonAll",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Gone:
    """allowed False: nothing has changed. delivered: an activity begins or goes on; else the learner chooses herself,
    or the package is over."""

    state: State
    allowed: bool
    delivered: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Ways:
    """What the learner may ask for now. choices: identifiers."""

    forward: bool
    back: bool
    choices: frozenset[str]


def go(tree: Tree, state: State, request: str, target: str = "") -> Gone:
    """A request of the learner or of what she has open. target: of a choice.

    `jump` of the 4th edition is not followed: it asks no rule, and any page could ask for it past every gate.
    """
    now = state.copy()
    place = tree.place(target) if request == "choice" else None
    if not _understood(tree, now, request, place):
        return Gone(state, allowed=False)
    now.turn += 1
    if request == START:
        now.over = False
        for one in range(len(tree.activities)):
            arrange(tree, now, one)
    sequence = _leave(tree, now, request)
    if sequence == "end":
        now.current, now.over = None, request != "suspendAll"
        return Gone(now, allowed=True)
    if sequence == "":
        return Gone(now, allowed=True)
    found = _find(tree, now, sequence, place)
    if found.place is None and found.past_end:
        _end_all(tree, now)
        return Gone(now, allowed=True)
    if found.place is None or any(barred(tree, now, one) for one in tree.path(found.place)):
        return _without(tree, state, now, sequence != request)
    _deliver(tree, now, found.place)
    return Gone(now, allowed=True, delivered=True)


def ways(tree: Tree, state: State) -> Ways:
    """Tried out on a copy, so that what a rule would do on leaving is known before."""
    if state.over or (state.current is None and state.suspended is not None):
        return Ways(forward=False, back=False, choices=frozenset())
    left = state.copy()
    if left.current is not None and left.of(left.current).active:
        _end_attempt(tree, left, left.current)
    closed = closed_to_choices(tree, left)
    choices = frozenset(
        activity.identifier
        for place, activity in enumerate(tree.activities)
        if place
        and _lets_go(tree, state, place)
        and may_choose(tree, left, place, closed)
        and not any(barred(tree, left, one) for one in tree.path(place))
        and (activity.leaf or flow(tree, left, place, Way.FORWARD, into=True).place is not None)
    )
    return Ways(go(tree, state, "continue").allowed, go(tree, state, "previous").allowed, choices)


def _without(tree: Tree, before: State, now: State, by_rule: bool) -> Gone:
    """Nothing can be delivered. Asked for by a rule, the learner chooses herself; else all stays as it was."""
    return Gone(now, allowed=True) if by_rule else Gone(before, allowed=False)


def _understood(tree: Tree, state: State, request: str, place: int | None) -> bool:
    """Whether the request can be meant at all (NB.2.1)."""
    here = state.current
    if request == START:
        return here is None and state.suspended is None
    if request == RESUME:
        return here is None and state.suspended is not None
    if request == "choice" and here is None:
        return place is not None and state.suspended is None and not state.over
    if here is None:
        return False
    parent = tree.activities[here].parent
    match request:
        case "continue":
            return parent >= 0 and tree.rules(parent).controls.flow
        case "previous":
            controls = tree.rules(max(parent, 0)).controls
            return parent >= 0 and controls.flow and not controls.forward_only
        case "choice":
            return place is not None and _lets_go(tree, state, place)
        case "exit" | "abandon":
            return state.of(here).active
    return request in ("exitAll", "suspendAll", "abandonAll")


def _lets_go(tree: Tree, state: State, target: int) -> bool:
    """choiceExit of every open activity that a choice would leave."""
    here = state.current
    if here is None:
        return True
    stay = tree.path(tree.meet(here, target))
    return all(
        tree.rules(place).controls.choice_exit
        for place in tree.path(here)
        if place not in stay and state.of(place).active
    )


def _leave(tree: Tree, state: State, request: str) -> str:
    """Ends what is open as the request asks (TB.2.3). What is to be looked for then: a request, "" or "end"."""
    here = state.current
    if request in (START, RESUME) or here is None:
        return request
    match request:
        case "suspendAll":
            # Between two activities there is nothing to suspend: she comes back to where she chooses.
            return "end" if _suspend_all(tree, state) else ""
        case "exitAll":
            _end_all(tree, state)
            return "end"
        case "abandonAll":
            for place in tree.path(here):
                state.of(place).active = False
            return "end"
        case "abandon":
            state.of(here).active = False
            return ""
    if not state.of(here).active:
        return request if request != "exit" else ""
    return _exit(tree, state, here, request)


def _exit(tree: Tree, state: State, here: int, request: str) -> str:
    """The open activity ends; then exit rules of what it is in, from the top, and the rules for afterwards."""
    asked = "" if request == "exit" else request
    _end_attempt(tree, state, here)
    for place in tree.path(here)[:-1]:
        if action(tree, state, place, tree.rules(place).exits):
            _end_below(tree, state, place)
            _end_attempt(tree, state, place)
            state.current = here = place
            break
    while True:
        wish = "" if state.of(here).suspended else action(tree, state, here, tree.rules(here).post)
        if wish == "exitParent" and tree.activities[here].parent >= 0:
            state.current = here = tree.activities[here].parent
            _end_attempt(tree, state, here)
            continue
        if wish in ("exitAll", "exitParent"):
            _end_all(tree, state)
            return "end"
        if wish == "retryAll":
            _end_all(tree, state)
            state.over, state.current = False, None
            return START
        if here == 0 and wish != "retry":
            _end_all(tree, state)
            return "end"
        return wish or asked


def _find(tree: Tree, state: State, request: str, place: int | None) -> Found:
    """What is to be delivered (SB.2)."""
    here = state.current
    if request == START:
        return Found(0) if tree.activities[0].leaf else _first(tree, state)
    if request == RESUME:
        return Found(state.suspended)
    if request in ("continue", "previous") and here is not None:
        parent = tree.activities[here].parent
        if parent < 0 or not tree.rules(parent).controls.flow:
            return Found(None)
        return flow(tree, state, here, Way.FORWARD if request == "continue" else Way.BACKWARD, into=False)
    if request == "retry" and here is not None:
        return Found(here) if tree.activities[here].leaf else flow(tree, state, here, Way.FORWARD, into=True)
    if place is None:
        return Found(None)
    if request == "choice" and not may_choose(tree, state, place, closed_to_choices(tree, state)):
        return Found(None)
    return Found(place) if tree.activities[place].leaf else flow(tree, state, place, Way.FORWARD, into=True)


def _first(tree: Tree, state: State) -> Found:
    """By flow. Where the organisation has none, the first that may be chosen: else nothing would ever be seen."""
    found = flow(tree, state, 0, Way.FORWARD, into=True)
    if found.place is not None:
        return found
    closed = closed_to_choices(tree, state)
    for place, activity in enumerate(tree.activities):
        if (
            activity.leaf
            and may_choose(tree, state, place, closed)
            and not any(barred(tree, state, one) for one in tree.path(place))
            and not action(tree, state, place, tree.rules(place).pre, ("skip",))
        ):
            return Found(place)
    return Found(None)


def _deliver(tree: Tree, state: State, place: int) -> None:
    """Ends what is left on the way there, and begins or goes on with every activity on the path (DB.2)."""
    if state.current is not None:
        _end_below(tree, state, tree.meet(state.current, place))
    if state.suspended is not None and state.suspended != place:
        meet = tree.path(tree.meet(state.suspended, place))
        for one in tree.path(state.suspended):
            if one not in meet:
                state.of(one).suspended = False
    for one in tree.path(place):
        standing = state.of(one)
        if not standing.active:
            if standing.suspended:
                standing.suspended = False
            else:
                begin_attempt(tree, state, one)
            standing.active = True
    state.current, state.suspended, state.over = place, None, False
    roll_up(tree, state)


def _end_attempt(tree: Tree, state: State, place: int) -> None:
    """UP.4: what the content did not say of a page that was left is taken as done, unless the manifest forbids it."""
    standing = state.of(place)
    if not standing.active:
        return
    if tree.activities[place].leaf:
        if not standing.suspended:
            take_as_done(tree, state, place)
    else:
        standing.suspended = any(state.of(child).suspended for child in available(tree, state, place))
        if not standing.suspended:
            arrange(tree, state, place)
    standing.active = False
    roll_up(tree, state)


def take_as_done(tree: Tree, state: State, place: int) -> None:
    rules, known = tree.rules(place), state.known(place)
    if rules.tracked and not rules.completion_by_content and known.completed is None:
        known.completed = True
    if rules.tracked and not rules.objective_by_content and known.satisfied is None:
        known.satisfied = True


def _end_below(tree: Tree, state: State, place: int) -> None:
    """Attempts below it that the current activity is in, from the lowest up."""
    if state.current is None:
        return
    for one in reversed(tree.path(state.current)):
        if one not in tree.path(place):
            _end_attempt(tree, state, one)


def _end_all(tree: Tree, state: State) -> None:
    _end_below(tree, state, 0)
    _end_attempt(tree, state, 0)
    state.current, state.over = None, True


def _suspend_all(tree: Tree, state: State) -> bool:
    here = state.current
    if here is None or not state.of(here).active:
        return False
    for place in tree.path(here):
        state.of(place).active, state.of(place).suspended = False, True
    state.suspended = here
    roll_up(tree, state)
    return True
