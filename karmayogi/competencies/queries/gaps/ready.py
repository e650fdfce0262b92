"""Who in an office is nearest to what a post or a scheme needs."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from karmayogi.competencies.queries.gaps.heat import PEOPLE
from karmayogi.competencies.queries.gaps.on_day import levels_on
from karmayogi.competencies.queries.gaps.wanted import Want
from karmayogi.competencies.types import ShownLevel
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END

_SCORES = f"""
with at_post as (
{PEOPLE.format(key="''")}), need as (
  select * from unnest(%(ids)s::bigint[], %(levels)s::smallint[]) as need (competency_id, level)
), scored as (
  select a.person_id, a.designation_id,
    (select sum(level) from need) - coalesce(sum(least(l.level, need.level)) filter (where need.level is not null), 0)
      as missing,
    count(*) filter (where l.level >= need.level) as met
  from at_post a
  left join competencies_level l on l.person_id = a.person_id and l.competency_id = any(%(ids)s::bigint[])
  left join need on need.competency_id = l.competency_id
  group by a.person_id, a.designation_id
)
"""

_COUNTS = _SCORES + "select count(*), count(*) filter (where missing = 0) from scored"

_LINES = (
    _SCORES
    + """
select person.id, person.uuid, person.name, person.name_native, d.name, d.name_hi, d.name_ur,
  s.missing::int, s.met::int, s.missing::int
from scored s join people_person person on person.id = s.person_id join orgs_designation d on d.id = s.designation_id
where %(last)s::bigint is null or (s.missing, s.person_id) > (%(missing)s::int, %(last)s::bigint)
order by s.missing, s.person_id
limit %(limit)s
"""
)


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """missing: levels in all that are still to show today; met: competencies met; missing_then: the same on the day."""

    person_id: int
    person_uuid: uuid.UUID
    name: str
    name_native: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    missing: int
    met: int
    missing_then: int


@dataclasses.dataclass(frozen=True, slots=True)
class Bench:
    """people: in the office; ready: how many of them have shown everything that is wanted, today."""

    people: int
    ready: int
    lines: tuple[Candidate, ...]
    more: tuple[int, int] | None


def ready(
    path: str,
    wanted: Sequence[Want],
    today: dt.date,
    on: dt.date,
    *,
    after: tuple[int, int] | None = None,
    limit: int = 50,
) -> Bench:
    """Those with the fewest levels missing today first; each with what will be missing on `on`."""
    ids = [want.competency_id for want in wanted]
    params = {
        "path": path, "end": path + PATH_END, "on": today, "ids": ids,
        "levels": [want.level for want in wanted], "missing": after[0] if after else None,
        "last": after[1] if after else None, "limit": limit + 1,
    }  # fmt: skip
    asked = {name: params[name] for name in ("path", "end", "on", "ids", "levels")}
    counts = rows.first(lambda people, ready: (people, ready), _COUNTS, asked)
    assert counts is not None
    found = rows.fetch(Candidate, _LINES, params)
    page = found[:limit]
    if on != today:
        then = levels_on([one.person_id for one in page], on, ids)
        page = [dataclasses.replace(one, missing_then=_missing(one.person_id, wanted, then)) for one in page]
    more = (page[-1].missing, page[-1].person_id) if len(found) > limit else None
    return Bench(*counts, tuple(page), more)


def _missing(person_id: int, wanted: Sequence[Want], then: Mapping[tuple[int, int], ShownLevel]) -> int:
    total = 0
    for want in wanted:
        shown = then.get((person_id, want.competency_id))
        total += max(0, want.level - (shown.level if shown else 0))
    return total
