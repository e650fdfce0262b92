"""A course of units (cmi5 and xAPI packages): its table of contents, launching a unit, and the unit itself."""

import dataclasses
import datetime as dt
import json
import uuid
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.cmi5.hand_out import Spent, hand_out
from karmayogi.learning.actions.cmi5.launch import launch as launch_action
from karmayogi.learning.actions.cmi5.register import register
from karmayogi.learning.engine.cmi5 import saying
from karmayogi.learning.engine.sections import Section, sections
from karmayogi.learning.queries import identity
from karmayogi.learning.queries.cmi5.units import (
    LaunchUnit,
    SessionRow,
    UnitRow,
    access_session,
    launch_unit,
    units_of,
)
from karmayogi.learning.queries.lesson import Lesson, OutlinePart, lesson
from karmayogi.learning.web import signed
from karmayogi.ui.api import render

KINDS = ("cmi5", "xapi")


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """A block at the top with all that is in it; block None: units outside of any."""

    block: UnitRow | None
    rows: list[UnitRow]

    @property
    def units(self) -> list[UnitRow]:
        return [row for row in self.rows if row.kind == "au"]

    @property
    def done(self) -> int:
        return sum(row.satisfied for row in self.units)


def grouped(entries: list[UnitRow]) -> list[Group]:
    found: list[Group] = []
    for row in entries:
        if row.depth == 1 and row.kind == "block":
            found.append(Group(row, []))
        elif row.depth == 1 and (not found or found[-1].block is not None):
            found.append(Group(None, [row]))
        else:
            found[-1].rows.append(row)
    return found


def listed(entries: list[UnitRow], section: Section) -> list[UnitRow]:
    """The units of the section, each below the blocks that it is in."""
    found: list[UnitRow] = []
    above: list[UnitRow] = []
    told = 0  # how many of these stand in the list already
    place = 0
    for row in entries:
        del above[row.depth - 1 :]
        told = min(told, len(above))
        if row.kind == "block":
            above.append(row)
            continue
        place += 1
        if section.first <= place <= section.last:
            found += [*above[told:], row]
            told = len(above)
    return found


def _block(entries: list[UnitRow], unit: UnitRow) -> UnitRow | None:
    """The block at the top that holds it; None where none does."""
    found = None
    for row in entries:
        if row.depth == 1:
            found = row if row.kind == "block" else None
        if row is unit:
            break
    return found


def next_unit(entries: list[UnitRow]) -> UnitRow | None:
    """Where to go on: the unit that is open, else the first that is still to do, else the first not yet opened."""
    units = [row for row in entries if row.kind == "au"]
    for fits in (
        lambda row: row.current and not row.achieved,
        lambda row: not row.satisfied,
        lambda row: not row.opened and not row.achieved,
    ):
        found = next((row for row in units if fits(row)), None)
        if found is not None:
            return found
    return None


def contents(request: HttpRequest, page: Lesson, here: OutlinePart, at: dt.datetime) -> dict[str, Any]:
    """What the page of the part needs for its table of contents."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    registered = register(actor=actor, enrolment_id=page.enrolment_id, part_id=here.id, at=at)
    entries = units_of(registered.id, registered.package_id, page.language)
    units = [row for row in entries if row.kind == "au"]
    following = next_unit(entries)
    shown = sections(
        [row.achieved for row in units],
        number(request.GET.get("units", "")),
        next((place for place, row in enumerate(units) if row is following), 0),
    )
    return {
        # A list of many units is shown a section at a time, a shorter one as blocks that fold.
        "groups": [Group(None, listed(entries, shown.here))] if shown.several else grouped(entries),
        "sections": shown,
        "begins": [_block(entries, units[one.first - 1]) for one in shown.all] if shown.several else (),
        "units_done": sum(row.satisfied for row in units),
        "units_total": len(units),
        "next_unit": following,
        "launch_url": reverse("learning:unit_launch", args=[page.enrolment_uuid, here.key]),
    }


def _here(request: SignedInRequest, enrolment: uuid.UUID, key: str) -> tuple[Lesson, OutlinePart]:
    page = lesson(request.actor, enrolment)
    here = page.part(key)
    if here.kind not in KINDS:
        raise NotFound
    return page, here


@signed_in
@require_POST
def launch(request: SignedInRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    _page, here = _here(request, enrolment, key)
    try:
        wanted = uuid.UUID(request.POST.get("unit", ""))
    except ValueError:
        raise NotFound from None
    unit = launch_unit(request.actor, here.id, wanted)
    back = reverse("learning:part", args=[enrolment, key])
    framed = not (unit.own_window or unit.outside)
    token = signed.package_token(unit.sha256, request.at)
    session = launch_action(
        actor=request.actor,
        part_id=here.id,
        unit_uuid=unit.uuid,
        browse="browse" in request.POST,
        url=_address(unit, token),
        return_url=signed.left_url(unit.sha256, token) if framed else f"{settings.PUBLIC_ORIGIN}{back}",
        at=request.at,
    )
    return redirect("learning:unit_session", enrolment, key, session)


def _address(unit: LaunchUnit, token: str) -> str:
    return unit.url if unit.outside else f"{signed.package_origin(unit.sha256)}/{token}/{unit.url}"


@signed_in
@require_safe
def session(request: SignedInRequest, enrolment: uuid.UUID, key: str, session: uuid.UUID) -> HttpResponse:
    """The unit in a frame, or a link that opens it in a window of its own. A launch is good for one opening."""
    page, here = _here(request, enrolment, key)
    row = access_session(request.actor, here.id, session, page.language)
    address = _launch_address(request, row)
    unit = row.unit
    framed = not (unit.own_window or unit.outside)
    origin = signed.package_origin(unit.sha256)
    response = render(
        request,
        "learning/cmi5/session.html",
        {
            "nav": "learning",
            "lesson": page,
            "step": here,
            "row": row,
            "address": address,
            "framed": framed,
            "origin": origin,
            "launch_url": reverse("learning:unit_launch", args=[enrolment, key]),
        },
    )
    if address and framed:
        # Only this one package may be framed by this one page.
        response._csp_config = settings.SECURE_CSP | {"frame-src": [origin]}  # type: ignore[attr-defined]
    response["Cache-Control"] = "private, no-store"
    return response


def _launch_address(request: SignedInRequest, row: SessionRow) -> str:
    """The address with what a launch adds (8.1), or "" where it would lead to nothing any more."""
    if row.state != "open" or row.expires_at <= request.at or (row.fetched and row.standard == "cmi5"):
        return ""
    actor = json.dumps(identity.learner(request.actor.person_uuid), separators=(",", ":"))
    common = {"endpoint": identity.endpoint(), "actor": actor, "registration": str(row.registration)}
    if row.standard == "cmi5":
        more = {"fetch": signed.fetch_url(row.uuid), "activityId": identity.unit(row.unit.uuid)}
    else:
        try:
            handed = hand_out(session=row.uuid, at=request.at, again=True)
        except Spent:
            return ""
        more = {"auth": f"Basic {handed}", "activity_id": row.publisher}
    return saying.with_query(_address(row.unit, signed.package_token(row.unit.sha256, request.at)), common | more)
