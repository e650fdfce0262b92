"""Answers that wait for the marks of a person, without who wrote them."""

import dataclasses
import datetime as dt
import json
from typing import Any
from uuid import UUID

from karmayogi.assessment.policies import marking_paths
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs

# An answer that was taken and not marked goes back after this; one given to a learner goes to those whose work it is.
HELD = dt.timedelta(hours=2)
LENT = dt.timedelta(days=7)

# What this actor may take: in scope, not their own, not marked by them already, of no course in which they learn, of no
# question that they mark otherwise than was agreed.
_OPEN = """
from assessment_marking m join assessment_attempt a on a.id = m.attempt_id join assessment_item q on q.id = m.item_id
where m.done_at is null and not m.peer and a.score is null and a.person_id <> %(me)s
  and (m.marker_id is null or m.marker_id = %(me)s or m.taken_at < %(stale)s)
  and (exists (select from unnest(%(paths)s::text[]) mine(path)
               where m.organisation_path <> '' and starts_with(m.organisation_path, mine.path))
       or (%(country)s::boolean and m.organisation_path = ''))
  and not exists (select from assessment_marking o where o.attempt_id = m.attempt_id and o.position = m.position
                  and o.marker_id = %(me)s and o.id <> m.id)
  and not exists (select from assessment_itemwithdrawal w where w.item_id = m.item_id and w.undone_at is null)
  and not exists (select from learning_enrolment n where n.course_id = q.course_id and n.person_id = %(me)s
                  and n.status = 'active')
"""
_UNTRIED = """
exists (select from jsonb_array_elements(coalesce(q.body->'agreed', '[]')) g
        where not exists (select from assessment_agreedmark k where k.item_id = q.id and k.marker_id = %(me)s
                          and k.key = g->>'key' and k.close))
"""
_COUNT = f"select count(*)::int {_OPEN}"
_NEXT = f"select m.id {_OPEN} and not {_UNTRIED} order by m.marker_id is null, m.id limit 1 for update of m skip locked"
_TRIAL = f"""
select q.uuid, g.value->>'key' {_OPEN.replace("where", "cross join jsonb_array_elements(coalesce(q.body->'agreed', '[]')) g where", 1)}
  and not exists (select from assessment_agreedmark k where k.item_id = q.id and k.marker_id = %(me)s
                  and k.key = g.value->>'key' and k.close)
order by q.id, 2 limit 1
"""  # noqa: E501
_MINE = """
select m.id, m.uuid, m.attempt_id, m.position, m.number, m.asked, m.peer, m.done_at, i.chosen[1], q.body::text,
  coalesce(tl.text, te.text), case when tl.text is null then 'en' else tl.language end
from assessment_marking m
join assessment_attempt a on a.id = m.attempt_id
join assessment_attemptitem i on i.attempt_id = m.attempt_id and i.position = m.position
join assessment_item q on q.id = m.item_id
join assessment_itemtext te on te.item_id = q.id and te.language = 'en'
left join assessment_itemtext tl on tl.item_id = q.id and tl.language = %s
where m.marker_id = %s
"""
_EVER = "select exists (select from assessment_marking where marker_id = %s)"
GIVEN = """
select count(*)::int from assessment_marking m join assessment_attempt a on a.id = m.attempt_id
where m.marker_id = %(person)s and m.peer and m.done_at is null and a.score is null
"""


@dataclasses.dataclass(frozen=True, slots=True)
class RubricLine:
    key: str
    text: str
    language: str
    points: int


