"""One adaptive test: fetched with the right to it, the one question that is asked now, and what came of it.

Nothing here reads which option is right.
"""

import dataclasses
import datetime as dt
from typing import Any
from uuid import UUID

from karmayogi.assessment.queries.attempts import Choice, Question
from karmayogi.assessment.queries.wording import OPTION, OPTIONED, TEXT, TEXT_LANGUAGE, WORDED
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class SittingRow:
    """level: None while it is open, 0 when none is shown; it, theta and error as they count now, reckoned anew or not.
    position: of the question that is asked now, 0 for none."""

    id: int
    uuid: UUID
    person_id: int
    bank_id: int
    bank_uuid: UUID
    competency_id: int
    language: str
    opened_at: dt.datetime
    due_at: dt.datetime
    closed_at: dt.datetime | None
    closing: str
    theta: float
    error: float
    level: int | None
    answered: int
    position: int
    name_en: str
    name_hi: str
    name_ur: str

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


_SITTING = """
select s.id, s.uuid, s.person_id, s.bank_id, k.uuid, s.competency_id, s.language, s.opened_at, s.due_at, s.closed_at,
  s.closing, coalesce(r.theta, s.theta), coalesce(r.error, s.error), coalesce(r.level, s.level),
  (select count(*)::int from assessment_sittingitem i where i.sitting_id = s.id and i.answered_at is not null),
  coalesce((select max(i.position)::int from assessment_sittingitem i
            where i.sitting_id = s.id and i.answered_at is null), 0),
  c.name_en, c.name_hi, c.name_ur
from assessment_sitting s
join assessment_bank k on k.id = s.bank_id
join competencies_competency c on c.id = s.competency_id
left join assessment_sittingrescore r on r.sitting_id = s.id
"""
_QUESTION = f"""
select i.position, q.kind, {TEXT}, {TEXT_LANGUAGE},
  {OPTION}
from assessment_sittingitem i
join assessment_item q on q.id = i.item_id
{WORDED}{OPTIONED}
where i.sitting_id = %(sitting)s and i.answered_at is null
order by array_position(i.shown, o.key)
"""


def access_sitting(actor: Actor, uuid: UUID) -> SittingRow:
    """Her own. Anybody else's is NotFound, whatever the role."""
    found = rows.first(SittingRow, _SITTING + "where s.person_id = %s and s.uuid = %s", [actor.person_id, uuid])
    if found is None:
        raise NotFound
    return found


def sitting_by_id(id: int) -> SittingRow:
    """For those who have it from elsewhere with the right to it. Raises NotFound."""
    found = rows.first(SittingRow, _SITTING + "where s.id = %s", [id])
    if found is None:
        raise NotFound
    return found


def mine_of(person_id: int) -> dict[int, SittingRow]:
    """Her latest test by competency."""
    found = rows.fetch(SittingRow, _SITTING + "where s.person_id = %s order by s.opened_at, s.id", [person_id])
    return {one.competency_id: one for one in found}


def latest(person_id: int, competency_id: int) -> SittingRow | None:
    return rows.first(
        SittingRow,
        _SITTING + "where s.person_id = %s and s.competency_id = %s order by s.opened_at desc, s.id desc limit 1",
        [person_id, competency_id],
    )


def question(sitting: SittingRow) -> Question:
    """The one that is asked now. Raises NotFound where none is."""
    found: list[Any] = rows.fetch(lambda *row: row, _QUESTION, {"language": sitting.language, "sitting": sitting.id})
    if not found:
        raise NotFound
    choices = tuple(Choice(value, row[4], row[5], False) for value, row in enumerate(found, start=1))
    position, kind, text, own = found[0][:4]
    return Question(position, kind, text, own, (), None, choices)


def overdue(before: dt.datetime, limit: int) -> list[SittingRow]:
    sql = _SITTING + "where s.closed_at is null and s.due_at < %s order by s.due_at limit %s"
    return rows.fetch(SittingRow, sql, [before, limit])
