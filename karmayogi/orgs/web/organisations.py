"""An organisation for those who administer it, as on a day: seats, units below, its past, its people."""

import datetime as dt
import uuid as uuids
from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.orgs.policies import OVER_ORGANISATION, OVER_PERSON, can_over_organisation
from karmayogi.orgs.queries import strength as seats
from karmayogi.orgs.queries import tree
from karmayogi.orgs.queries.organisations import access_organisation, line_of
from karmayogi.orgs.queries.people import SORTS, people_in, reachable
from karmayogi.orgs.types import OrganisationRow, PersonInList
from karmayogi.orgs.web import words
from karmayogi.orgs.web.day import address, asked, kept_day, words_of
from karmayogi.people.api import group_in_words
from karmayogi.ui.api import day, pick, render

EXPORT_MOST = 50_000


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    """The organisations over which the actor has a role, and a search of all that stood below them on the day."""
    mine = {
        held.organisation_id for held in request.actor.authorities if held.role in OVER_ORGANISATION["see"]
    }  # fmt: skip
    if not mine:
        raise NotFound
    q, on = words_of(request, "q"), asked(request)
    units = tree.units_on(sorted(mine), on)
    return render(
        request,
        "orgs/index.html",
        {
            "nav": "admin",
            "mine": units,
            "q": q,
            "found": tree.find_on([unit.path for unit in units], q, on) if q and units else [],
            "opens": lambda unit: can_over_organisation(request.actor, unit.path_now, "see"),
            "kind_in_words": words.kind_in_words,
            **day_of_page(request, on),
        },
    )