@dataclasses.dataclass(frozen=True, slots=True)
class Task:
    """An answer to be marked by this actor. answer: the text, by nobody."""

    id: int
    uuid: UUID
    attempt_id: int
    position: int
    number: int
    asked: int
    peer: bool
    done_at: dt.datetime | None
    answer: str
    body: dict[str, Any]
    question: str
    language: str
    rubric: tuple[RubricLine, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Agreed:
    """An answer whose marks were agreed on before."""

    item_id: int
    item_uuid: UUID
    key: str
    answer: str
    body: dict[str, Any]
    points: dict[str, int]
    question: str
    language: str
    rubric: tuple[RubricLine, ...]


def _terms(actor: Actor, at: dt.datetime) -> dict[str, Any]:
    paths = marking_paths(actor)
    country = orgs.country_path() in paths
    return {"me": actor.person_id, "paths": list(paths), "country": country, "stale": at - HELD}


def marks(actor: Actor) -> bool:
    return bool(marking_paths(actor))


def count_waiting(actor: Actor, at: dt.datetime) -> int:
    """Answers that the actor may mark now, those of questions that they have to try first included."""
    return rows.scalar(_COUNT, _terms(actor, at)) if marks(actor) else 0


def next_free(actor: Actor, at: dt.datetime) -> int | None:
    """Id of the next one, locked; those that others take at this moment are passed over."""
    return rows.scalar(_NEXT, _terms(actor, at)) if marks(actor) else None


def next_trial(actor: Actor, at: dt.datetime) -> tuple[UUID, str] | None:
    """(question, key) of the next agreed answer to be tried before its question is marked."""
    return rows.first(lambda *row: row, _TRIAL, _terms(actor, at)) if marks(actor) else None


def mine(actor: Actor) -> list[Task]:
    """Answers that the actor has taken, or was given as a learner, and has not marked."""
    return rows.fetch(
        lambda *row: _task(actor.language, *row),
        _MINE + "and m.done_at is null and a.score is null order by m.taken_at, m.id limit 50",
        [actor.language, actor.person_id],
    )


def lent(actor: Actor) -> int:
    """How many answers the actor was given as a learner and has not marked."""
    return rows.scalar(GIVEN, {"person": actor.person_id}) or 0


def has_queue(actor: Actor) -> bool:
    """Whether there is a list of answers to mark for the actor: it stays when the last of them is marked."""
    return marks(actor) or bool(rows.scalar(_EVER, [actor.person_id]))


def access_task(actor: Actor, uuid: UUID) -> Task:
    """Raises NotFound for one that the actor has not taken."""
    found = rows.first(
        lambda *row: _task(actor.language, *row), _MINE + "and m.uuid = %s", [actor.language, actor.person_id, uuid]
    )
    if found is None:
        raise NotFound
    return found


def access_agreed(actor: Actor, item_uuid: UUID, key: str) -> Agreed:
    """Raises NotFound for whoever marks nobody's answers, or has learned, or may still learn, in that course."""
    found: Any = rows.first(
        lambda *row: row,
        "select q.id, q.body::text, coalesce(tl.text, te.text), case when tl.text is null then 'en' else tl.language"
        " end from assessment_item q join assessment_itemtext te on te.item_id = q.id and te.language = 'en'"
        " left join assessment_itemtext tl on tl.item_id = q.id and tl.language = %s where q.uuid = %s"
        " and not exists (select from learning_enrolment n where n.course_id = q.course_id and n.person_id = %s"
        "   and n.status = 'active')",
        [actor.language, item_uuid, actor.person_id],
    )
    body = json.loads(found[1]) if found is not None and marks(actor) else {}
    one = next((one for one in body.get("agreed", ()) if one["key"] == key), None)
    if one is None:
        raise NotFound
    answer = one["text"]
    return Agreed(
        found[0], item_uuid, key, answer, body, one["points"], found[2], found[3], _rubric(body, actor.language)
    )


def _task(language: str, *row: Any) -> Task:
    body = json.loads(row[9])
    return Task(*[*row[:8], row[8] or "", body, row[10], row[11], _rubric(body, language)])


def _rubric(body: dict[str, Any], language: str) -> tuple[RubricLine, ...]:
    lines = []
    for one in body["rubric"]:
        spoken = language if language in one["text"] else "en"
        lines.append(RubricLine(one["key"], one["text"][spoken], spoken, one["points"]))
    return tuple(lines)
