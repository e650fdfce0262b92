"""Levels as they were, or will be, on a day: out of the evidence that stands now, with what it will count then."""

import datetime as dt
from collections.abc import Iterable, Sequence

from karmayogi.competencies.engine import levels as engine
from karmayogi.competencies.queries.competencies import by_ids
from karmayogi.competencies.queries.gaps.wanted import Want
from karmayogi.competencies.queries.proof.policies import policy_in_force
from karmayogi.competencies.types import Gap, ShownLevel, Source
from karmayogi.kernel import clock, rows

_FACTS = """
select e.person_id, e.competency_id, e.source, e.level, e.observed_at, e.instrument
from competencies_evidence e
where e.person_id = any(%s::bigint[]) and (%s::bigint[] is null or e.competency_id = any(%s::bigint[]))
  and e.withdraws_id is null and e.contested_at is null
  and not exists (select 1 from competencies_evidence w where w.withdraws_id = e.id and w.withdraws_id is not null)
"""


def levels_on(
    person_ids: Sequence[int], on: dt.date, competency_ids: Iterable[int] | None = None
) -> dict[tuple[int, int], ShownLevel]:
    """(person id, competency id) -> the level that the evidence shows on that day; pairs without evidence are absent.

    Rows that were withdrawn, and rows contested now, do not count: the day is asked with today's knowledge.
    """
    facts: dict[tuple[int, int], list[engine.Fact]] = {}

    def row(person: int, competency: int, source: str, level: int, seen: dt.datetime, instrument: str) -> None:
        fact = engine.Fact(Source(source), level, clock.day(seen), instrument)
        facts.setdefault((person, competency), []).append(fact)

    only = None if competency_ids is None else list(competency_ids)
    rows.fetch(row, _FACTS, [list(person_ids), only, only])
    policy = policy_in_force()
    return {pair: engine.shown_level(known, on, policy) for pair, known in facts.items()}


def gaps_against(person_id: int, wanted: Sequence[Want], on: dt.date) -> list[Gap]:
    """A gap (also when met) for everything wanted, on that day; the greatest first."""
    names = by_ids([want.competency_id for want in wanted])
    shown = levels_on([person_id], on, names)
    gaps = []
    for want in wanted:
        name, level = names[want.competency_id], shown.get((person_id, want.competency_id))
        gaps.append(
            Gap(
                name.id, name.code, name.name_en, name.name_hi, name.name_ur, name.area, want.level,
                level.level if level else 0, level.confidence if level else 0.0, want.importance,
            )
        )  # fmt: skip
    return sorted(gaps, key=lambda gap: (-gap.missing * gap.importance, -gap.needs, gap.code))
