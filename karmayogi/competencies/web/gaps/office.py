"""The gaps of an office: a heat map, its workbook, and who has what still to show."""

import datetime as dt
import uuid as uuids
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.competencies.policies import SEES_GAPS, SEES_PERSONS, can_see_gaps, can_see_persons
from karmayogi.competencies.queries import competencies as competency_queries
from karmayogi.competencies.queries.gaps import heat as queries
from karmayogi.competencies.queries.gaps import then
from karmayogi.competencies.queries.gaps.short import Past, short_of
from karmayogi.competencies.web.gaps import sheet
from karmayogi.competencies.web.gaps.looks import note_looks
from karmayogi.competencies.web.words import known_instruments, reason_in_words
from karmayogi.kernel import audit, clock, dates
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import pick, render

PAGE = 50


def access_office(actor: Actor, uuid: uuids.UUID, *, persons: bool = False) -> OrganisationRow:
    """The office, for who may see its gaps (or its persons). Raises NotFound for not hers and for not there."""
    row = orgs.organisation(uuid)
    if row is None or not (can_see_persons if persons else can_see_gaps)(actor, row.path):
        raise NotFound
    return row


def groupings() -> dict[str, str]:
    return {"unit": _("Unit"), "designation": _("Designation"), "cadre": _("Service or cadre"), "group": _("Group")}


def _above(actor: Actor, row: OrganisationRow) -> list[OrganisationRow]:
    """The offices above this one whose gaps the reader may see as well."""
    return [unit for unit in orgs.line_of(row.path) if unit.path != row.path and can_see_gaps(actor, unit.path)]


def _by(request: Request) -> str:
    by = request.GET.get("by", "unit")
    return by if by in queries.GROUPINGS else "unit"


def _on(request: Request) -> dt.date:
    return dates.as_on(request.GET.get("on"), clock.day(request.at))


def _table(
    actor: Actor, row: OrganisationRow, by: str, on: dt.date, today: dt.date, *, columns: int = 8
) -> queries.Heat | None:
    """None: too many people for a past day. An office that was not there that day has an empty table."""
    above = _above(actor, row)
    if on == today:
        persons = can_see_persons(actor, row.path)
        return queries.heat(
            row.path, on, by, columns=columns, persons_visible=persons, above=[unit.path for unit in above]
        )
    unit = orgs.unit_on(row.id, on)
    if unit is None:
        return queries.NOTHING
    then = [one.path for higher in above if (one := orgs.unit_on(higher.id, on)) and unit.path.startswith(one.path)]
    return queries.heat_then(unit.path, on, by, columns=columns, above=[path for path in then if path != unit.path])


@signed_in
def offices(request: SignedInRequest) -> HttpResponse:
    """The offices whose gaps she may see; straight to it when it is one."""
    ids = {held.organisation_id for held in request.actor.authorities if held.role in SEES_GAPS}
    if not ids:
        raise NotFound
    found = sorted(orgs.organisations(ids).values(), key=lambda row: (len(row.path), row.name_en))
    rows = [(row, can_see_persons(request.actor, row.path)) for row in found]
    return render(request, "competencies/gaps/offices.html", {"nav": "admin", "rows": rows})


