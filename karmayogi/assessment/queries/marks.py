"""What is needed to mark attempts, first or again: their terms, their answers, and what is right. Never for a page."""

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

from karmayogi.assessment.engine import kinds
from karmayogi.assessment.engine.verdict import Answer, Terms
from karmayogi.kernel import rows

# Questions withdrawn now, and one more or one less to see what that would change.
_ANSWERS = """
select i.attempt_id, i.position, i.section, i.chosen, q.kind, q.body::text,
  coalesce((select json_agg(json_build_object('key', o.key, 'correct', o.correct, 'weight', o.weight::text))
            from assessment_option o where o.item_id = i.item_id), '[]')::text,
  i.item_id is distinct from %(but)s::bigint and (i.item_id is not distinct from %(also)s::bigint or exists (
    select from assessment_itemwithdrawal w where w.item_id = i.item_id and w.undone_at is null)),
  case when q.kind = 'short' then i.worth end
from assessment_attemptitem i join assessment_item q on q.id = i.item_id
where i.attempt_id = any(%(attempts)s::bigint[])
order by i.attempt_id, i.position
"""

# The result that counts: the first one, or the one that came of a withdrawal.
_SCORED = """
select a.id, a.uuid, a.person_id, part.uuid, part.id, a.questions, a.pass_percent, a.negative_percent,
  a.cut_offs::text, coalesce(r."right", a."right"), coalesce(r.score, a.score), coalesce(r.passed, a.passed),
  a.opened_at, a.submitted_at
from assessment_attempt a
join assessment_paper p on p.id = a.paper_id
join learning_part part on part.id = p.part_id
left join assessment_rescore r on r.attempt_id = a.id
where a.id = any(%s::bigint[]) and a.score is not null order by a.id
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Scored:
    """A marked attempt with the result that counts now."""

    id: int
    uuid: UUID
    person_id: int | None
    part_uuid: UUID
    part_id: int
    terms: Terms
    right: int
    score: int
    passed: bool
    opened_at: dt.datetime
    submitted_at: dt.datetime


def terms_of(questions: int, pass_percent: int, negative_percent: int, cut_offs: str) -> Terms:
    """cut_offs: as JSON."""
    needed = {int(section): percent for section, percent in json.loads(cut_offs).items()}
    return Terms(questions, pass_percent, negative_percent, needed)


def answers_of(
    attempt_ids: Sequence[int], *, also: int | None = None, but: int | None = None
) -> dict[int, list[Answer]]:
    """Of each attempt in the order of its questions. also, but: an item to be taken for withdrawn, or for not."""
    found: dict[int, list[Answer]] = {id: [] for id in attempt_ids}
    read: dict[tuple[str, str, str], kinds.Asked] = {}
    given = {"attempts": list(attempt_ids), "also": also, "but": but}
    for id, position, section, chosen, kind, body, options, credited, worth in rows.fetch(
        lambda *row: row, _ANSWERS, given
    ):
        key = kind, body, options
        if key not in read:
            read[key] = kinds.asked(kind, json.loads(options), json.loads(body))
        by_persons = None if worth is None else Fraction(worth)
        found[id].append(Answer(position, section, chosen, read[key], credited, by_persons))
    return found


def scored(attempt_ids: Sequence[int]) -> list[Scored]:
    """Those of them that are marked."""
    return rows.fetch(_scored, _SCORED, [list(attempt_ids)])


def _scored(*row: Any) -> Scored:
    return Scored(*[*row[:5], terms_of(*row[5:9]), *row[9:]])


def waiting_with(item_id: int) -> list[int]:
    """Ids of attempts that are handed in, not marked to the end, and had the question."""
    return rows.fetch(
        int,
        "select a.id from assessment_attempt a join assessment_attemptitem i on i.attempt_id = a.id and i.item_id = %s"
        " where a.submitted_at is not null and a.score is null order by a.id",
        [item_id],
    )
