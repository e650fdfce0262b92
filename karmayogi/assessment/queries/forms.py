"""Forms of a paper: which there are, what was answered in each, and how they compare."""

import dataclasses
import json
from typing import Any
from uuid import UUID

import numpy as np

from karmayogi.assessment.engine.measurement.classical import Matrix
from karmayogi.assessment.types import FormFigures
from karmayogi.kernel import rows

MOST_ATTEMPTS = 20_000  # of one form: the latest
COUNTED = 200  # as many as a comparison needs; more are not counted for the author
SHOWN = (40, 50, 60, 70, 80)  # per cent

_FORMS = "select distinct form from assessment_paperitem where paper_id = %s and form <> '' order by form"
# First attempts alone, as for all figures: who sits again has read the reasons.
_ANSWERS = """
with latest as (
  select id from assessment_attempt
  where paper_id = %s and form = %s and score is not null and number = 1 order by submitted_at desc limit %s
)
select l.id, i.item_id, coalesce(i.worth, i.correct::int) = 1
from latest l join assessment_attemptitem i on i.attempt_id = l.id
"""
_EQUATED = """
select form, anchors, persons, steps::text from assessment_equating where paper_id = %s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Answered:
    """items: ids, a column of `answers` each. 1 right, 0 not, NaN not asked."""

    items: list[int]
    answers: Matrix


@dataclasses.dataclass(frozen=True, slots=True)
class Equated:
    """steps: per cent on the first form by per cent on this one."""

    form: str
    anchors: int
    persons: int
    steps: list[int]


def forms_of(paper_id: int) -> list[str]:
    return rows.fetch(str, _FORMS, [paper_id])


def first_attempts(paper_id: int, form: str, most: int) -> int:
    """How many first attempts of that form are marked; counted up to that many."""
    found: int = rows.scalar(
        "select count(*)::int from (select from assessment_attempt where paper_id = %s and form = %s"
        " and score is not null and number = 1 limit %s) there",
        [paper_id, form, most],
    )
    return found


def answered(paper_id: int, form: str) -> Answered:
    found: list[Any] = rows.fetch(lambda *row: row, _ANSWERS, [paper_id, form, MOST_ATTEMPTS])
    attempts = {id: place for place, id in enumerate(dict.fromkeys(row[0] for row in found))}
    columns = {id: place for place, id in enumerate(dict.fromkeys(row[1] for row in found))}
    matrix = np.full((len(attempts), len(columns)), np.nan)
    for attempt, item, right in found:
        matrix[attempts[attempt], columns[item]] = float(right)
    return Answered(list(columns), matrix)


def equated(paper_id: int) -> dict[str, Equated]:
    """By form; empty before the forms were compared."""
    found = rows.fetch(lambda *row: Equated(*[*row[:3], json.loads(row[3])]), _EQUATED, [paper_id])
    return {one.form: one for one in found}


def on_one_scale(attempt_id: int) -> int | None:
    """The score of that attempt as the first form would have given it; None where that is not known, or it was the
    first form."""
    found: Any = rows.scalar(
        "select (e.steps->>coalesce(r.score, a.score)::int)::int from assessment_attempt a"
        " left join assessment_rescore r on r.attempt_id = a.id"
        " join assessment_equating e on e.paper_id = a.paper_id and e.form = a.form"
        " where a.id = %s and a.score is not null",
        [attempt_id],
    )
    return None if found is None else int(found)


def paper_figures(part: UUID) -> list[FormFigures]:
    """Of a published test, form by form; empty where it has none. Whoever calls has the right to the course."""
    paper = rows.scalar(
        "select p.id from assessment_paper p join learning_part x on x.id = p.part_id where x.uuid = %s", [part]
    )
    if paper is None:
        return []
    known = equated(int(paper))
    found = []
    for name in forms_of(int(paper)):
        attempts = first_attempts(int(paper), name, COUNTED)
        one = known.get(name)
        found.append(
            FormFigures(name, attempts, tuple((at, one.steps[at]) for at in SHOWN), one.anchors, one.persons)
            if one
            else FormFigures(name, attempts)
        )
    return found
