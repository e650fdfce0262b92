"""What the people of a past day had shown of what they needed, summed by group and competency.

A thousand people of that day are some twenty thousand rows of evidence. They are read some thousands of people at a
time and only the sums are kept, so the memory does not grow with the office.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np

from karmayogi.competencies.engine.levels_many import levels_many
from karmayogi.competencies.queries.gaps import then
from karmayogi.competencies.queries.proof.facts import facts_of_many
from karmayogi.competencies.queries.proof.policies import policy_in_force
from karmayogi.kernel import rows

_NEEDS = f"""
select p.designation_id, r.competency_id, r.level, r.importance
from competencies_profile p join competencies_profilerequirement r on r.profile_id = p.id
where {then.IN_FORCE} and p.designation_id = any(%(designations)s::bigint[])
"""

# The people and what they have shown, as the statement of a table reads them.
PEOPLE = """
people as (
  select * from unnest(%(keys)s::text[], %(designations)s::bigint[], %(numbers)s::bigint[])
    as counted (key, designation_id, n)
)"""
PROVED = """
proved as (
  select * from unnest(%(proved_keys)s::text[], %(competencies)s::bigint[], %(met)s::bigint[], %(levels)s::bigint[],
    %(weights)s::bigint[]) as shown_then (key, competency_id, met, levels, weight)
)"""


def folded(people: Sequence[tuple[int, int, str]], on: dt.date) -> dict[str, list[Any]]:
    """What PEOPLE and PROVED ask for. people: (person, designation, key of the group), each person once, by person."""
    groups: dict[tuple[str, int], int] = {}
    for _person, designation, key in people:
        groups[key, designation] = groups.get((key, designation), 0) + 1
    found: dict[str, list[Any]] = {
        "keys": [key for key, _designation in groups],
        "designations": [designation for _key, designation in groups],
        "numbers": list(groups.values()),
    }
    needs = rows.fetch(lambda *row: row, _NEEDS, {"on": on, "designations": sorted({one[1] for one in people})})
    return found | _proved(people, needs, on)


def _proved(
    people: Sequence[tuple[int, int, str]], needs: Sequence[tuple[int, int, int, int]], on: dt.date
) -> dict[str, list[Any]]:
    keys = {key: place for place, key in enumerate(sorted({key for _person, _designation, key in people}))}
    competencies = np.array(sorted({competency for _d, competency, _level, _importance in needs}), np.int64)
    designations = {designation: place for place, designation in enumerate(sorted({one[0] for one in needs}))}
    wanted, weight = (np.zeros((len(designations), competencies.size), np.int64) for _ in range(2))
    for designation, competency, level, importance in needs:
        place = designations[designation], int(np.searchsorted(competencies, competency))
        wanted[place], weight[place] = level, importance
    size = len(keys) * competencies.size
    sums = np.zeros((3, size), np.int64)  # met, levels, levels times importance
    policy = policy_in_force()
    judged = [one for one in people if one[1] in designations]  # nobody else can have met a need
    for some in itertools.batched(judged, then.CHUNK, strict=False) if competencies.size else ():
        persons = np.array([person for person, _designation, _key in some], np.int64)
        shown = levels_many(facts_of_many(persons.tolist(), competencies.tolist(), by=on), on, policy)
        who, what = np.searchsorted(persons, shown.person), np.searchsorted(competencies, shown.competency)
        post = np.array([designations[designation] for _person, designation, _key in some], np.int64)[who]
        cell = np.array([keys[key] for _person, _designation, key in some], np.int64)[who] * competencies.size + what
        need = wanted[post, what]
        counts = (need > 0) & (shown.level > 0)
        cell, need, has = cell[counts], need[counts], shown.level[counts]
        levels = np.minimum(has, need)
        for sum_of, values in zip(sums, (has >= need, levels, levels * weight[post, what][counts]), strict=True):
            np.add.at(sum_of, cell, values)
    some_shown = np.flatnonzero(sums[1])
    names = list(keys)
    return {
        "proved_keys": [names[place // competencies.size] for place in some_shown.tolist()],
        "competencies": competencies[some_shown % max(competencies.size, 1)].tolist(),
        "met": sums[0][some_shown].tolist(),
        "levels": sums[1][some_shown].tolist(),
        "weights": sums[2][some_shown].tolist(),
    }
