"""What answers say about the questions of a test: for whoever owns the pool, never about a person."""

import dataclasses
import math
from typing import Any

import numpy as np

from karmayogi.assessment.engine.measurement import classical
from karmayogi.kernel import rows

# Fewer answers than this could be somebody's: nothing is shown of them.
FEWEST_SHOWN = 10
# The matrix of a very large test is taken from its latest attempts; the page says how many.
MOST_ATTEMPTS = 50_000

# First attempts alone: who sits again has seen the reasons.
_ANSWERS = """
with latest as (
  select id, language from assessment_attempt
  where paper_id = %s and score is not null and number = 1 order by submitted_at desc limit %s
)
select l.id, l.language <> 'en', i.item_id, coalesce(i.worth, i.correct::int)::float8
from latest l join assessment_attemptitem i on i.attempt_id = l.id
"""
_ITEMS = """
select q.id, q.uuid, q.key, q.version, q.kind, q.difficulty, t.text,
  exists (select from assessment_paperitem p where p.paper_id = %(paper)s and p.item_id = q.id),
  exists (select from assessment_itemwithdrawal w where w.item_id = q.id and w.undone_at is null)
from assessment_item q join assessment_itemtext t on t.item_id = q.id and t.language = 'en'
where q.id = any(%(asked)s) or q.id in (select item_id from assessment_paperitem where paper_id = %(paper)s)
order by q.key, q.version
"""
_OPTIONS = """
select o.item_id, x.text, o.correct, coalesce(c.count, 0) from assessment_option o
join assessment_optiontext x on x.option_id = o.id and x.language = 'en'
left join (
  select i.item_id, chosen.key, count(*)::int from assessment_attempt a
  join assessment_attemptitem i on i.attempt_id = a.id cross join unnest(i.chosen) chosen(key)
  where a.paper_id = %s and a.score is not null and a.number = 1 group by i.item_id, chosen.key
) c on c.item_id = o.item_id and c.key = o.key
where o.item_id = any(%s) order by o.item_id, o.position
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Chosen:
    """An option and how often it was chosen, None where that could be somebody's."""

    text: str
    correct: bool
    count: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class ItemFigures:
    """None: too few answers to say. language_delta: below 0 harder in another language than in English for equals."""

    uuid: Any
    key: str
    version: int
    kind: str
    difficulty: int
    text: str
    in_pool: bool
    withdrawn: bool
    asked: int
    facility: float | None
    discrimination: float | None
    language_delta: float | None
    language_grade: str
    options: tuple[Chosen, ...]

    @property
    def looks_wrong(self) -> bool:
        """Those who know more get it right less often, or hardly more: the key or the wording may be wrong."""
        return self.discrimination is not None and self.discrimination < 0.1


@dataclasses.dataclass(frozen=True, slots=True)
class PoolFigures:
    attempts: int
    items: tuple[ItemFigures, ...]


def figures_of(paper_part_id: int) -> PoolFigures:
    """Of the questions in the pool now, and of those that were asked before. The caller has checked the right."""
    paper = rows.scalar("select id from assessment_paper where part_id = %s", [paper_part_id])
    answers = rows.fetch(lambda *row: row, _ANSWERS, [paper, MOST_ATTEMPTS])
    attempts = {id: place for place, id in enumerate(dict.fromkeys(row[0] for row in answers))}
    columns = {id: place for place, id in enumerate(dict.fromkeys(row[2] for row in answers))}
    matrix = np.full((len(attempts), len(columns)), np.nan)
    other = np.zeros(len(attempts), dtype=bool)
    for attempt, other_language, item, worth in answers:
        matrix[attempts[attempt], columns[item]] = worth
        other[attempts[attempt]] = other_language
    figures, bias = classical.figures(matrix), classical.bias(matrix, other)
    items = rows.fetch(lambda *row: row, _ITEMS, {"paper": paper, "asked": list(columns)})
    options: dict[int, list[tuple[str, bool, int]]] = {}
    for item, *rest in rows.fetch(lambda *row: row, _OPTIONS, [paper, [row[0] for row in items]]):
        options.setdefault(item, []).append(tuple(rest))
    found = []
    for id, uuid, key, version, kind, difficulty, text, in_pool, withdrawn in items:
        place = columns.get(id)
        asked = 0 if place is None else int(figures.asked[place])
        shown = place is not None and asked >= FEWEST_SHOWN
        found.append(
            ItemFigures(
                uuid, key, version, kind, difficulty, text, in_pool, withdrawn, asked,
                _known(figures.facility[place]) if shown else None,
                _known(figures.discrimination[place]) if shown else None,
                _known(bias.delta[place]) if shown else None,
                bias.grade[place] if shown and place is not None else "",
                tuple(Chosen(text, right, count if shown else None) for text, right, count in options.get(id, ())),
            )
        )  # fmt: skip
    return PoolFigures(len(attempts), tuple(found))


def _known(value: Any) -> float | None:
    return None if math.isnan(value) else float(value)
