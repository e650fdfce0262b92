"""Appraisal years and orders for somebody who may see or write them: fetching is authorising. And whose year it is."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.kernel.dates import financial_year
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.talent.models import AppraisalOrder, AppraisalYear
from karmayogi.talent.policies import can_see, can_write
from karmayogi.talent.queries.standing import Asked
from karmayogi.talent.types import State, Terms


def access_year(
    actor: Actor, uuid: uuids.UUID, to: str = "see", *, lock: bool = False
) -> tuple[AppraisalYear, OrganisationRow]:
    """(the year with its order, its organisation). to: see | write. NotFound: not there, or not within reach."""
    found = AppraisalYear.objects.select_related("order", "test", "service")
    row = (found.select_for_update(of=("self",)) if lock else found).filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    body = orgs.organisations([row.organisation_id])[row.organisation_id]
    if not (can_write if to == "write" else can_see)(actor, body.path):
        raise NotFound
    return row, body


def access_body(actor: Actor, uuid: uuids.UUID, to: str = "write") -> OrganisationRow:
    body = orgs.organisation(uuid)
    if body is None or not (can_write if to == "write" else can_see)(actor, body.path):
        raise NotFound
    return body


def asked_of(row: AppraisalYear, body: OrganisationRow | None = None) -> Asked:
    """As the statement works it out."""
    body = body or orgs.organisations([row.organisation_id])[row.organisation_id]
    order = row.order
    terms = Terms(
        row.starts_on, row.done_by, order.share, order.needs_test, order.least_days, order.prorata,
        order.counts_earlier,
    )  # fmt: skip
    return Asked(row.pk, row.year, body.path, terms, tuple(order.away), row.test_id)


def orders_for(path: str, year: int) -> list[AppraisalOrder]:
    """Orders that hold in a financial year for the organisation at `path`, the nearest first."""
    ids = rows.fetch(
        int,
        "select a.id from talent_appraisalorder a join orgs_organisation o on o.id = a.organisation_id"
        " where starts_with(%s::text, o.path) and a.from_year <= %s and (a.until_year is null or a.until_year >= %s)"
        " order by length(o.path) desc, a.dated_on desc, a.id desc limit 50",
        [path, year, year],
    )
    found = AppraisalOrder.objects.in_bulk(ids)
    return [found[one] for one in ids]


def year_of_person(person_id: int, on: dt.date) -> AppraisalYear | None:
    """The year in force that is hers on that day, or was on its last one: of its financial year, else of the one
    before."""
    found = rows.scalar(
        f"""
        select y.id from talent_appraisalyear y join orgs_organisation o on o.id = y.organisation_id
        join lateral (select least(%(on)s::date, y.done_by) as on_) as day on true
        join lateral (
          select i.organisation_path as path from orgs_incumbency i where i.person_id = %(person)s
            and i.valid_from <= day.on_ and (i.valid_to is null or i.valid_to > day.on_)
          order by {orgs.main_first("i")} limit 1
        ) as held on starts_with(held.path, o.path)
        where y.year in (%(year)s, %(year)s - 1) and y.state <> 'draft' and (y.service_id is null or y.service_id = (
            select s.service_id from orgs_servicemembership s where s.person_id = %(person)s and s.valid_from <= day.on_
              and (s.valid_to is null or s.valid_to > day.on_)))
        order by y.year desc, y.service_id is null, length(o.path) desc limit 1
        """,
        {"year": financial_year(on), "person": person_id, "on": on},
    )
    return AppraisalYear.objects.select_related("order", "test", "service").get(pk=found) if found else None


@dataclasses.dataclass(frozen=True, slots=True)
class Listed:
    id: int
    uuid: uuids.UUID
    year: int
    state: str
    done_by: dt.date
    number: str
    service: str | None
    organisation_en: str
    organisation_hi: str
    organisation_ur: str


def years_within(
    paths: tuple[str, ...], *, q: str = "", state: str = "", before: int | None = None, limit: int = 50
) -> list[Listed]:
    """Of the organisations at these paths and below, the latest first. before: an id, for the next page."""
    return rows.fetch(
        Listed,
        """
        select y.id, y.uuid, y.year, y.state, y.done_by, a.number, s.name, o.name_en, o.name_hi, o.name_ur
        from talent_appraisalyear y join talent_appraisalorder a on a.id = y.order_id
        join orgs_organisation o on o.id = y.organisation_id left join orgs_service s on s.id = y.service_id
        where exists (select from unnest(%(paths)s::text[]) as mine (path) where starts_with(o.path, mine.path))
          and (%(state)s::text = '' or y.state = %(state)s) and (%(before)s::bigint is null or y.id < %(before)s)
          and (%(plain)s::text = '' or o.name_en ilike %(q)s or o.name_hi like %(q)s or o.name_ur like %(q)s
               or a.number ilike %(q)s or s.name ilike %(q)s)
        order by y.id desc limit %(limit)s
        """,
        {
            "paths": list(paths), "state": state, "before": before, "plain": q.strip(), "q": rows.like(q),
            "limit": limit,
        },
    )  # fmt: skip


def every_year(paths: tuple[str, ...], *, q: str, state: str) -> Iterator[Listed]:
    """All of them, a piece at a time."""
    before = None
    while found := years_within(paths, q=q, state=state, before=before, limit=rows.PIECE):
        yield from found
        before = found[-1].id


def open_years(on: dt.date) -> list[AppraisalYear]:
    """In force and begun, whether they ended or not: what jobs look through."""
    found = AppraisalYear.objects.select_related("order", "test", "service").filter(state=State.OPEN)
    return list(found.filter(starts_on__lte=on).order_by("pk"))


def tests_for(path: str, year: int) -> list[tuple[int, str, str, str]]:
    """(course id, titles) of tests of that year, of the organisation at `path` or above it."""
    return rows.fetch(
        lambda *row: row,
        """
        select e.course_id, e.title_en, e.title_hi, e.title_ur
        from assessment_yearlytest t join orgs_organisation o on o.id = t.organisation_id
        join assessment_paper p on p.id = t.paper_id join learning_part part on part.id = p.part_id
        join learning_courseversion v on v.id = part.version_id
        join learning_catalogueentry e on e.course_id = v.course_id
        where starts_with(%s::text, o.path) and t.year = %s order by length(o.path) desc, t.id desc limit 50
        """,
        [path, year],
    )


def services() -> list[tuple[int, str]]:
    """(id, name): for who controls a cadre."""
    return rows.fetch(lambda *row: row, "select id, name from orgs_service order by name limit 500")
