"""Opening an attempt: the draw is made and the clock started by the server."""

import dataclasses
import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.check_door import check_door
from karmayogi.assessment.actions.submit import close_if_over
from karmayogi.assessment.engine import blueprint, drawing, fields, forms, kinds, timing
from karmayogi.assessment.engine.permission import Next
from karmayogi.assessment.queries import papers
from karmayogi.assessment.queries.proctored.seats import SeatRow
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning import api as learning


@dataclasses.dataclass(frozen=True, slots=True)
class Taker:
    """Whose attempt it is: exactly one of the two."""

    person_id: int | None = None
    candidate_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Drawn:
    """A question of an attempt, its options in the order in which they are shown."""

    id: int
    section: int
    shown: list[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Made:
    """An attempt that was opened just now."""

    id: int
    uuid: uuid.UUID
    questions: int


# Two presses at once: the second meets one of the unique constraints and finds the attempt of the first.
_OPEN = """
insert into assessment_attempt
  (uuid, person_id, candidate_id, paper_id, number, language, position, questions, pass_percent, opened_at, due_at,
   form, closing, negative_percent, cut_offs)
select %s, %s, %s, p.id, %s, %s, 1, %s, p.pass_percent, %s, %s, %s, '', p.negative_percent, coalesce(
  (select jsonb_object_agg(number, cut_off) from assessment_papersection
   where paper_id = p.id and cut_off is not null), '{}')
from assessment_paper p where p.id = %s
on conflict do nothing
returning id
"""

_POOL = """
select i.item_id, q.difficulty, q.competency_id, q.level, q.course_id, i.form, q.kind, q.body::text,
  array(select o.key from assessment_option o where o.item_id = i.item_id order by o.position)
from assessment_paperitem i
join assessment_item q on q.id = i.item_id
where i.paper_id = %s
  and not exists (select from assessment_itemwithdrawal w where w.item_id = i.item_id and w.undone_at is null)
"""

_LAST = """
select item_id from assessment_attemptitem where attempt_id = (
  select id from assessment_attempt
  where (person_id = %s or candidate_id = %s) and paper_id = %s and number < %s order by number desc limit 1)
"""

# Arrays of arrays must be even in PostgreSQL, so the orders of options travel as texts split by a tab.
_ITEMS = """
insert into assessment_attemptitem (attempt_id, position, item_id, shown, chosen, section, due_at)
select %s, d.position, d.item_id, array_remove(string_to_array(d.shown, chr(9)), ''), '{}', d.section, d.due_at
from unnest(%s::smallint[], %s::bigint[], %s::text[], %s::smallint[], %s::timestamptz[])
  d(position, item_id, shown, section, due_at)
"""


@transaction.atomic
def start(
    *,
    actor: Actor,
    part_uuid: uuid.UUID,
    language: str,
    at: dt.datetime,
    named: uuid.UUID | None = None,
    seat: SeatRow | None = None,
) -> uuid.UUID:
    """Opens her next attempt at the test of that part and returns its uuid; an open one is returned as it is.

    named: the uuid of the attempt, from which its questions are drawn (actions/sealed). seat: at a sitting whose code
    she has given (actions/proctored/enter).
    language: of the questions; another than the pool has becomes English. Raises NotFound without an enrolment in the
    course and Refused when she has passed, no attempt is left, or the test is not open to her.
    """
    quiz = learning.part_for_quiz(part_uuid, actor.person_id)
    renewed_from = learning.renews_from(actor.person_id, part_uuid, at)
    standing = papers.standing(actor.person_id, quiz.part_id, renewed_from=renewed_from)
    if standing.open is not None and close_if_over(standing.open, at):
        standing = papers.standing(actor.person_id, quiz.part_id, renewed_from=renewed_from)
    if standing.open is not None:
        return standing.open.uuid
    if standing.next is Next.PASSED:
        raise Refused(_("You have passed this test. There is nothing more to do here."))
    if standing.next is Next.WAITING:
        raise Refused(_("Your last attempt is still being marked."))
    if standing.next is Next.EXHAUSTED:
        raise Refused(_("You have used all your attempts at this test."))
    paper = standing.paper
    check_door(person_id=actor.person_id, paper_id=paper.id, at=at, seated=seat is not None)
    due_at = at + timing.with_extra(dt.timedelta(minutes=paper.minutes), standing.extra_percent)
    if seat is not None:
        due_at = min(due_at, seat.starts_at + timing.with_extra(seat.ends_at - seat.starts_at, standing.extra_percent))
    made = open_attempt(
        Taker(person_id=actor.person_id), paper, named=named or uuid7(), number=len(standing.attempts) + 1,
        language=language, extra_percent=standing.extra_percent, due_at=due_at, at=at,
        turn=seat.number if seat is not None else None,
    )  # fmt: skip
    if made is None:
        again = papers.standing(actor.person_id, quiz.part_id).open
        if again is None:
            raise Refused(_("This attempt has ended elsewhere. Open the test again."))
        return again.uuid
    audit.record(
        "assessment:attempt:open",
        agent=actor,
        at=at,
        kind="attempt",
        subject=made.uuid,
        label=quiz.course_en,
        concerns=actor.person_id,
        detail={"number": len(standing.attempts) + 1, "questions": made.questions, "part": part_uuid}
        | ({"extra_percent": standing.extra_percent} if standing.extra_percent else {})
        | ({"sitting": seat.sitting_uuid, "seat": seat.number} if seat is not None else {}),
    )
    return made.uuid


def open_attempt(
    taker: Taker, paper: papers.PaperRow, *, named: uuid.UUID, number: int, language: str, extra_percent: int,
    due_at: dt.datetime, at: dt.datetime, turn: int | None = None,
) -> Made | None:  # fmt: skip
    """Draws and writes the attempt; None where another one was opened at the same moment. turn: by which the forms of
    the paper alternate; without, they go by the draw. Whoever calls has found that it may be opened."""
    pool: dict[int, Any] = {row[0]: row for row in rows.fetch(lambda *row: row, _POOL, [paper.id])}
    seed = _seed(named)
    form = forms.form_for(sorted({row[5] for row in pool.values()} - {""}), seed, turn)
    mine = [row for row in pool.values() if row[5] in ("", form)]
    last = rows.fetch(lambda id: id, _LAST, [taker.person_id, taker.candidate_id, paper.id, number])
    drawn = _draw(paper, mine, seed, frozenset(last))
    if not drawn:
        raise Refused(_("This test has too few questions at the moment. Its owner has to add some."))
    return write_attempt(
        taker, paper, [Drawn(one.id, one.section, _order(pool[one.id], seed, one.id)) for one in drawn], named=named,
        number=number, language=language, form=form, extra_percent=extra_percent, due_at=due_at, at=at,
    )  # fmt: skip


def write_attempt(
    taker: Taker, paper: papers.PaperRow, drawn: Sequence[Drawn], *, named: uuid.UUID, number: int, language: str,
    form: str, extra_percent: int, due_at: dt.datetime, at: dt.datetime,
) -> Made | None:  # fmt: skip
    """Of questions that are drawn already; None where another one is open."""
    ends = ends_of(papers.sections(paper.id), at, extra_percent)
    attempt_id = rows.scalar(
        _OPEN,
        [
            named, taker.person_id, taker.candidate_id, number, language if language in paper.languages else "en",
            len(drawn), at, due_at, form, paper.id,
        ],
    )  # fmt: skip
    if attempt_id is None:
        return None
    rows.run(
        _ITEMS,
        [
            attempt_id, list(range(1, len(drawn) + 1)), [one.id for one in drawn],
            ["\t".join(one.shown) for one in drawn], [one.section for one in drawn],
            [ends.get(one.section) for one in drawn],
        ],
    )  # fmt: skip
    return Made(attempt_id, named, len(drawn))


def _draw(
    paper: papers.PaperRow, pool: list[tuple[Any, ...]], seed: uuid.UUID, last: frozenset[int]
) -> list[blueprint.Placed]:
    """By the blueprint where there is one, else in the proportions of the pool. Raises Refused for a thin pool."""
    cells = papers.cells(paper.id)
    if not cells:
        candidates = [drawing.Candidate(id, difficulty) for id, difficulty, *_rest in pool]
        return [blueprint.Placed(id, 1) for id in drawing.draw(candidates, paper.draw, seed, avoid=last)]
    bank = [blueprint.Banked(*row[:5]) for row in pool]
    while True:
        try:
            return blueprint.draw(bank, cells, seed, last)
        except blueprint.Thin as thin:
            if thin.cell.pool is None:
                raise Refused(_("This test has too few questions at the moment. Its owner has to add some.")) from thin
            # Of a test of the year, whose pool nobody adds to: a shorter paper is better than none.
            cells = [dataclasses.replace(one, count=thin.has) if one == thin.cell else one for one in cells]


def ends_of(sections: list[papers.SectionRow], at: dt.datetime, extra_percent: int) -> dict[int, dt.datetime]:
    """When the own time of each section ends: they follow one another."""
    ends: dict[int, dt.datetime] = {}
    minutes = 0
    for section in sections:
        if section.minutes is not None:
            minutes += section.minutes
            ends[section.number] = at + timing.with_extra(dt.timedelta(minutes=minutes), extra_percent)
    return ends


def _order(row: tuple[Any, ...], seed: uuid.UUID, item_id: int) -> list[str]:
    """row: of _POOL."""
    kind, body, keys = row[6:]
    if kind in kinds.CHOICES:
        return drawing.option_order(kind, keys, seed, item_id)
    return fields.mixed(kind, json.loads(body), seed, item_id)


def _seed(attempt_uuid: uuid.UUID) -> uuid.UUID:
    """The uuid stands in the address of the attempt: whoever knew the seed could undo the order of the options."""
    return uuid.UUID(bytes=salted_hmac("assessment.draw", attempt_uuid.hex, algorithm="sha256").digest()[:16])
