"""Changing the structure: a new name or place, a merger, a split, an end."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs.actions.abolish_organisation import abolish_organisation
from karmayogi.orgs.actions.merge_organisations import merge_organisations
from karmayogi.orgs.actions.reorganise import reorganise
from karmayogi.orgs.actions.split_organisation import SplitPart, split_organisation
from karmayogi.orgs.queries import seats
from karmayogi.orgs.queries.organisations import (
    access_organisation,
    children_of,
    is_open,
    organisation_by_code,
    organisations,
)
from karmayogi.orgs.types import OrganisationRow
from karmayogi.orgs.web import forms
from karmayogi.orgs.web.organisations import crumbs, name_then
from karmayogi.ui.api import render

MOST_TICKED = 60  # units and posts of a unit to choose from; more of them are named by their codes


@signed_in
def structure(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The three forms: name and place, a part that becomes a unit of its own, the end of the unit."""
    row = access_organisation(request.actor, organisation, to="structure")
    return _page(request, row)


@signed_in
def structure_change(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = access_organisation(request.actor, organisation, to="structure")
    form = forms.ChangeUnitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            reorganise(
                agent=request.actor, organisation_id=row.id, on=data["on"], name_en=data["name_en"],
                name_hi=data["name_hi"], name_ur=data["name_ur"], parent_id=_unit(data["parent"]).id,
                order_number=data["order_number"], at=request.at,
            )  # fmt: skip
            return _done(request, row)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, row, change=form if request.method == "POST" else None)


@signed_in
def structure_split(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = access_organisation(request.actor, organisation, to="structure")
    form = _split_form(row, request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            units, posts = _typed(row, data.get("codes", ""), request)
            part = SplitPart(
                data["code"], data["name_en"], data["name_hi"], data["name_ur"],
                unit_ids=units + _ticked(request, "unit"), post_ids=posts + _ticked(request, "post"),
            )  # fmt: skip
            if not part.unit_ids and not part.post_ids:
                raise Refused(_("Tick the units and posts that go to the new unit."))
            split_organisation(
                agent=request.actor, organisation_id=row.id, parts=[part], keep=True, on=data["on"],
                order_number=data["order_number"], at=request.at,
            )  # fmt: skip
            return _done(request, row)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, row, split=form if request.method == "POST" else None)


@signed_in
def structure_end(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = access_organisation(request.actor, organisation, to="structure")
    form = forms.EndUnitForm(request.POST or None, auto_id="end_%s")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["into"].strip():
                merge_organisations(
                    agent=request.actor, organisation_ids=[row.id], into_id=_unit(data["into"]).id, on=data["on"],
                    order_number=data["order_number"], at=request.at,
                )  # fmt: skip
            else:
                abolish_organisation(
                    agent=request.actor, organisation_id=row.id, on=data["on"], order_number=data["order_number"],
                    at=request.at,
                )  # fmt: skip
            return _done(request, row)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _page(request, row, end=form if request.method == "POST" else None)


def _page(
    request: SignedInRequest,
    row: OrganisationRow,
    change: forms.ChangeUnitForm | None = None,
    split: forms.SplitForm | None = None,
    end: forms.EndUnitForm | None = None,
) -> HttpResponse:
    parent = organisations([row.parent_id]).get(row.parent_id) if row.parent_id else None
    named = {"name_en": row.name_en, "name_hi": row.name_hi, "name_ur": row.name_ur}
    units, posts = _to_tick(row, request) or ([], [])
    return render(
        request,
        "orgs/structure.html",
        {
            "nav": "admin",
            "row": row,
            "name": name_then(row, None),
            "open": is_open(row.id),
            "crumbs": crumbs(request, row, _("Change the structure")),
            "change": change or forms.ChangeUnitForm(initial=named | {"parent": parent.code if parent else ""}),
            "split": split or _split_form(row, request),
            "end": end or forms.EndUnitForm(auto_id="end_%s"),
            "units": units,
            "posts": posts,
        },
        status=422 if change or split or end else 200,
    )


type Choices = tuple[list[OrganisationRow], list[seats.SeatLine]]


def _to_tick(row: OrganisationRow, request: SignedInRequest) -> Choices | None:
    """The units and posts that could go to a part; None where they are too many to tick."""
    units = children_of(row.id)
    posts = seats.seats_of_unit(row.id, clock.day(request.at), MOST_TICKED + 1)
    return (units, posts) if len(units) + len(posts) <= MOST_TICKED else None


def _split_form(row: OrganisationRow, request: SignedInRequest, data: QueryDict | None = None) -> forms.SplitForm:
    return forms.SplitForm(data, auto_id="split_%s", typed=_to_tick(row, request) is None)


def _typed(row: OrganisationRow, codes: str, request: SignedInRequest) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Ids of the units directly below and of the posts that are named by these codes."""
    units = {unit.code: unit.id for unit in children_of(row.id)}
    named = {code.strip() for code in codes.splitlines() if code.strip()}
    posts = seats.posts_by_code(row.id, named - units.keys(), clock.day(request.at))
    if unknown := sorted(named - units.keys() - posts.keys()):
        raise Refused(_("No unit or post of this unit has the code %(code)s.") % {"code": unknown[0]})
    return tuple(units[code] for code in named & units.keys()), tuple(posts.values())


def _unit(code: str) -> OrganisationRow:
    found = organisation_by_code(code.strip())
    if found is None:
        raise Refused(_("No unit has the code %(code)s.") % {"code": code})
    return found


def _ticked(request: SignedInRequest, name: str) -> tuple[int, ...]:
    values = request.POST.getlist(name)
    if not all(value.isascii() and value.isdigit() and len(value) < 19 for value in values):
        raise NotFound
    return tuple(int(value) for value in values)


def _done(request: SignedInRequest, row: OrganisationRow) -> HttpResponse:
    messages.success(request, _("The order is recorded. The past stays readable as it was."))
    return HttpResponseRedirect(reverse("orgs:organisation", args=(row.uuid,)))
