"""Posts one by one: those of an office with who holds them on a day, one with its whole story, vacant ones to fill."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Collection

from karmayogi.kernel import rows
from karmayogi.orgs.engine.paths import END
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.queries.then import FILLS, POSTS, main_first, on
from karmayogi.orgs.types import Page


@dataclasses.dataclass(frozen=True, slots=True)
class SeatLine:
    """A post on a day. holder: who fills it, or else looks after it, and how; None while nobody does."""

    id: int
    uuid: uuids.UUID
    code: str
    label: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    unit_en: str
    unit_hi: str
    unit_ur: str
    sanctioned: bool
    sanction_order: str
    holder_id: int | None
    holder_uuid: uuids.UUID | None
    holder: str | None
    holder_native: str | None
    kind: str | None
    since: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Seat:
    """One post as it is today. path: of its unit."""

    id: int
    uuid: uuids.UUID
    code: str
    label: str
    designation_id: int
    designation_en: str
    designation_hi: str
    designation_ur: str
    organisation_id: int
    path: str
    reports_to_id: int | None
    superior_code: str | None
    superior_en: str | None
    superior_hi: str | None
    superior_ur: str | None
    sanctioned: bool
    valid_from: dt.date
    valid_to: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Phase:
    """How the post was over a period."""

    designation_en: str
    designation_hi: str
    designation_ur: str
    unit_en: str
    unit_hi: str
    unit_ur: str
    superior_code: str | None
    superior_en: str | None
    superior_hi: str | None
    superior_ur: str | None
    sanctioned: bool
    valid_from: dt.date
    valid_to: dt.date | None


@dataclasses.dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who held it, holds it or will hold it."""

    uuid: uuids.UUID
    person_id: int
    person_uuid: uuids.UUID
    person: str
    person_native: str
    kind: str
    valid_from: dt.date
    valid_to: dt.date | None
    order_number: str


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """A sanction order of the office or of the post. posts: how many it is about."""

    uuid: uuids.UUID
    kind: str
    number: str
    ordered_on: dt.date
    effective_on: dt.date
    subject: str
    has_file: bool
    posts: int


_HOLDER = f"""
left join lateral (
  select i.person_id, i.kind, i.valid_from from orgs_incumbency i where i.post_id = p.post_id and {on("i")}
  order by {main_first("i")} limit 1
) h on true
left join people_person person on person.id = h.person_id
"""

_SEATS = f"""
select p.organisation_path, p.post_id, seat.uuid, seat.code, p.label, d.name, d.name_hi, d.name_ur,
  coalesce(n.name_en, o.name_en), coalesce(n.name_hi, o.name_hi), coalesce(n.name_ur, o.name_ur),
  p.sanctioned, seat.sanction_order, h.person_id, person.uuid, person.name,
  person.name_native, h.kind, h.valid_from
from {POSTS} p
join orgs_post seat on seat.id = p.post_id
join orgs_designation d on d.id = p.designation_id
join orgs_organisation o on o.id = p.organisation_id
left join orgs_organisationspell n on n.organisation_id = o.id and {on("n")}
{_HOLDER}
where p.organisation_path >= %(from)s and p.organisation_path < %(end)s and {on("p")}
"""

SHOWS = {
    "all": "",
    "vacant": f"and (h.kind is null or h.kind not in {FILLS})",
    "unsanctioned": "and not p.sanctioned",
}


def seats_in(
    path: str, on_day: dt.date, show: str = "all", q: str = "", after: str | None = None, limit: int = 50
) -> Page[SeatLine]:
    """Posts at `path` (of that day) and below, in the order of the tree. show: a key of SHOWS.

    q: part of a designation, desk, code, unit or holder.
    """
    last, _dot, last_path = (after or "").partition(".")
    number = int(last) if last.isascii() and last.isdigit() and len(last) < 19 else 0
    values = {
        "from": max(path, last_path) if number else path, "end": path + END, "on": on_day, "limit": limit + 1,
        "q": rows.like(q), "last": number, "last_path": last_path,
    }  # fmt: skip
    search = """
    and (d.name ilike %(q)s or d.name_hi like %(q)s or d.name_ur like %(q)s or p.label ilike %(q)s
         or seat.code ilike %(q)s or coalesce(n.name_en, o.name_en) ilike %(q)s
         or coalesce(n.name_hi, o.name_hi) like %(q)s or coalesce(n.name_ur, o.name_ur) like %(q)s
         or person.search like lower(%(q)s))
    """
    sql = (
        _SEATS + SHOWS[show] + (search if q.strip() else "")
        + (" and (p.organisation_path, p.post_id) > (%(last_path)s::text, %(last)s::bigint)" if number else "")
        + " order by p.organisation_path, p.post_id limit %(limit)s"
    )  # fmt: skip
    found = rows.fetch(Record, sql, values)
    page = found[:limit]
    return Page([SeatLine(*row[1:]) for row in page], f"{page[-1][1]}.{page[-1][0]}" if len(found) > limit else None)


