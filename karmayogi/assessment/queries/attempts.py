"""One attempt: fetched with the right to it, its questions while it is open, everything once it is closed.

Nothing here reads `correct`, `right` or `why` for an open attempt but `result`, which refuses one.
"""

import dataclasses
import datetime as dt
import json
import uuid
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from karmayogi.assessment.engine import fields, kinds
from karmayogi.assessment.engine.fields import Field, Told
from karmayogi.assessment.queries.papers import ATTEMPT_COLUMNS
from karmayogi.assessment.queries.wording import OPTION, OPTIONED, TEXT, TEXT_LANGUAGE, WORDED
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """An option as the attempt shows it. value: its place there, which is all that a page ever knows of it."""

    value: int
    text: str
    language: str
    chosen: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    """language: the one that the text is really in. languages: those in which it is written."""

    position: int
    kind: str
    text: str
    language: str
    languages: tuple[str, ...]
    saved_at: dt.datetime | None
    choices: tuple[Choice, ...]
    fields: tuple[Field, ...] = ()
    section: str = ""
    section_due_at: dt.datetime | None = None

    @property
    def seen(self) -> str:
        """What is chosen now, as the page sends it back: a page on which nothing was changed saves nothing."""
        if self.fields:
            said = [one.value or ",".join(pick.value for pick in one.picks if pick.chosen) for one in self.fields]
            return ";".join(quote(one, safe=",") for one in said) if any(said) else ""
        return ",".join(str(choice.value) for choice in self.choices if choice.chosen)


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A question in the overview."""

    position: int
    answered: bool
    text: str
    language: str


@dataclasses.dataclass(frozen=True, slots=True)
class MarkedChoice:
    text: str
    language: str
    chosen: bool
    correct: bool


@dataclasses.dataclass(frozen=True, slots=True)
class MarkedQuestion:
    """late: an answer to it came after the time. withdrawn: why the question is not asked any more.

    remarks: of those who marked a text.
    """

    choices: tuple[MarkedChoice, ...]
    position: int
    kind: str
    text: str
    why: str
    language: str
    clause: str
    correct: bool
    answered: bool
    late: bool
    worth: Decimal
    withdrawn: str | None
    remarks: list[str]
    fields: tuple[Told, ...] = ()

    @property
    def percent(self) -> int:
        """Of its worth."""
        return int(100 * self.worth)


_MINE = ATTEMPT_COLUMNS + "where a.person_id = %s and a.uuid = %s"

_ANSWERED = """
select i.position, cardinality(i.chosen) > 0 from assessment_attemptitem i where i.attempt_id = %s order by i.position
"""

_KIND = """
select q.kind from assessment_attemptitem i join assessment_item q on q.id = i.item_id
where i.attempt_id = %s and i.position = %s
"""

_LINES = """
select i.position, cardinality(i.chosen) > 0, coalesce(tl.text, te.text),
  case when tl.text is null then 'en' else tl.language end
from assessment_attemptitem i
join assessment_itemtext te on te.item_id = i.item_id and te.language = 'en'
left join assessment_itemtext tl on tl.item_id = i.item_id and tl.language = %s
where i.attempt_id = %s
order by cardinality(i.chosen) > 0, i.position
"""

_QUESTION = f"""
select q.kind, q.body::text, i.shown, i.chosen, (
    select coalesce(s.titles->>%(language)s, s.titles->>'en') from assessment_attempt a
    join assessment_papersection s on s.paper_id = a.paper_id and s.number = i.section
    where a.id = i.attempt_id), i.due_at, {TEXT},
  {TEXT_LANGUAGE},
  (select array_agg(t.language order by t.language) from assessment_itemtext t where t.item_id = i.item_id),
  i.saved_at, {OPTION},
  o.key = any(i.chosen)