@signed_in
def office(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = access_office(request.actor, organisation)
    by, on, today = _by(request), _on(request), clock.day(request.at)
    opens = can_see_persons(request.actor, row.path)
    table = _table(request.actor, row, by, on, today)
    here = reverse("competencies:office_gaps", args=(row.uuid,))
    kept = {} if on == today else {"on": on.isoformat()}
    after = request.GET.get("after")
    page, more = _page(table.groups if table else (), after)
    return render(
        request,
        "competencies/gaps/office.html",
        {
            "nav": "admin",
            "row": row,
            "name": pick(row.name_en, row.name_hi, row.name_ur),
            "crumbs": _crumbs(request.actor, row),
            "table": table,
            "page": page,
            "next_href": f"{here}?{urlencode({'by': by} | kept | {'after': more})}" if more is not None else None,
            "first_href": f"{here}?{urlencode({'by': by} | kept)}" if after is not None else None,
            "by": by,
            "on": on,
            "today": today,
            "here": here,
            "kept": urlencode({"by": by} | kept),
            "groupings": [
                (key, label, f"{here}?{urlencode({'by': key} | kept)}") for key, label in groupings().items()
            ],
            "names": competency_queries.by_ids(table.columns) if table else {},
            "persons": opens and on == today,
            "opens": opens,
            "most": then.MOST,
            "sheet_href": f"{reverse('competencies:office_gaps_sheet', args=(row.uuid,))}?"
            + urlencode({"by": by} | kept),
        },
    )


def _page(groups: tuple[queries.Group, ...], after: str | None) -> tuple[tuple[queries.Group, ...], str | None]:
    """The rows that follow the group with the key `after` (the first ones, where there is none), and the last of their
    keys where more follow."""
    keys = [group.key for group in groups]
    first = keys.index(after) + 1 if after in keys else 0
    page = groups[first : first + PAGE]
    return page, page[-1].key if first + PAGE < len(groups) else None


@signed_in
def office_sheet(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """Every competency of the office, not the eight of the screen, as a workbook; hidden cells stay hidden."""
    row = access_office(request.actor, organisation)
    by, on = _by(request), _on(request)
    table = _table(request.actor, row, by, on, clock.day(request.at), columns=10_000)
    if table is None:
        raise NotFound
    audit.record(
        "competencies:gaps:export", agent=request.actor, at=request.at, kind="organisation", subject=row.uuid,
        label=row.name_en, detail={"by": by, "on": on},
    )  # fmt: skip
    content = sheet.heat_sheet(table, competency_queries.by_ids(table.columns), groupings()[by], on)
    return downloads.attached(content, downloads.XLSX, f"gaps {row.code} {on}", "xlsx")


@signed_in
def short(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """Who has a competency still to show, with the reasons of the level shown: only for who may open the persons. Of a
    past day only people are named whom the reader reaches today."""
    row = access_office(request.actor, organisation, persons=True)
    code = request.GET.get("competency", "").replace("\0", "")[:40]
    competency = competency_queries.by_codes([code]).get(code)
    if competency is None:
        raise NotFound
    by, group = _by(request), request.GET.get("group")
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    kept = {"competency": code, "by": by} | ({"group": group} if group is not None else {}) | ({"q": q} if q else {})
    on, today = _on(request), clock.day(request.at)
    now = urlencode(kept)
    unit, past = orgs.unit_on(row.id, on) if on != today else row, None
    if on != today:
        kept |= {"on": on.isoformat()}
        past = Past(on, request.actor.paths(*SEES_PERSONS))
    # An office that was not there on that day has nobody: no path stands for it, and none may stand for the country.
    found = (
        short_of(unit.path, competency.id, today, by=by, group=group, q=q, after=_after(request), past=past)
        if unit
        else ([], None)
    )
    page, more = found or ([], None)
    note_looks(
        request, "competencies:gaps:see", row, [(one.person_id, one.person_uuid, one.name) for one in page],
        about=f"{competency.code} {competency.name_en}" + (f", {on.isoformat()}" if past else ""),
        detail={"competency": code} | ({"on": on} if past else {}),
    )  # fmt: skip
    here, known = reverse("competencies:office_short", args=(row.uuid,)), known_instruments()
    return render(
        request,
        "competencies/gaps/short.html",
        {
            "nav": "admin",
            "row": row,
            "crumbs": _crumbs(request.actor, row, pick(competency.name_en, competency.name_hi, competency.name_ur)),
            "name": pick(row.name_en, row.name_hi, row.name_ur),
            "competency": competency,
            "q": q,
            "on": on,
            "today": today,
            "today_href": f"{here}?{now}",
            "too_many": found is None,
            "most": then.MOST,
            "kept": {key: value for key, value in kept.items() if key != "q"},
            "page": [(one, [reason_in_words(reason, known) for reason in one.reasons]) for one in page],
            "next_href": f"{here}?{urlencode(kept | {'after': f'{more[1]}.{more[0]}'})}" if more else None,
            "first_href": f"{here}?{urlencode(kept)}" if request.GET.get("after") else None,
        },
    )


def _after(request: Request) -> tuple[str, int] | None:
    number, dot, name = request.GET.get("after", "").replace("\0", "").partition(".")
    if not dot or not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return name, int(number)


def _crumbs(actor: Actor, row: OrganisationRow, *rest: str) -> list[tuple[str, str | None]]:
    line = [unit for unit in orgs.line_of(row.path) if can_see_gaps(actor, unit.path)]
    steps: list[tuple[str, str | None]] = [(_("Gaps of offices"), reverse("competencies:offices"))]
    steps += [
        (pick(unit.name_en, unit.name_hi, unit.name_ur), reverse("competencies:office_gaps", args=(unit.uuid,)))
        for unit in line
    ]
    steps += [(label, None) for label in rest]
    return [*steps[:-1], (steps[-1][0], None)]
