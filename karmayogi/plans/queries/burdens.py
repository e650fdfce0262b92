"""Calendars of peak duty, rates and limits as their pages and files list them."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs


@dataclasses.dataclass(frozen=True, slots=True)
class PeakRow:
    """own: kept by the office that the list was asked for; else by one above it."""

    uuid: uuids.UUID
    kind: str
    name_en: str
    name_hi: str
    name_ur: str
    from_on: dt.date
    until_on: dt.date
    state: str
    state_en: str
    state_hi: str
    state_ur: str
    service: str
    designation: str
    designation_hi: str
    designation_ur: str
    office_en: str
    office_hi: str
    office_ur: str
    own: bool


def peak_list(
    path: str, *, year: int | None = None, q: str = "", own: bool = False, limit: int | None = None
) -> list[PeakRow]:
    """Of the organisation at `path` and of all above it, by day. year: those that touch that calendar year."""
    return rows.fetch(
        PeakRow,
        """
        select k.uuid, k.kind, k.name_en, k.name_hi, k.name_ur, k.from_on, k.until_on, coalesce(s.code, ''),
          coalesce(s.name_en, ''), coalesce(s.name_hi, ''), coalesce(s.name_ur, ''), coalesce(v.name, ''),
          coalesce(d.name, ''), coalesce(d.name_hi, ''), coalesce(d.name_ur, ''), o.name_en, o.name_hi, o.name_ur,
          o.path = %(path)s
        from plans_peak k join orgs_organisation o on o.id = k.organisation_id
        left join orgs_state s on s.id = k.state_id left join orgs_service v on v.id = k.service_id
        left join orgs_designation d on d.id = k.designation_id
        where o.path = any(%(above)s::text[]) and (not %(own)s or o.path = %(path)s)
          and (%(year)s::int is null or (extract(year from k.from_on) <= %(year)s
               and extract(year from k.until_on) >= %(year)s))
          and (%(plain)s::text = '' or k.name_en ilike %(q)s or k.name_hi like %(q)s or k.name_ur like %(q)s)
        order by k.from_on, k.id limit %(limit)s
        """,
        {
            "path": path, "above": [path] if own else list(orgs.ancestors(path)), "own": own, "year": year,
            "plain": q.strip(), "q": rows.like(q), "limit": limit,
        },
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class RateRow:
    """now: in force on the day that was asked for, and nothing nearer or later takes its place."""

    id: int
    kind: str
    course: str
    course_en: str
    course_hi: str
    course_ur: str
    provider: str
    provider_en: str
    provider_hi: str
    provider_ur: str
    paise: int
    seats: int | None
    from_on: dt.date
    source: str
    office_en: str
    office_hi: str
    office_ur: str
    own: bool
    now: bool


def rate_list(path: str, on: dt.date, *, q: str = "", own: bool = False, limit: int | None = None) -> list[RateRow]:
    """Of the organisation at `path` and of all above it: by kind, what is for all first, the latest first."""
    return rows.fetch(
        RateRow,
        """
        select r.id, r.kind, coalesce(c.code, ''), coalesce(e.title_en, c.code, ''), coalesce(e.title_hi, ''),
          coalesce(e.title_ur, ''), coalesce(p.code, ''), coalesce(p.name_en, ''), coalesce(p.name_hi, ''),
          coalesce(p.name_ur, ''), r.paise, r.seats, r.from_on, r.source, o.name_en, o.name_hi, o.name_ur,
          o.path = %(path)s,
          r.from_on <= %(on)s and not exists (
            select from plans_rate n join orgs_organisation w on w.id = n.organisation_id
            where n.kind = r.kind and n.course_id is not distinct from r.course_id
              and n.provider_id is not distinct from r.provider_id and w.path = any(%(above)s::text[])
              and n.from_on <= %(on)s and (length(w.path), n.from_on) > (length(o.path), r.from_on))
        from plans_rate r join orgs_organisation o on o.id = r.organisation_id
        left join learning_course c on c.id = r.course_id left join learning_catalogueentry e on e.course_id = c.id
        left join learning_provider p on p.id = r.provider_id
        where o.path = any(%(above)s::text[]) and (not %(own)s or o.path = %(path)s)
          and (%(plain)s::text = '' or e.title_en ilike %(q)s or e.title_hi like %(q)s or e.title_ur like %(q)s
               or c.code ilike %(q)s or p.name_en ilike %(q)s or p.code ilike %(q)s)
        order by r.kind, r.course_id nulls first, r.provider_id nulls first, length(o.path) desc, r.from_on desc, r.id
        limit %(limit)s
        """,
        {"path": path, "above": list(orgs.ancestors(path)), "on": on, "own": own, "plain": q.strip(),
         "q": rows.like(q), "limit": limit},
    )  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class LimitRow:
    per: str
    minutes: int | None
    from_on: dt.date
    office_en: str
    office_hi: str
    office_ur: str
    own: bool


def limit_list(path: str) -> list[LimitRow]:
    """Of the organisation and of all above it, the nearest and latest first: the first that has begun counts."""
    return rows.fetch(
        LimitRow,
        """
        select l.per, l.minutes, l.from_on, o.name_en, o.name_hi, o.name_ur, o.path = %s
        from plans_loadlimit l join orgs_organisation o on o.id = l.organisation_id where o.path = any(%s::text[])
        order by l.per, length(o.path) desc, l.from_on desc limit 200
        """,
        [path, list(orgs.ancestors(path))],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class GroupRow:
    uuid: uuids.UUID
    id: int
    name: str
    kept_at: dt.datetime
    office_en: str
    office_hi: str
    office_ur: str
    own: bool


def groups_for(path: str, uuid: uuids.UUID | None = None) -> list[GroupRow]:
    """Kept by the organisation at `path` or one above it; of those above none that names people, who may be anywhere.
    uuid: that one alone."""
    return rows.fetch(
        GroupRow,
        """
        select g.uuid, g.id, g.name, g.kept_at, o.name_en, o.name_hi, o.name_ur, o.path = %(path)s
        from plans_peoplegroup g join orgs_organisation o on o.id = g.organisation_id
        where o.path = any(%(above)s::text[]) and (%(uuid)s::uuid is null or g.uuid = %(uuid)s)
          and (o.path = %(path)s or not exists (
            select from plans_mandaterule r join plans_mandatecondition c on c.rule_id = r.id
            where r.group_id = g.id and c.person_id is not null))
        order by g.name, g.id limit 200
        """,
        {"path": path, "above": list(orgs.ancestors(path)), "uuid": uuid},
    )
