"""Packages whose manifest says in which order they are taken: what the page shows, and the buttons for going on."""

import dataclasses
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.sequence import go_on, open_package
from karmayogi.learning.engine import cmi
from karmayogi.learning.engine.sequencing.definition import Tree
from karmayogi.learning.engine.sequencing.navigation import Ways, ways
from karmayogi.learning.engine.sequencing.outcome import done
from karmayogi.learning.engine.sequencing.tracking import State, measure, satisfied
from karmayogi.learning.queries.lesson import Lesson, OutlinePart, lesson
from karmayogi.learning.queries.packages import ItemRow
from karmayogi.learning.web.courses import congratulate
from karmayogi.learning.web.seed import Attempt

_LEAVES = ("suspendAll", "exitAll", "abandonAll")


@dataclasses.dataclass(frozen=True, slots=True)
class Step:
    """A line of the contents. here: it is open; may: it can be chosen."""

    identifier: str
    title: str
    page: bool
    done: bool
    here: bool
    may: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Stage:
    """item: what is open, None between two activities. over: she left it for good, or is past its end."""

    steps: tuple[Step, ...]
    item: ItemRow | None
    attempt: Attempt | None
    ways: Ways
    hidden: tuple[str, ...]
    turn: int
    over: bool
    go_url: str


def stage(request: HttpRequest, page: Lesson, here: OutlinePart, tree: Tree, items: list[ItemRow]) -> Stage:
    """Opens the package where she is in it."""
    went = open_package(
        actor=request.actor,  # type: ignore[attr-defined]
        enrolment_id=page.enrolment_id,
        part_id=here.id,
        at=request.at,  # type: ignore[attr-defined]
    )
    state = went.state
    can = ways(tree, state)
    place = state.current if state.current is not None and state.of(state.current).active else None
    name = "" if place is None else tree.activities[place].identifier
    return Stage(
        steps=tuple(
            Step(one.identifier, one.title, one.leaf, done(tree, state, n), n == place, one.identifier in can.choices)
            for n, one in enumerate(tree.activities)
            if n and one.visible
        ),
        item=next((item for item in items if place is not None and item.identifier == name), None),
        attempt=None if place is None else _attempt(tree, state, place, can),
        ways=can,
        hidden=() if place is None else tree.activities[place].hidden_ui,
        turn=state.turn,
        over=state.over,
        go_url=reverse("learning:sequenced_go", args=[page.enrolment_uuid, here.key]),
    )


def _attempt(tree: Tree, state: State, place: int, can: Ways) -> Attempt:
    """What the run-time is told of the objectives: what others have shared counts where she has nothing of her own."""
    rules = tree.rules(place)

    def goal(number: int, identifier: str) -> cmi.Goal:
        reached = measure(tree, state, place, number)
        scaled = "" if reached is None else f"{reached:g}"
        return cmi.Goal(id=identifier, success=_passed(satisfied(tree, state, place, number)), scaled=scaled)

    goals = tuple(goal(number, one.identifier) for number, one in enumerate(rules.objectives) if one.identifier)
    first = goal(0, "")
    return Attempt(
        number=state.of(place).attempts,
        record=cmi.Record(success=first.success, scaled=first.scaled, objectives=goals),
        threshold=f"{rules.minimum_progress:g}" if rules.completed_by_measure else "",
        forward=can.forward,
        back=can.back,
        choices=sorted(can.choices),
    )


def _passed(found: bool | None) -> str:
    return "" if found is None else "passed" if found else "failed"


def told(can: Ways | None) -> dict[str, Any]:
    """For the page, after what was saved has changed what may be asked for."""
    return (
        {} if can is None else {"ways": {"continue": can.forward, "previous": can.back, "choices": sorted(can.choices)}}
    )


@signed_in
@require_POST
def go(request: SignedInRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """Continue, previous, a line of the contents, leaving; asked by her or by the content. Leads to what comes."""
    page = lesson(request.actor, enrolment)
    here = page.part(key)
    asked, _colon, target = request.POST.get("ask", "").partition(":")
    turn = request.POST.get("turn", "")
    if not (turn.isascii() and turn.isdigit() and len(turn) < 8):
        raise NotFound
    went = go_on(
        actor=request.actor,
        enrolment_id=page.enrolment_id,
        part_id=here.id,
        request=asked,
        target=target[:250],
        turn=int(turn),
        at=request.at,
    )
    if not went.allowed:
        messages.warning(request, _("The package does not lead there now. You are where you were."))
    if went.completed:
        congratulate(request)
    if went.completed or (went.allowed and asked in _LEAVES):
        return HttpResponseRedirect(reverse("learning:course", args=[page.course_uuid]))
    return HttpResponseRedirect(reverse("learning:part", args=[enrolment, key]))
