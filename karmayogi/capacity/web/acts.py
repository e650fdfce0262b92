"""What the pages of a plan have in common: the plan with its words, and an act that is refused with words."""

import uuid as uuids
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from karmayogi.capacity.engine.year import in_execution, label
from karmayogi.capacity.models import Plan
from karmayogi.capacity.policies import sees_persons
from karmayogi.capacity.queries.access import access_plan
from karmayogi.capacity.queries.wording import status_in_words
from karmayogi.capacity.types import Status
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import pick


def open_plan(request: SignedInRequest, plan: uuids.UUID, to: str = "see") -> tuple[Plan, OrganisationRow]:
    return access_plan(request.actor, plan, to, clock.day(request.at))


def draft_of(request: SignedInRequest, plan: uuids.UUID) -> tuple[Plan, OrganisationRow]:
    """Only a draft has pages to write on: of anything else they are not there."""
    row, body = open_plan(request, plan, "write")
    if row.status != Status.DRAFT:
        raise NotFound
    return row, body


def about(request: SignedInRequest, row: Plan, body: OrganisationRow) -> dict[str, Any]:
    """What every page of a plan shows."""
    executing = in_execution(row.status == Status.PUBLISHED, row.year, clock.day(request.at))
    return {
        "nav": "admin",
        "row": row,
        "body": body,
        "body_name": pick(body.name_en, body.name_hi, body.name_ur),
        "title": pick(row.title_en, row.title_hi, row.title_ur),
        "year": label(row.year),
        "state": status_in_words(row.status, executing),
        "executing": executing,
        "writes": row.status == Status.DRAFT and may(request, row, "write"),
        "persons": sees_persons(request.actor, body.path),
    }


def may(request: SignedInRequest, row: Plan, to: str) -> bool:
    try:
        access_plan(request.actor, row.uuid, to, clock.day(request.at))
    except NotFound:
        return False
    return True


def revision(request: SignedInRequest) -> int:
    """That the writer saw; 0, which is none, where the form says nothing that can be read."""
    return number(request.POST.get("revision", "")) or 0


def acted(request: SignedInRequest, then: str, act: Callable[[], object], done: str = "") -> HttpResponse:
    """Does it, says that it was done or why not, and goes on to that address."""
    try:
        act()
        if done:
            messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(then)


def page_of(plan: uuids.UUID, name: str = "plan") -> str:
    return reverse(f"capacity:{name}", args=(plan,))


def said(request: SignedInRequest, plan: uuids.UUID) -> dict[str, Any]:
    """What every change of a draft is given."""
    return {"actor": request.actor, "plan": plan, "revision": revision(request), "at": request.at}
