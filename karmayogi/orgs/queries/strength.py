"""Seats of an office and of all below it: sanctioned, filled, vacant; by designation and by unit."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.engine.paths import END, STEP
from karmayogi.orgs.queries.people import plain


@dataclasses.dataclass(frozen=True, slots=True)
class Strength:
    """sanctioned: seats. extra: seats without sanction. filled: seats of either sort with a substantive incumbent."""

    sanctioned: int
    extra: int
    filled: int

    @property
    def vacant(self) -> int:
        return self.sanctioned + self.extra - self.filled


@dataclasses.dataclass(frozen=True, slots=True)
class OfDesignation:
    designation_en: str
    designation_hi: str
    designation_ur: str
    sanctioned: int
    extra: int
    filled: int

    @property
    def vacant(self) -> int:
        return self.sanctioned + self.extra - self.filled


@dataclasses.dataclass(frozen=True, slots=True)
class OfUnit:
    """A unit directly below, with the seats in it and below it."""

    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    seats: int
    filled: int

    @property
    def vacant(self) -> int:
        return self.seats - self.filled


_COUNTS = """
count(*) filter (where p.sanctioned), count(*) filter (where not p.sanctioned),
count(*) filter (where exists (
  select from orgs_incumbency i where i.post_id = p.id and i.kind = 'substantive'
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
))
"""
_HERE = """
p.organisation_path >= %(path)s and p.organisation_path < %(end)s
and p.valid_from <= %(on)s and (p.valid_to is null or p.valid_to > %(on)s)
"""


def strength(path: str, on: dt.date) -> Strength:
    """Seats at `path` and below it on that day."""
    found = rows.first(
        Strength, f"select {_COUNTS} from orgs_post p where {_HERE}", {"path": path, "end": path + END, "on": on}
    )
    return found or Strength(0, 0, 0)


def strength_by_designation(path: str, on: dt.date, limit: int = 100) -> list[OfDesignation]:
    """The same for each designation, most seats first."""
    return rows.fetch(
        OfDesignation,
        f"""
        select d.name, d.name_hi, d.name_ur, {_COUNTS}
        from orgs_post p join orgs_designation d on d.id = p.designation_id
        where {_HERE} group by d.id order by count(*) desc, d.name limit %(limit)s
        """,
        {"path": path, "end": path + END, "on": on, "limit": limit},
    )


def units_below(organisation_id: int, path: str, on: dt.date) -> list[OfUnit]:
    """The units directly below, by name, each with the seats of its whole subtree."""
    return rows.fetch(
        OfUnit,
        f"""
        with seats as (
          select left(p.organisation_path, {len(path) + STEP}) as path, count(*) as seats,
            count(*) filter (where exists (
              select from orgs_incumbency i where i.post_id = p.id and i.kind = 'substantive'
                and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
            )) as filled
          from orgs_post p where {_HERE} group by 1
        )
        select o.uuid, o.name_en, o.name_hi, o.name_ur, o.kind, coalesce(s.seats, 0), coalesce(s.filled, 0)
        from orgs_organisation o left join seats s on s.path = o.path
        where o.parent_id = %(id)s and (o.valid_to is null or o.valid_to > %(on)s)
        order by o.name_en
        """,
        {"id": organisation_id, "path": path, "end": path + END, "on": on},
    )


def find_units(paths: tuple[str, ...], q: str, limit: int = 50) -> list[OfUnit]:
    """Units at or below one of these paths whose name holds the words; the highest first. Seats are not counted."""
    return rows.fetch(
        OfUnit,
        """
        select o.uuid, o.name_en, o.name_hi, o.name_ur, o.kind, 0, 0
        from orgs_organisation o
        where exists (select from unnest(%(paths)s::text[]) as mine (path)
                      where o.path >= mine.path and o.path < mine.path || '~')
          and (o.name_en ilike %(q)s or o.name_hi like %(q)s or o.code ilike %(q)s)
        order by length(o.path), o.name_en limit %(limit)s
        """,
        {"paths": list(paths), "q": f"%{plain(q)}%", "limit": limit},
    )
