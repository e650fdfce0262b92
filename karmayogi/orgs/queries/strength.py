"""Seats of an office and of all below it as on a day: sanctioned, filled, vacant; by designation and by unit."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.engine.paths import END, STEP
from karmayogi.orgs.queries.then import FILLS, POSTS, on
from karmayogi.orgs.types import StrengthRow


@dataclasses.dataclass(frozen=True, slots=True)
class OfDesignation:
    designation_en: str
    designation_hi: str
    designation_ur: str
    strength: StrengthRow


@dataclasses.dataclass(frozen=True, slots=True)
class OfUnit:
    """A unit directly below as it was called then, with the seats in it and below it. path_now: for authority."""

    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    path_now: str
    seats: int
    filled: int

    @property
    def vacant(self) -> int:
        return self.seats - self.filled


def held(kinds: str) -> str:
    """Whether somebody holds the seat `p` in one of these ways on that day."""
    return f"exists (select from orgs_incumbency i where i.post_id = p.post_id and i.kind in {kinds} and {on('i')})"


FILLED = held(FILLS)
CHARGE = held("('additional', 'officiating')")

# Sanctioned, without sanction, filled, vacant but looked after: the order of the fields of StrengthRow.
COUNTS = f"""
count(*) filter (where p.sanctioned), count(*) filter (where not p.sanctioned),
count(*) filter (where {FILLED}), count(*) filter (where not {FILLED} and {CHARGE})
"""
HERE = f"p.organisation_path >= %(path)s and p.organisation_path < %(end)s and {on('p')}"


def strength(path: str, on: dt.date) -> StrengthRow:
    """Seats at `path` (of that day) and below it."""
    found = rows.first(
        StrengthRow, f"select {COUNTS} from {POSTS} p where {HERE}", {"path": path, "end": path + END, "on": on}
    )
    return found or StrengthRow(0, 0, 0, 0)


def strength_by_designation(path: str, on: dt.date, limit: int = 100) -> list[OfDesignation]:
    """The same for each designation, most seats first."""

    def row(en: str, hi: str, ur: str, *counts: int) -> OfDesignation:
        return OfDesignation(en, hi, ur, StrengthRow(*counts))

    return rows.fetch(
        row,
        f"""
        select d.name, d.name_hi, d.name_ur, {COUNTS}
        from {POSTS} p join orgs_designation d on d.id = p.designation_id
        where {HERE} group by d.id order by count(*) desc, d.name limit %(limit)s
        """,
        {"path": path, "end": path + END, "on": on, "limit": limit},
    )


def units_below(organisation_id: int, path: str, on_day: dt.date) -> list[OfUnit]:
    """The units that stood directly below then, by name, each with the seats of its whole subtree."""
    return rows.fetch(
        OfUnit,
        f"""
        with seats as (
          select left(p.organisation_path, {len(path) + STEP}) as path, count(*) as seats,
            count(*) filter (where {FILLED}) as filled
          from {POSTS} p where {HERE} group by 1
        )
        select o.uuid, n.name_en, n.name_hi, n.name_ur, n.kind, o.path,
          coalesce(s.seats, 0), coalesce(s.filled, 0)
        from orgs_organisationspell n join orgs_organisation o on o.id = n.organisation_id
        left join seats s on s.path = n.path
        where n.parent_id = %(id)s and {on("n")}
        order by n.name_en
        """,
        {"id": organisation_id, "path": path, "end": path + END, "on": on_day},
    )
