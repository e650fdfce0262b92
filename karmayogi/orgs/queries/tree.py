"""The tree as it stood on a day: names, kinds, parents and paths of that day."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.engine import paths
from karmayogi.orgs.queries.then import on as holds_on


@dataclasses.dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit on a day. path: where it stood then. path_now: where it stands or stood last; authority goes by it."""

    id: int
    uuid: uuids.UUID
    code: str
    kind: str
    name_en: str
    name_hi: str
    name_ur: str
    parent_id: int | None
    path: str
    path_now: str


@dataclasses.dataclass(frozen=True, slots=True)
class Chapter:
    """What a unit was called and stood under over a period, for its history."""

    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    parent_en: str | None
    parent_hi: str | None
    parent_ur: str | None
    valid_from: dt.date
    valid_to: dt.date | None
    order_number: str


@dataclasses.dataclass(frozen=True, slots=True)
class Kin:
    """A unit that this one came out of or went into. kind: orgs.models.Lineage.Kind."""

    uuid: uuids.UUID | None
    name_en: str
    name_hi: str
    name_ur: str
    path_now: str
    kind: str
    on: dt.date
    order_number: str


_COLUMNS = "o.id, o.uuid, o.code, s.kind, s.name_en, s.name_hi, s.name_ur, s.parent_id, s.path, o.path"
_FROM = "orgs_organisationspell s join orgs_organisation o on o.id = s.organisation_id"


def unit_on(organisation_id: int, on: dt.date) -> UnitThen | None:
    """The unit as it was; None before it was there and after it was abolished."""
    return rows.first(
        UnitThen,
        f"select {_COLUMNS} from {_FROM} where s.organisation_id = %(id)s and {holds_on('s')}",
        {"id": organisation_id, "on": on},
    )


def units_on(organisation_ids: list[int], on: dt.date) -> list[UnitThen]:
    """Those of them that were there, the highest first."""
    return rows.fetch(
        UnitThen,
        f"""
        select {_COLUMNS} from {_FROM} where s.organisation_id = any(%(ids)s::bigint[]) and {holds_on("s")}
        order by length(s.path), s.name_en
        """,
        {"ids": organisation_ids, "on": on},
    )


def line_on(path: str, on: dt.date) -> list[UnitThen]:
    """The units from the country down to the one that stood at `path`, itself last, as they were called then."""
    return units_on(paths.ids(path), on)


def find_on(within: list[str], q: str, on: dt.date, limit: int = 50) -> list[UnitThen]:
    """Units at or below one of these paths of that day whose name or code holds the words; the highest first."""
    return rows.fetch(
        UnitThen,
        f"""
        select {_COLUMNS} from {_FROM}
        where exists (select from unnest(%(paths)s::text[]) as mine (path)
                      where s.path >= mine.path and s.path < mine.path || '~')
          and {holds_on("s")} and (s.name_en ilike %(q)s or s.name_hi like %(q)s or o.code ilike %(q)s)
        order by length(s.path), s.name_en limit %(limit)s
        """,
        {"paths": within, "q": rows.like(q), "on": on, "limit": limit},
    )


def history_of(organisation_id: int) -> list[Chapter]:
    """Its names and parents, the latest first. Where only something above it moved, there is no new chapter."""
    found = rows.fetch(
        Chapter,
        """
        select s.name_en, s.name_hi, s.name_ur, s.kind, p.name_en, p.name_hi, p.name_ur, s.valid_from, s.valid_to,
          s.order_number
        from orgs_organisationspell s
        left join lateral (
          select name_en, name_hi, name_ur from orgs_organisationspell above
          where above.organisation_id = s.parent_id and above.valid_from <= s.valid_from
          order by above.valid_from desc limit 1
        ) p on true
        where s.organisation_id = %s order by s.valid_from
        """,
        [organisation_id],
    )
    told: list[Chapter] = []
    for one in found:
        last = told[-1] if told else None
        if last and not one.order_number and (last.name_en, last.kind, last.parent_en) == (
            one.name_en, one.kind, one.parent_en,
        ):  # fmt: skip
            told[-1] = dataclasses.replace(last, valid_to=one.valid_to)
        else:
            told.append(one)
    return told[::-1]


def lineage_of(organisation_id: int) -> tuple[list[Kin], list[Kin]]:
    """(what it came out of, what became of it), by day, under the names they bore on that day."""
    sql = """
    select o.uuid, coalesce(n.name_en, o.name_en, ''), coalesce(n.name_hi, o.name_hi, ''),
      coalesce(n.name_ur, o.name_ur, ''), coalesce(o.path, ''), l.kind, l.on, l.order_number
    from orgs_lineage l
    left join orgs_organisation o on o.id = l.{other}
    left join lateral (
      select name_en, name_hi, name_ur from orgs_organisationspell s where s.organisation_id = l.{other}
      order by (s.valid_from <= l.on) desc, abs(s.valid_from - l.on) limit 1
    ) n on true
    where l.{self} = %s order by l.on, l.id
    """
    return (
        rows.fetch(Kin, sql.format(self="successor_id", other="predecessor_id"), [organisation_id]),
        rows.fetch(Kin, sql.format(self="predecessor_id", other="successor_id"), [organisation_id]),
    )
