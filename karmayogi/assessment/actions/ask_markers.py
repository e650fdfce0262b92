"""Asking persons to mark the texts of an attempt that was just handed in."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from karmayogi.assessment.engine.rubric import is_doubled
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs import api as orgs

LENDER = System("assessment")

_TERMS = "select second_percent, peers from assessment_paper where id = %s"
_ITEMS = "select position, item_id from assessment_attemptitem where attempt_id = %s and position = any(%s::smallint[])"

# Of the latest who sat the same test: who passed, so that they do not sit it again, from another office; in an order
# that nobody chooses.
_LEARNERS = """
select s.person_id from (
  select distinct a.person_id from (
    select id, person_id, passed from assessment_attempt where paper_id = %(paper)s order by id desc limit 1000
  ) a
  left join assessment_rescore r on r.attempt_id = a.id
  where coalesce(r.passed, a.passed) and a.person_id <> %(me)s
) s
where not exists (select from assessment_attempt o where o.paper_id = %(paper)s and o.person_id = s.person_id
                  and o.submitted_at is null)
and not exists (
  select from orgs_incumbency mine join orgs_incumbency theirs on theirs.organisation_path = mine.organisation_path
  where mine.person_id = %(me)s and theirs.person_id = s.person_id
    and mine.valid_from <= %(on)s and (mine.valid_to is null or mine.valid_to > %(on)s)
    and theirs.valid_from <= %(on)s and (theirs.valid_to is null or theirs.valid_to > %(on)s))
order by md5(s.person_id::text || %(dice)s) limit 40
"""
_ASK = """
insert into assessment_marking (uuid, attempt_id, position, item_id, number, asked, peer, organisation_path, marker_id,
  asked_at, taken_at, remark)
select x.uuid, %s, x.position, x.item, x.number, x.asked, x.marker is not null, %s, x.marker, %s,
  case when x.marker is not null then %s::timestamptz end, ''
from unnest(%s::uuid[], %s::int[], %s::bigint[], %s::int[], %s::int[], %s::bigint[])
  x(uuid, position, item, number, asked, marker)
"""

# What learners were given and did not mark.
_LENT = "where peer and done_at is null and asked_at < %(before)s"
# A mark that comes at this moment is waited for, and then counts: see mark_answer.
_LOCK_LENT = f"""
select id from assessment_attempt where id in (select attempt_id from assessment_marking {_LENT}) order by id
for no key update
"""
_LEAVE_ONE = f"""
delete from assessment_marking m using (
  select attempt_id, position, min(number) as first from assessment_marking {_LENT} group by attempt_id, position
) o
where m.attempt_id = o.attempt_id and m.position = o.position and m.number > o.first
  and m.peer and m.done_at is null and m.asked_at < %(before)s
"""
_ASK_FEWER = f"""
update assessment_marking m set asked = o.count from (
  select attempt_id, position, count(*) as count from assessment_marking
  where (attempt_id, position) in (select attempt_id, position from assessment_marking {_LENT})
  group by attempt_id, position
) o
where m.attempt_id = o.attempt_id and m.position = o.position
"""


def ask_markers(*, attempt: AttemptRow, positions: Sequence[int], at: dt.datetime) -> None:
    """Called in the transaction that hands the attempt in.

    A test may have learners mark: drawn from those who passed it, not of the same office, neither above nor
    below the author. Where there are too few of them, and in all other tests, the answers wait for those whose work it
    is; a share of them for two.
    """
    second_percent, peers = rows.first(lambda *row: row, _TERMS, [attempt.paper_id]) or (0, 0)
    post = orgs.current_post(attempt.person_id, clock.day(at)) if attempt.person_id is not None else None
    learners = _learners(attempt, peers * len(positions), at) if peers else []
    asks: list[tuple[Any, ...]] = []
    for position, item in rows.fetch(lambda *row: row, _ITEMS, [attempt.id, list(positions)]):
        dice = _dice(f"{attempt.uuid}:{position}")
        if drawn := _drawn(learners, peers, dice):
            asks += [(uuid7(), position, item, n, len(drawn), who) for n, who in enumerate(drawn, start=1)]
        else:
            asked = 2 if is_doubled(int(dice, 16), second_percent) else 1
            asks += [(uuid7(), position, item, n, asked, None) for n in range(1, asked + 1)]
    rows.run(_ASK, [attempt.id, post.path if post else "", at, at, *(list(one) for one in zip(*asks, strict=True))])
    for uuid, _position, _item, _number, _asked, marker in asks:
        if marker is not None:
            audit.record("assessment:marking:lend", agent=LENDER, at=at, kind="marking", subject=uuid, concerns=marker)


def _learners(attempt: AttemptRow, most: int, at: dt.datetime) -> list[int]:
    """Persons who may mark texts of it, in no order that anybody chose. Asked once for all its texts: the learner who
    hands in waits for it."""
    author = attempt.person_id
    if author is None:
        return []  # whoever was invited gets tests that need no marks of persons
    on = clock.day(at)
    terms = {"paper": attempt.paper_id, "me": author, "on": on, "dice": _dice(str(attempt.uuid))}
    found: list[int] = []
    for person in rows.fetch(int, _LEARNERS, terms):
        above = orgs.supervises(person, author, on) or orgs.supervises(author, person, on)
        if not above:
            found.append(person)
        if len(found) == most:
            break
    return found


def _drawn(learners: Sequence[int], count: int, dice: str) -> list[int]:
    """That many of them by lot; nobody where there are fewer."""
    return sorted(learners, key=lambda who: _dice(f"{dice}:{who}"))[:count] if len(learners) >= count else []


def _dice(about: str) -> str:
    return salted_hmac("assessment.marking", about, algorithm="sha256").hexdigest()


@transaction.atomic
def take_back_lent(*, asked_before: dt.datetime) -> int:
    """Answers that learners were given and did not mark go to those whose work it is, each to one; how many.

    How many mark an answer shrinks with it: one person marks it once, and an office may have one whose work it is.
    """
    terms = {"before": asked_before}
    rows.run(_LOCK_LENT, terms)
    rows.run(_LEAVE_ONE, terms)
    rows.run(_ASK_FEWER, terms)
    return rows.run(f"update assessment_marking set peer = false, marker_id = null, taken_at = null {_LENT}", terms)
