"""Levels shown, and the gap to what posts need."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from karmayogi.competencies.engine.levels import Fact, Policy, shown_level
from karmayogi.competencies.queries.proof.facts import facts_of
from karmayogi.competencies.queries.proof.policies import policy_labelled
from karmayogi.competencies.types import Gap, Reason, ShownLevel
from karmayogi.kernel import clock, rows
from karmayogi.orgs.api import POSTS_AS_ON

_LEVELS = (
    "select competency_id, level, confidence, reasons, engine, computed_at from competencies_level where person_id = %s"
)

_GAPS = f"""
select distinct on (i.person_id, c.id) i.person_id, c.id, c.code, c.name_en, c.name_hi, c.name_ur, c.area, r.level,
  coalesce(l.level, 0), coalesce(l.confidence, 0), r.importance
from orgs_incumbency i
join {POSTS_AS_ON} post on post.id = i.post_id
join competencies_profile p on p.designation_id = post.designation_id and p.in_force
join competencies_profilerequirement r on r.profile_id = p.id
join competencies_competency c on c.id = r.competency_id
left join competencies_level l on l.person_id = i.person_id and l.competency_id = c.id
where i.person_id = any(%(persons)s::bigint[])
  and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
order by i.person_id, c.id, r.level desc
"""


def levels_of(person_id: int) -> dict[int, ShownLevel]:
    """Competency id -> level shown, for all that have any evidence.

    A level that a recompute of many has stored comes without its reasons; they are worked out here, from the same
    evidence, policy and day, which give the same answer (decision 0017).
    """

    def row(
        competency: int, level: int, confidence: float, reasons: str | list[Any] | None, engine: str, at: dt.datetime
    ) -> tuple[int, ShownLevel, bool]:
        raw = msgspec.json.decode(reasons) if isinstance(reasons, str) else reasons
        given = msgspec.convert(raw or [], tuple[Reason, ...])
        return competency, ShownLevel(level, confidence, given, engine, at), raw is None

    found = rows.fetch(row, _LEVELS, [person_id])
    facts = facts_of(person_id) if any(bare for _c, _shown, bare in found) else {}
    policies: dict[str, Policy | None] = {shown.engine: None for _c, shown, bare in found if bare}
    for label in policies:
        policies[label] = policy_labelled(label)
    return {
        competency: _explained(shown, facts.get(competency, []), policies[shown.engine]) if bare else shown
        for competency, shown, bare in found
    }


def _explained(shown: ShownLevel, facts: list[Fact], policy: Policy | None) -> ShownLevel:
    if policy is None or shown.computed_at is None:
        return shown
    return dataclasses.replace(shown, reasons=shown_level(facts, clock.day(shown.computed_at), policy).reasons)


def persons_computed_before(at: dt.datetime, limit: int) -> list[int]:
    """Persons of whom a level was computed before that instant, the oldest first.

    No index: one on computed_at would be written with every completion, for one look a night.
    """
    sql = """
    select person_id from competencies_level where computed_at < %s group by person_id order by min(computed_at), 1
    limit %s
    """
    return rows.fetch(int, sql, [at, limit])


def gaps_of_many(person_ids: Sequence[int], on: dt.date) -> dict[int, list[Gap]]:
    """Person id -> a gap (also when met: missing 0) for each competency her posts of that day need.

    Ranked by levels missing times importance, as needs are in a capacity building plan. A person without a post, or
    whose designation has no profile, is absent.
    """
    found: dict[int, list[Gap]] = {}

    def row(person_id: int, *rest: Any) -> None:
        found.setdefault(person_id, []).append(Gap(*rest))

    rows.fetch(row, _GAPS, {"persons": list(person_ids), "on": on})
    for gaps in found.values():
        gaps.sort(key=lambda gap: (-gap.missing * gap.importance, -gap.needs, gap.code))
    return found


def gaps_of(person_id: int, on: dt.date) -> list[Gap]:
    return gaps_of_many([person_id], on).get(person_id, [])
