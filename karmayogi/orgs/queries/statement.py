"""The vacancy and strength statement: a line for each office as on a day, by itself and with all below it."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs.engine.paths import END, STEP
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.queries.strength import COUNTS, HERE
from karmayogi.orgs.queries.then import POSTS, on
from karmayogi.orgs.types import Page, StrengthRow


@dataclasses.dataclass(frozen=True, slots=True)
class StatementLine:
    """own: the seats of the office itself. whole: with those of all units below it. depth: steps below the first."""

    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    path_now: str
    depth: int
    own: StrengthRow
    whole: StrengthRow


_VACANT = "coalesce(w.sanctioned, 0) + coalesce(w.extra, 0) - coalesce(w.filled, 0)"
# Sort key of the screen -> (expression that is never null, its type). Figures come largest first.
SORTS = {
    "tree": ("s.path", "text"),
    "name": ("lower(s.name_en)", "text"),
    "sanctioned": ("-coalesce(w.sanctioned, 0)", "bigint"),
    "vacant": (f"-({_VACANT})", "bigint"),
}

_FIELDS = ("sanctioned", "extra", "filled", "additional")


def _all(alias: str) -> str:
    return ", ".join(f"coalesce({alias}.{field}, 0)::bigint" for field in _FIELDS)


_STATEMENT = f"""
with own (path, {", ".join(_FIELDS)}) as (
  select p.organisation_path, {COUNTS} from {POSTS} p where {HERE} group by p.organisation_path
),
whole as (
  select left(own.path, n) as path, {", ".join(f"sum({field}) as {field}" for field in _FIELDS)}
  from own cross join lateral generate_series(length(%(path)s::text), length(own.path), {STEP}) as n
  group by 1
)
select {{key}} as key, s.path, o.uuid, s.name_en, s.name_hi, s.name_ur, s.kind, o.path,
  (length(s.path) - length(%(path)s::text)) / {STEP}, {_all("own")}, {_all("w")}
from orgs_organisationspell s join orgs_organisation o on o.id = s.organisation_id
left join own on own.path = s.path
left join whole w on w.path = s.path
where s.path >= %(path)s and s.path < %(end)s and {on("s")} {{search}} {{after}}
order by key, s.path
limit %(limit)s
"""


def statement(
    path: str, on_day: dt.date, after: str | None = None, limit: int = 50, q: str = "", sort: str = "tree"
) -> Page[StatementLine]:
    """Every office that stood at `path` (of that day) or below it. sort: a key of SORTS. q: part of name or code."""
    expression, kind = SORTS[sort]
    key, dot, last = (after or "").rpartition("|")
    values = {"path": path, "end": path + END, "on": on_day, "limit": limit + 1, "q": rows.like(q)}
    where = ""
    if dot and (kind == "text" or key.removeprefix("-").isdecimal()):
        where = f"and ({expression}, s.path) > (%(key)s::{kind}, %(last)s::text)"
        values |= {"key": key if kind == "text" else int(key), "last": last}
    search = "and (s.name_en ilike %(q)s or s.name_hi like %(q)s or o.code ilike %(q)s)" if q.strip() else ""
    found = rows.fetch(Record, _STATEMENT.format(key=expression, search=search, after=where), values)
    page = found[:limit]
    more = f"{page[-1][0]}|{page[-1][1]}" if len(found) > limit else None

    def line(*columns: Any) -> StatementLine:
        return StatementLine(*columns[:7], StrengthRow(*columns[7:11]), StrengthRow(*columns[11:]))  # type: ignore[call-arg]

    return Page([line(*row[2:]) for row in page], more)
