"""The register of trainers of a cascade, as far as the reader looks after their offices; and one's own entries."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor
from karmayogi.learning.engine.cascades.telling import in_tens
from karmayogi.learning.policies import CASCADE_NAMES
from karmayogi.learning.queries.cascades.cascades import IN_FULL
from karmayogi.learning.queries.cascades.tree import NAMED

PAGE = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Trained:
    """How somebody stands as a trainer. led, people, last_at: sessions with anybody there, how many were trained in
    them in full, and the moment of the latest."""

    qualified_at: dt.datetime
    withdrawn_at: dt.datetime | None
    barred_at: dt.datetime | None
    barred_reason: str
    led: int
    people: int | None
    last_at: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class TrainerLine(Trained):
    """Of the tier that somebody may lead. people: in whole tens, None below ten (tree.py)."""

    id: int
    uuid: uuids.UUID
    name: str
    name_native: str
    tier: int
    tier_en: str
    tier_hi: str
    tier_ur: str


_DONE = f"""
  select count(distinct s.id)::int as led, count(*) filter (where {IN_FULL})::int as people, max(g.starts_at) as last_at
  from learning_cascadesession s join learning_course c on c.id = s.event_id
  join learning_gathering g on g.version_id = c.current_version_id
  join learning_gatheringplace p on p.course_id = s.event_id and p.attended_minutes is not null
    and p.person_id <> s.leader_id
  where s.tier_id = r.tier_id and s.leader_id = r.person_id
"""
_STANDING = "r.qualified_at, r.withdrawn_at, r.barred_at, r.barred_reason"
_LINES = f"""
select {_STANDING}, done.led, {in_tens("done.people")}, done.last_at,
  r.id, r.uuid, a.name, a.name_native, t.position, t.name_en, t.name_hi, t.name_ur
from learning_cascadetrainer r join learning_cascadetier t on t.id = r.tier_id
join people_person a on a.id = r.person_id
cross join lateral ({_DONE}) done
where t.cascade_id = %(cascade)s and {NAMED.format(person="r.person_id")}
  and (%(q)s = '' or a.name ilike %(like)s or a.name_native ilike %(like)s)
  and (lower(a.name), r.id) > (%(name)s, %(last)s::bigint)
order by lower(a.name), r.id limit %(limit)s
"""


def trainer_lines(
    actor: Actor, cascade_id: int, on: dt.date, *, q: str = "", after: str = "", limit: int = PAGE
) -> tuple[list[TrainerLine], str | None]:
    """By name; and the key of the next page. People of other offices are not in it."""
    last, _, name = after.partition("_")
    place = int(last) if last.isascii() and last.isdigit() and len(last) < 18 else 0
    found = rows.fetch(
        TrainerLine,
        _LINES,
        {
            "cascade": cascade_id, "on": on, "q": q.strip(), "like": rows.like(q), "name": name if place else "",
            "last": place, "limit": limit + 1, "paths": list(actor.paths(*CASCADE_NAMES)),
        },
    )  # fmt: skip
    page = found[:limit]
    return page, f"{page[-1].id}_{page[-1].name.lower()}" if len(found) > limit else None


@dataclasses.dataclass(frozen=True, slots=True)
class MyTraining(Trained):
    """That somebody is a trainer of a cascade: for which tier, by whom trained, and what came of it."""

    cascade_en: str
    cascade_hi: str
    cascade_ur: str
    tier_en: str
    tier_hi: str
    tier_ur: str


_MINE = f"""
select {_STANDING}, done.led, done.people, done.last_at,
  k.name_en, k.name_hi, k.name_ur, t.name_en, t.name_hi, t.name_ur
from learning_cascadetrainer r join learning_cascadetier t on t.id = r.tier_id
join learning_cascade k on k.id = t.cascade_id
cross join lateral ({_DONE}) done
where r.person_id = %s order by r.qualified_at desc, r.id limit 50
"""


def trainer_of(person_id: int) -> list[MyTraining]:
    """What somebody may read of herself; the latest first."""
    return rows.fetch(MyTraining, _MINE, [person_id])
