"""Runs of a policy over the levels of many: how far they are, and who moves, without saying whose levels they are."""

import dataclasses
import uuid as uuids

from karmayogi.competencies.engine.levels import shown_level
from karmayogi.competencies.engine.small_cells import LEAST, hidden_keys
from karmayogi.competencies.queries.proof.facts import facts_of
from karmayogi.competencies.queries.proof.policies import policy
from karmayogi.competencies.types import Reason
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class RunRow:
    id: int
    uuid: uuids.UUID
    kind: str
    persons: int
    persons_done: int
    pairs_done: int
    up: int
    down: int
    finished: bool


@dataclasses.dataclass(frozen=True, slots=True)
class MoveLine:
    """up, down: levels; None where a figure about few people would be told. No name: those without a post."""

    name_en: str
    name_hi: str
    name_ur: str
    up: int | None
    down: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Example:
    """One level that moves, without person, office, day or instrument."""

    competency_en: str
    competency_hi: str
    competency_ur: str
    was: int
    now: int
    reasons: tuple[Reason, ...]


_RUNS = """
select r.id, r.uuid, r.kind, r.persons, r.persons_done, r.pairs_done, r.up, r.down, r.finished_at is not null
from competencies_levelrun r join competencies_levelpolicy p on p.id = r.policy_id
where p.uuid = %s order by r.id desc
"""
_MOVES = """
select coalesce(o.name_en, k.name_en, ''), coalesce(o.name_hi, k.name_hi, ''), coalesce(o.name_ur, k.name_ur, ''),
  m.key, m.up, m.down, m.persons
from competencies_levelmove m
left join orgs_organisation o on m.part = 'office' and o.path = m.key
left join competencies_competency k on m.part = 'competency' and k.id::text = m.key
where m.run_id = %s and m.part = %s
order by m.up + m.down desc, 1 limit 500
"""
_EXAMPLES = """
select s.person_id, s.competency_id, k.name_en, k.name_hi, k.name_ur, s.was, s.now
from competencies_levelmovesample s join competencies_competency k on k.id = s.competency_id
where s.run_id = %s order by s.id limit %s
"""


def runs_of(policy_uuid: uuids.UUID) -> list[RunRow]:
    """Previews and recomputes with that policy, newest first."""
    return rows.fetch(RunRow, _RUNS, [policy_uuid])


def moves_of(run_id: int, part: str) -> list[MoveLine]:
    """part: "office" or "competency". Most moves first; small figures hidden so that totals do not give them away."""
    found = rows.fetch(lambda *row: row, _MOVES, [run_id, part])
    few = hidden_keys({key: persons for *_names, key, _up, _down, persons in found})
    no_up = few | hidden_keys({key: up for *_names, key, up, _down, _persons in found})
    no_down = few | hidden_keys({key: down for *_names, key, _up, down, _persons in found})
    return [
        MoveLine(en, hi, ur, None if key in no_up else up, None if key in no_down else down)
        for en, hi, ur, key, up, down, _persons in found
    ]


def examples_of(run: RunRow, policy_uuid: uuids.UUID, limit: int = 8) -> list[Example]:
    """A few of the levels that move with what the new policy says of them; none while fewer than ten move at all."""
    if run.up + run.down < LEAST:
        return []
    numbers = policy(policy_uuid)
    on = rows.scalar('select "on" from competencies_levelrun where id = %s', [run.id])
    found = []
    for person, competency, en, hi, ur, was, now in rows.fetch(lambda *row: row, _EXAMPLES, [run.id, limit]):
        shown = shown_level(facts_of(person, competency).get(competency, []), on, numbers)
        found.append(Example(en, hi, ur, was, now, shown.reasons))
    return found