from assessment_attemptitem i
join assessment_item q on q.id = i.item_id
{WORDED}{OPTIONED}
where i.attempt_id = %(attempt)s and i.position = %(position)s
order by array_position(i.shown, o.key)
"""

_RESULT = f"""
select i.position, q.kind, {TEXT}, coalesce(nullif(tl.why, ''), te.why),
  {TEXT_LANGUAGE}, q.clause, i.correct, cardinality(i.chosen) > 0,
  l.attempt_id is not null, coalesce(i.worth, i.correct::int),
  (select w.reason from assessment_itemwithdrawal w where w.item_id = i.item_id and w.undone_at is null),
  array(select m.remark from assessment_marking m where m.attempt_id = i.attempt_id and m.position = i.position
        and m.remark <> '' order by m.number),
  q.body::text, i.chosen,
  {OPTION}, o.key = any(i.chosen), o.correct
from assessment_attemptitem i
join assessment_item q on q.id = i.item_id
{WORDED}{OPTIONED}
left join assessment_lateanswer l on l.attempt_id = i.attempt_id and l.position = i.position
where i.attempt_id = %(attempt)s
order by i.position, array_position(i.shown, o.key)
"""


def access_attempt(actor: Actor, attempt_uuid: uuid.UUID) -> AttemptRow:
    """Her own attempt. Anybody else's is NotFound, whatever the role: a test in progress is nobody's business."""
    found = rows.first(AttemptRow, _MINE, [actor.person_id, attempt_uuid])
    if found is None:
        raise NotFound
    return found


def by_id(attempt_id: int) -> AttemptRow:
    """For acts that have it from elsewhere with the right to it. Raises NotFound."""
    found = rows.first(AttemptRow, ATTEMPT_COLUMNS + "where a.id = %s", [attempt_id])
    if found is None:
        raise NotFound
    return found


def answered(attempt_id: int) -> list[bool]:
    """For each question in order, whether it has an answer."""
    return rows.fetch(lambda _position, has: has, _ANSWERED, [attempt_id])


def lines(attempt: AttemptRow, language: str) -> list[Line]:
    """The overview before submission: unanswered questions first."""
    return rows.fetch(Line, _LINES, [language, attempt.id])


def question(attempt: AttemptRow, position: int, language: str) -> Question:
    """One question as the attempt shows it. Raises NotFound for a position that there is not."""
    found = rows.fetch(
        lambda *row: row,
        _QUESTION,
        {"language": language, "attempt": attempt.id, "position": position},
    )
    if not found:
        raise NotFound
    kind, body, shown, chosen, section, due_at, text, own, languages, saved_at = found[0][:10]
    tail = (section or "", due_at)
    if kind in kinds.CHOICES:
        choices = tuple(Choice(value, *row[10:]) for value, row in enumerate(found, start=1))
        return Question(position, kind, text, own, tuple(languages), saved_at, choices, (), *tail)
    asked = tuple(fields.ask(kind, json.loads(body), shown, chosen, language))
    return Question(position, kind, text, own, tuple(languages), saved_at, (), asked, *tail)


def result(attempt: AttemptRow, language: str) -> list[MarkedQuestion]:
    """Every question with its marks and reasons, in one query. Raises NotFound while the attempt has no result."""
    if attempt.is_open or attempt.is_waiting:
        raise NotFound
    by_position: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows.fetch(lambda *row: row, _RESULT, {"language": language, "attempt": attempt.id}):
        by_position.setdefault(row[0], []).append(row)
    return [_marked(found, language) for found in by_position.values()]


def _marked(found: list[tuple[Any, ...]], language: str) -> MarkedQuestion:
    head: Any = found[0][:12]
    body, chosen = found[0][12:14]
    kind = head[1]
    if kind in kinds.CHOICES:
        return MarkedQuestion(tuple(MarkedChoice(*row[14:]) for row in found), *head)
    told = fields.tell(kinds.asked(kind, (), json.loads(body)), chosen, language)
    return MarkedQuestion(*[(), *head, tuple(told)])


def kind_of(attempt: AttemptRow, position: int) -> str:
    """Of one question. Raises NotFound for a position that there is not."""
    kind = rows.scalar(_KIND, [attempt.id, position])
    if kind is None:
        raise NotFound
    return str(kind)
