"""Who in an office has not shown a competency at the level that her post needs: the drill-down of a cell."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import msgspec

from karmayogi.competencies.queries.gaps import then
from karmayogi.competencies.queries.gaps.heat import GROUPINGS, people_of
from karmayogi.competencies.queries.gaps.on_day import levels_on
from karmayogi.competencies.queries.gaps.ready import SEEN
from karmayogi.competencies.types import Reason
from karmayogi.kernel import rows
from karmayogi.orgs.api import PATH_END

_SHORT = """
with at_post as (
{people})
select person.id, person.uuid, person.name, person.name_native, d.name, d.name_hi, d.name_ur, r.level,
  coalesce(l.level, 0), case when l.person_id is null then '[]' else l.reasons end, lower(person.name)
from at_post a
join competencies_profile p on p.designation_id = a.designation_id and {in_force}
join competencies_profilerequirement r on r.profile_id = p.id and r.competency_id = %(competency)s
join people_person person on person.id = a.person_id
join orgs_designation d on d.id = a.designation_id
left join {levels} l on l.person_id = a.person_id and l.competency_id = r.competency_id
where coalesce(l.level, 0) < r.level and (%(group)s::text is null or a.key = %(group)s::text)
  and (%(name)s::text is null or (lower(person.name), person.id) > (%(name)s::text, %(last)s::bigint))
  and (%(q)s::text = '' or person.name ilike %(like)s::text or person.name_native ilike %(like)s::text)
order by lower(person.name), person.id
limit %(limit)s
"""


# A level of a past day comes without reasons, as one that a run over many has stored (decision 0017).
_LEVELS_THEN = f"(select l.*, null::jsonb as reasons from ({then.LEVELS}) l)"


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """A past day. seen: only people whom the reader reaches today, below one of these paths, are named."""

    on: dt.date
    seen: Sequence[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Short:
    """A person who has to show more: needs and shown on the scale of five."""

    person_id: int
    person_uuid: uuid.UUID
    name: str
    name_native: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    needs: int
    shown: int
    reasons: tuple[Reason, ...]


def short_of(
    path: str,
    competency_id: int,
    on: dt.date,
    *,
    by: str = "unit",
    group: str | None = None,
    q: str = "",
    after: tuple[str, int] | None = None,
    limit: int = 40,
    past: Past | None = None,
) -> tuple[list[Short], tuple[str, int] | None] | None:
    """By name; and the key of the next page, None on the last. group: the key of a row of the table, None for all.

    on: today. past: the day that is asked for instead, with the path of that day; None is answered when too many worked
    there to work it out at once.
    """
    text = " ".join(q.split())
    like = rows.like(text)
    params = {
        "path": path, "end": path + PATH_END, "on": on, "competency": competency_id, "group": group, "q": text,
        "like": like, "name": after[0] if after else None, "last": after[1] if after else None, "limit": limit + 1,
    }  # fmt: skip

    statement = {"people": people_of(by), "levels": "competencies_level", "in_force": "p.in_force"}
    if past is not None:
        params |= {"on": past.on, "seen": list(past.seen), "today": on}
        people = f"select p.* from ({then.PEOPLE.format(key=GROUPINGS[by])}) p {SEEN}"
        # Counted without the key, which is asked of everybody.
        everybody = f"select p.* from ({then.PEOPLE.format(key="''")}) p {SEEN}"
        persons = rows.fetch(int, f"select person_id from ({everybody}) p order by 1 limit {then.MOST + 1}", params)
        if len(persons) > then.MOST:
            return None
        params |= then.levels_then(persons, past.on, [competency_id])
        statement = {"people": people, "levels": _LEVELS_THEN, "in_force": then.IN_FORCE}

    bare: list[int] = []  # whose level came from a run over many, without its reasons (decision 0017)

    def row(*columns: Any) -> tuple[Short, str]:
        raw = msgspec.json.decode(columns[9]) if isinstance(columns[9], str) else columns[9]
        if raw is None:
            bare.append(columns[0])
            raw = []
        return Short(*columns[:9], msgspec.convert(raw, tuple[Reason, ...])), columns[10]  # type: ignore[call-arg]

    found = rows.fetch(row, _SHORT.format(**statement), params)
    shown = levels_on(bare, past.on if past else on, [competency_id]) if bare else {}
    page = [
        dataclasses.replace(one, reasons=shown[key].reasons)
        if (key := (one.person_id, competency_id)) in shown
        else one
        for one, _key in found[:limit]
    ]
    more = (found[limit - 1][1], page[-1].person_id) if len(found) > limit else None
    return page, more
