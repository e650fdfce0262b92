"""What a withdrawal of a question touches, without saying whose results they are."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from karmayogi.assessment.policies import WITHDRAWERS
from karmayogi.assessment.queries.exchange.pool import Test, access_test
from karmayogi.assessment.queries.measurement import FEWEST_SHOWN
from karmayogi.kernel import bulk, rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs

KIND = "assessment.withdrawal"

_QUESTION = """
select q.id, q.uuid, q.key, t.text, exists (
  select from assessment_itemwithdrawal w where w.item_id = q.id and w.undone_at is null)
from assessment_item q join assessment_itemtext t on t.item_id = q.id and t.language = 'en'
join learning_course c on c.id = q.course_id
where q.uuid = %s and c.uuid = %s
"""
_HAD_IT = """
select a.id from assessment_attempt a
where a.score is not null and a.id in (select attempt_id from assessment_attemptitem where item_id = %(item)s)
  and coalesce(a.marked_at, a.submitted_at) <= coalesce(%(until)s::timestamptz, 'infinity')
  and not exists (select from kernel_bulkrow r where r.act_id = %(act)s and (r.data->>'attempt')::bigint = a.id)
order by a.id
"""
_EFFECT = """
select count(*) filter (where attempt)::int, count(*) filter (where attempt and moved)::int,
  count(*) filter (where attempt and r.data->>'passed' = 'true' and r.data->>'passed_before' = 'false')::int,
  count(*) filter (where not attempt)::int, count(*) filter (where not attempt and moved)::int
from kernel_bulkrow r
cross join lateral (select r.data->>'what' = 'attempt' as attempt, r.data->>'now' <> r.data->>'was' as moved) x
where r.act_id = %s and r.data->>'what' in ('attempt', 'sitting')
"""
_LEFT = """
select coalesce(min(x.count), 0)::int from (
  select count(i.item_id) from assessment_paper p
  left join assessment_yearlytest y on y.paper_id = p.id
  left join assessment_paperitem i on i.paper_id = p.id and i.item_id <> %(item)s
    and (y.id is null or exists (select from assessment_item mine join assessment_item q on q.course_id = mine.course_id
                                 where mine.id = %(item)s and q.id = i.item_id))
    and not exists (select from assessment_itemwithdrawal w where w.item_id = i.item_id and w.undone_at is null)
  where p.part_id = %(part)s or y.closes_at > %(at)s and exists (
    select from assessment_paperitem here where here.paper_id = p.id and here.item_id = %(item)s)
  group by p.id) x
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    id: int
    uuid: UUID
    key: str
    text: str
    withdrawn: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Effect:
    """Figures of a plan; None where it could be told whose they are. attempts, sittings: that had the question."""

    attempts: int | None
    scores: int | None
    passes: int | None
    sittings: int | None
    levels: int | None


def withdraws(actor: Actor) -> bool:
    """A question is asked everywhere: who withdraws it answers for the whole country."""
    return actor.may(orgs.country_path(), *WITHDRAWERS)


def access_question(actor: Actor, part_uuid: UUID, item_uuid: UUID, on: dt.date) -> tuple[Test, Question]:
    """A question of a test that the actor may withdraw. Raises NotFound."""
    if not withdraws(actor):
        raise NotFound
    test = access_test(actor, part_uuid, on)
    found = rows.first(Question, _QUESTION, [item_uuid, test.course_uuid])
    if found is None:
        raise NotFound
    return test, found


def had_it(item_id: int, *, but_of: int = 0, until: dt.datetime | None = None) -> list[int]:
    """Ids of the marked attempts that had the question. but_of: id of an act whose rows are left out. until: when the
    question was withdrawn; what was marked later was marked knowing of it."""
    return rows.fetch(int, _HAD_IT, {"item": item_id, "act": but_of, "until": until})


def acts_about(item_id: int) -> list[bulk.Act]:
    """The newest first."""
    return [act for act in bulk.acts_within(orgs.country_path(), KIND, limit=200) if act.params["item"] == item_id]


def is_over(question: Question, acts: Sequence[bulk.Act]) -> bool:
    """Whether it is withdrawn to the end: one that was stopped half-way is asked for again. acts: about it."""
    return question.withdrawn and (not acts or acts[0].status == "done")


def left_in_pool(part_id: int, item_id: int, at: dt.datetime) -> int:
    """Questions that can be drawn without this one: by its test, or by a test of the year that borrows from it and is
    not over, where that has fewer."""
    return rows.scalar(_LEFT, {"part": part_id, "item": item_id, "at": at}) or 0


def effect_of(act: bulk.Act) -> Effect:
    found: tuple[int, ...] = rows.first(lambda *row: row, _EFFECT, [act.id]) or (0,) * 5
    return Effect(*(count if count == 0 or count >= FEWEST_SHOWN else None for count in found))
