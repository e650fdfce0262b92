"""Gaps as they were on a past day: people, posts and profiles of that day, levels from the evidence up to it.

What stands today is read from `competencies_level`; a past day has no such table, so its levels are worked out anew
from the evidence, with today's policy and without what was withdrawn since (as everywhere in this package).
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

from karmayogi.competencies.engine.levels_many import levels_many
from karmayogi.competencies.queries.gaps.on_day import levels_on
from karmayogi.competencies.queries.proof.facts import facts_of_many
from karmayogi.competencies.queries.proof.policies import policy_in_force
from karmayogi.competencies.types import Gap
from karmayogi.kernel import rows
from karmayogi.orgs.api import THEN_INCUMBENCIES, THEN_POSTS, main_first

CHUNK = 5_000  # people at a time: about 100,000 rows of evidence, half a second of work, some megabytes
MOST = 50_000  # people of one table: some seconds of work, which a page may ask for; nothing is kept of it

# Everybody at the path of that day and below, once, with the key of the group.
PEOPLE = f"""
  select distinct on (i.person_id) i.person_id, post.designation_id, {{key}} as key
  from {THEN_INCUMBENCIES} i
  join {THEN_POSTS} post on post.post_id = i.post_id
    and post.valid_from <= %(on)s and (post.valid_to is null or post.valid_to > %(on)s)
  where i.organisation_path >= %(path)s and i.organisation_path < %(end)s
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
  order by i.person_id, {main_first("i", since="since", id="incumbency_id")}
"""
IN_FORCE = "p.published_on <= %(on)s and (p.ended_on is null or p.ended_on > %(on)s)"
LEVELS = """
  select * from unnest(%(persons)s::bigint[], %(competencies)s::bigint[], %(levels)s::smallint[])
    as shown_then (person_id, competency_id, level)
"""
_NEEDS = f"""
select distinct on (i.person_id, c.id) i.person_id, c.id, c.code, c.name_en, c.name_hi, c.name_ur, c.area, r.level,
  r.importance
from orgs_incumbency i
join {THEN_POSTS} post on post.post_id = i.post_id
  and post.valid_from <= %(on)s and (post.valid_to is null or post.valid_to > %(on)s)
join competencies_profile p on p.designation_id = post.designation_id and {IN_FORCE}
join competencies_profilerequirement r on r.profile_id = p.id
join competencies_competency c on c.id = r.competency_id
where i.person_id = any(%(persons)s::bigint[])
  and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
order by i.person_id, c.id, r.level desc
"""


def people_then(params: dict[str, Any], key: str) -> list[tuple[int, int, str]]:
    """(person, designation, key of the group) of everybody who held a post at params["path"] and below on params["on"],
    by person; one more than MOST at most."""
    sql = f"select person_id, designation_id, key from ({PEOPLE.format(key=key)}) p order by 1 limit {MOST + 1}"
    return rows.fetch(lambda person, designation, group: (person, designation, group), sql, params)


def levels_then(
    person_ids: Sequence[int], on: dt.date, competency_ids: Sequence[int] | None = None
) -> dict[str, list[int]]:
    """What LEVELS asks for; of these competencies, or of all. The evidence is read some thousands of people at a
    time."""
    found: dict[str, list[int]] = {"persons": [], "competencies": [], "levels": []}
    policy = policy_in_force()
    for them in itertools.batched(person_ids, CHUNK, strict=False):
        shown = levels_many(facts_of_many(them, competency_ids, by=on), on, policy)
        some = shown.level > 0
        found["persons"] += shown.person[some].tolist()
        found["competencies"] += shown.competency[some].tolist()
        found["levels"] += shown.level[some].tolist()
    return found


def gaps_then(person_ids: Sequence[int], on: dt.date) -> dict[int, list[Gap]]:
    """What `queries.levels.gaps_of_many` answers for today, for a past day; persons without a profile are absent."""
    shown = levels_on(person_ids, on)
    found: dict[int, list[Gap]] = {}

    def row(person_id: int, *rest: Any) -> None:
        *name, needs, importance = rest
        level = shown.get((person_id, name[0]))
        shows = (level.level, level.confidence) if level else (0, 0.0)
        columns: tuple[Any, ...] = (*name, needs, *shows, importance)
        found.setdefault(person_id, []).append(Gap(*columns))

    rows.fetch(row, _NEEDS, {"persons": list(person_ids), "on": on})
    for gaps in found.values():
        gaps.sort(key=lambda gap: (-gap.missing * gap.importance, -gap.needs, gap.code))
    return found