@signed_in
def organisation(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = access_organisation(request.actor, organisation, to="see")
    on = asked(request)
    unit = tree.unit_on(row.id, on)
    before, became = tree.lineage_of(row.id)
    return render(
        request,
        "orgs/organisation.html",
        {
            "nav": "admin",
            "row": row,
            "unit": unit,
            "name": name_then(row, unit),
            "kind": words.kind_in_words(unit.kind if unit else row.kind),
            "crumbs": crumbs(request, row, on=on),
            "strength": seats.strength(unit.path, on) if unit else None,
            "designations": seats.strength_by_designation(unit.path, on) if unit else [],
            "units": seats.units_below(row.id, unit.path, on) if unit else [],
            "opens": lambda path: can_over_organisation(request.actor, path, "see"),
            "history": tree.history_of(row.id),
            "before": before,
            "became": became,
            "lineage_in_words": words.lineage_in_words,
            "may_people": can_over_organisation(request.actor, row.path, "people"),
            "may_staff": can_over_organisation(request.actor, row.path, "staff"),
            "may_shape": can_over_organisation(request.actor, row.path, "structure"),
            **day_of_page(request, on),
        },
    )


@signed_in
def people(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """Who worked there and below on the day: searched, sorted, paged by key."""
    row = access_organisation(request.actor, organisation, to="people")
    on, q, sort = asked(request), words_of(request, "q"), request.GET.get("sort", "tree")
    sort = sort if sort in SORTS else "tree"
    after = request.GET.get("after", "").replace("\0", "")
    unit = tree.unit_on(row.id, on)
    page = people_in(unit.path, on, after=after or None, limit=50, q=q, sort=sort) if unit else None
    day_kept = kept_day(request, on)
    kept = {"q": q, "sort": sort if sort != "tree" else "", "on": day_kept}
    return render(
        request,
        "orgs/people.html",
        {
            "nav": "admin",
            "row": row,
            "name": name_then(row, unit),
            "crumbs": crumbs(request, row, _("People"), on=on),
            "page": page,
            "group_in_words": group_in_words,
            "hers": _within_reach(request, page.rows if page else [], on),
            "q": q,
            "sort": sort,
            "kept": {key: value for key, value in kept.items() if value},
            "sorts": {key: address("orgs:people", row.uuid, **kept | {"sort": key}) for key in SORTS},
            "next_href": address("orgs:people", row.uuid, **kept, after=page.after) if page and page.after else None,
            "first_href": address("orgs:people", row.uuid, **kept) if after else None,
            "sheet_href": address("orgs:people_sheet", row.uuid, **kept),
            "appointment_in_words": words.appointment_in_words,
            **day_of_page(request, on),
        },
    )


@signed_in
def people_sheet(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The same list as a workbook. Written into the audit trail: it leaves the product."""
    row = access_organisation(request.actor, organisation, to="people")
    on, q, sort = asked(request), words_of(request, "q"), request.GET.get("sort", "tree")
    headings = [
        _("Name"), _("Name in own script"), _("Employee ID"), _("Group"), _("Designation"), _("Office"), _("Desk"),
        _("Holds it"), _("Since"), _("E-mail"), _("Mobile"),
    ]  # fmt: skip
    unit = tree.unit_on(row.id, on)
    lines = _lines(request, unit.path, q, sort if sort in SORTS else "tree", on) if unit else ()
    answer = downloads.table(headings, lines, f"people {row.code} {on}", row.name_en)
    audit.record(
        "orgs:people:export", agent=request.actor, at=request.at, kind="organisation", subject=row.uuid,
        label=row.name_en, detail={"search": q, "on": on},
    )  # fmt: skip
    return answer


def _lines(request: SignedInRequest, path: str, q: str, sort: str, on: dt.date) -> Iterator[Sequence[str]]:
    after, sent = None, 0
    while sent < EXPORT_MOST:
        page = people_in(path, on, after=after, limit=2000, q=q, sort=sort)
        hers = _within_reach(request, page.rows, on)
        for one in page.rows:
            contact = (one.email or "", one.mobile or "") if one.person_id in hers else ("", "")
            yield (
                one.name, one.name_native, one.employee_code, group_in_words(one.group),
                pick(one.designation_en, one.designation_hi, one.designation_ur),
                pick(one.organisation_en, one.organisation_hi, one.organisation_ur),
                one.label, words.appointment_in_words(one.kind), day(one.since), *contact,
            )  # fmt: skip
        sent += len(page.rows)
        if page.after is None:
            return
        after = page.after
    yield (_("The list is cut here, after %(count)s people. Search for a part of it.") % {"count": sent},)


def _within_reach(request: SignedInRequest, lines: list[PersonInList], on: dt.date) -> set[int]:
    """Whose record and contacts the actor may see today: on a day in the past, others were there too."""
    ids = [one.person_id for one in lines]
    today = clock.day(request.at)
    return set(ids) if on == today else reachable(ids, request.actor.paths(*OVER_PERSON["see"]), today)


def crumbs(request: SignedInRequest, row: OrganisationRow, *rest: str, on: dt.date | None = None) -> words.Steps:
    """From the highest unit that the actor may see down to this one; the last step is where one is."""
    today = clock.day(request.at)
    on = on or today
    kept = kept_day(request, on)
    unit = tree.unit_on(row.id, on)
    line: Sequence[OrganisationRow | tree.UnitThen] = tree.line_on(unit.path, on) if unit else line_of(row.path)
    steps: words.Steps = [(_("Organisations"), address("orgs:index", on=kept))]
    for one in line:
        if _sees(request.actor, one):
            label = pick(one.name_en, one.name_hi, one.name_ur)
            steps.append((label, address("orgs:organisation", one.uuid, on=kept)))
    steps += [(label, None) for label in rest]
    return [*steps[:-1], (steps[-1][0], None)]


def _sees(actor: Actor, unit: OrganisationRow | tree.UnitThen) -> bool:
    path = unit.path_now if isinstance(unit, tree.UnitThen) else unit.path
    return can_over_organisation(actor, path, "see")


def name_then(row: OrganisationRow, unit: tree.UnitThen | None) -> str:
    one = unit or row
    return pick(one.name_en, one.name_hi, one.name_ur)


def day_of_page(request: Request, on: dt.date) -> dict[str, object]:
    """What the macro as_on and addresses of a page need."""
    return {"on": on, "today": clock.day(request.at), "on_kept": kept_day(request, on)}
