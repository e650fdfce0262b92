"""An organisation for those who administer it: seats, vacancies, units below, its people."""

import functools
import uuid as uuids
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.orgs.policies import OVER_ORGANISATION, can_over_organisation
from karmayogi.orgs.queries import strength as seats
from karmayogi.orgs.queries.organisations import access_organisation, line_of, organisations
from karmayogi.orgs.queries.people import SORTS, people_in
from karmayogi.orgs.types import OrganisationRow
from karmayogi.orgs.web import above, sheets, words
from karmayogi.ui.api import day, pick, render

EXPORT_MOST = 50_000


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """The organisations over which the actor has a role, and a search of all below them."""
    mine = _mine(request.actor)
    if not mine:
        raise NotFound
    q = _words(request, "q")
    found = seats.find_units(tuple(row.path for row in mine), q) if q else []
    return render(
        request,
        "orgs/index.html",
        {"nav": "admin", "mine": mine, "q": q, "found": found, "kind_in_words": words.kind_in_words},
    )


@signed_in
def organisation(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = access_organisation(request.actor, organisation, to="see")
    on = clock.day(request.at)
    return render(
        request,
        "orgs/organisation.html",
        {
            "nav": "admin",
            "row": row,
            "name": _name(row),
            "kind": words.kind_in_words(row.kind),
            "crumbs": crumbs(request.actor, row),
            "strength": seats.strength(row.path, on),
            "designations": seats.strength_by_designation(row.path, on),
            "units": seats.units_below(row.id, row.path, on),
            "may_people": can_over_organisation(request.actor, row.path, "people"),
            "may_staff": can_over_organisation(request.actor, row.path, "staff"),
            "on": on,
        },
    )


@signed_in
def people(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """Who works there and below: searched, sorted, paged."""
    row = access_organisation(request.actor, organisation, to="people")
    q, sort = _words(request, "q"), request.GET.get("sort", "name")
    sort = sort if sort in SORTS else "name"
    after = request.GET.get("after", "").replace("\0", "")
    page = people_in(row.path, clock.day(request.at), after=after or None, limit=50, q=q, sort=sort)
    kept = {key: value for key, value in (("q", q), ("sort", sort if sort != "name" else "")) if value}
    here = reverse("orgs:people", args=(row.uuid,))
    return render(
        request,
        "orgs/people.html",
        {
            "nav": "admin",
            "row": row,
            "name": _name(row),
            "crumbs": crumbs(request.actor, row, _("People")),
            "page": page,
            "q": q,
            "sort": sort,
            "sorts": {
                key: here + "?" + urlencode(kept | {"sort": key}) for key in SORTS
            },
            "next_href": f"{here}?{urlencode(kept | {'after': page.after})}" if page.after else None,
            "first_href": f"{here}?{urlencode(kept)}" if after else None,
            "sheet_href": reverse("orgs:people_sheet", args=(row.uuid,)) + (f"?{urlencode(kept)}" if kept else ""),
            "appointment_in_words": words.appointment_in_words,
            "person_href": functools.partial(above.address, above.PERSON),
        },
    )  # fmt: skip


@signed_in
def people_sheet(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The same list as a workbook. Written into the audit trail: it leaves the product."""
    row = access_organisation(request.actor, organisation, to="people")
    q, sort = _words(request, "q"), request.GET.get("sort", "name")
    headings = [
        _("Name"), _("Name in own script"), _("Employee ID"), _("Group"), _("Designation"), _("Office"), _("Desk"),
        _("Holds it"), _("Since"), _("E-mail"), _("Mobile"),
    ]  # fmt: skip
    content = sheets.table(headings, _lines(request, row, q, sort if sort in SORTS else "name"), row.name_en)
    audit.record(
        "orgs:people:export", agent=request.actor, at=request.at, kind="organisation", subject=row.uuid,
        label=row.name_en, detail={"search": q},
    )  # fmt: skip
    return sheets.answer(content, f"people {row.code} {clock.day(request.at)}")


def _lines(request: Request, row: OrganisationRow, q: str, sort: str) -> Iterator[Sequence[str]]:
    after, sent, on = None, 0, clock.day(request.at)
    while sent < EXPORT_MOST:
        page = people_in(row.path, on, after=after, limit=2000, q=q, sort=sort)
        for one in page.rows:
            yield (
                one.name, one.name_native, one.employee_code, one.group,
                pick(one.designation_en, one.designation_hi, one.designation_ur),
                pick(one.organisation_en, one.organisation_hi, one.organisation_ur),
                one.label, words.appointment_in_words(one.kind), day(one.since), one.email or "", one.mobile or "",
            )  # fmt: skip
        sent += len(page.rows)
        if page.after is None:
            return
        after = page.after
    yield (_("The list is cut here, after %(count)s people. Search for a part of it.") % {"count": sent},)


def crumbs(actor: Actor, row: OrganisationRow, *rest: str) -> list[tuple[str, str | None]]:
    """From the highest unit that the actor may see down to this one; the last step is where one is."""
    line = [unit for unit in line_of(row.path) if can_over_organisation(actor, unit.path, "see")]
    steps: list[tuple[str, str | None]] = [(_("Organisations"), reverse("orgs:index"))]
    steps += [(_name(unit), reverse("orgs:organisation", args=(unit.uuid,))) for unit in line]
    steps += [(label, None) for label in rest]
    return [*steps[:-1], (steps[-1][0], None)]


def _mine(actor: Actor) -> list[OrganisationRow]:
    roles = OVER_ORGANISATION["see"]
    ids = {held.organisation_id for held in actor.authorities if held.role in roles}
    return sorted(organisations(ids).values(), key=lambda row: (len(row.path), row.name_en))


def _name(row: OrganisationRow) -> str:
    return pick(row.name_en, row.name_hi, row.name_ur)


def _words(request: Request, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:100]