def seats_of_unit(organisation_id: int, on_day: dt.date, limit: int) -> list[SeatLine]:
    """Posts of the unit itself on that day, without names of holders: for choosing which of them go elsewhere."""
    return rows.fetch(
        SeatLine,
        f"""
        select p.post_id, seat.uuid, seat.code, p.label, d.name, d.name_hi, d.name_ur, '', '', '', p.sanctioned,
          seat.sanction_order, null::bigint, null::uuid, null::text, null::text, null::text, null::date
        from {POSTS} p join orgs_post seat on seat.id = p.post_id join orgs_designation d on d.id = p.designation_id
        where p.organisation_id = %(unit)s and {on("p")} order by d.name, p.post_id limit %(limit)s
        """,
        {"unit": organisation_id, "on": on_day, "limit": limit},
    )


def posts_by_code(organisation_id: int, codes: Collection[str], on_day: dt.date) -> dict[str, int]:
    """Code -> id of those of the unit's own posts on that day that have one of the codes."""
    return dict(
        rows.fetch(
            lambda code, post_id: (code, post_id),
            f"""
            select seat.code, seat.id from {POSTS} p join orgs_post seat on seat.id = p.post_id
            where p.organisation_id = %(unit)s and seat.code = any(%(codes)s) and {on("p")}
            """,
            {"unit": organisation_id, "codes": list(codes), "on": on_day},
        )
    )


def seat(uuid: uuids.UUID) -> Seat | None:
    return rows.first(
        Seat,
        """
        select p.id, p.uuid, p.code, p.label, d.id, d.name, d.name_hi, d.name_ur, p.organisation_id,
          p.organisation_path, p.reports_to_id, a.code, ad.name, ad.name_hi, ad.name_ur, p.sanctioned, p.valid_from,
          p.valid_to
        from orgs_post p join orgs_designation d on d.id = p.designation_id
        left join orgs_post a on a.id = p.reports_to_id left join orgs_designation ad on ad.id = a.designation_id
        where p.uuid = %s
        """,
        [uuid],
    )


def seat_by_code(code: str) -> Seat | None:
    found: uuids.UUID | None = rows.scalar("select uuid from orgs_post where code = %s", [code.strip()])
    return seat(found) if found else None


def phases_of(post_id: int) -> list[Phase]:
    """Its past and present, the latest first, with the names that the unit bore on the first day of each."""
    return rows.fetch(
        Phase,
        f"""
        select d.name, d.name_hi, d.name_ur, coalesce(n.name_en, o.name_en), coalesce(n.name_hi, o.name_hi),
          coalesce(n.name_ur, o.name_ur), a.code, ad.name, ad.name_hi, ad.name_ur, p.sanctioned,
          p.valid_from, p.valid_to
        from {POSTS} p join orgs_designation d on d.id = p.designation_id
        join orgs_organisation o on o.id = p.organisation_id
        left join orgs_organisationspell n on n.organisation_id = o.id
          and n.valid_from <= p.valid_from and (n.valid_to is null or n.valid_to > p.valid_from)
        left join orgs_post a on a.id = p.reports_to_id left join orgs_designation ad on ad.id = a.designation_id
        where p.post_id = %s order by p.valid_from desc
        """,
        [post_id],
    )


def holders_of(post_id: int) -> list[Holder]:
    """Everybody who held it, the latest first."""
    return rows.fetch(
        Holder,
        """
        select i.uuid, person.id, person.uuid, person.name, person.name_native, i.kind, i.valid_from, i.valid_to,
          i.order_number
        from orgs_incumbency i join people_person person on person.id = i.person_id
        where i.post_id = %s order by i.valid_from desc, i.id desc
        """,
        [post_id],
    )


_ORDER = """
select s.uuid, s.kind, s.number, s.ordered_on, s.effective_on, s.subject, s.file_id is not null,
  (select count(*) from orgs_sanctionedpost x where x.order_id = s.id)
from orgs_sanctionorder s
"""


def orders_of_post(post_id: int) -> list[Order]:
    return rows.fetch(
        Order,
        _ORDER + "join orgs_sanctionedpost y on y.order_id = s.id where y.post_id = %s order by s.effective_on desc",
        [post_id],
    )


def orders_of_unit(organisation_id: int, limit: int = 50) -> list[Order]:
    """The latest first."""
    return rows.fetch(
        Order,
        _ORDER + "where s.organisation_id = %s order by s.ordered_on desc, s.id desc limit %s",
        [organisation_id, limit],
    )


def order_file(uuid: uuids.UUID) -> tuple[str, str, str] | None:
    """(path of the organisation, number, sha256 of the file); None when there is no such paper."""
    found = rows.first(
        Record,
        """
        select o.path, s.number, f.sha256 from orgs_sanctionorder s join orgs_organisation o on o.id = s.organisation_id
        join kernel_storedfile f on f.id = s.file_id where s.uuid = %s
        """,
        [uuid],
    )
    return None if found is None else (found[0], found[1], found[2])
