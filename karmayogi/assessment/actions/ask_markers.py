"""Asking persons to mark the texts of an attempt that was just handed in."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.crypto import salted_hmac

from karmayogi.assessment.engine.rubric import is_doubled
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs import api as orgs

_TERMS = "select second_percent, peers from assessment_paper where id = %s"
_ITEMS = "select position, item_id from assessment_attemptitem where attempt_id = %s and position = any(%s::smallint[])"

# Who sat the same test and is done with it, from another office; in an order that nobody chooses.
_LEARNERS = """
select s.person_id from (
  select distinct person_id from assessment_attempt
  where paper_id = %(paper)s and submitted_at is not null and person_id <> %(me)s
) s
where not exists (
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


def ask_markers(*, attempt: AttemptRow, positions: Sequence[int], at: dt.datetime) -> None:
    """Called in the transaction that hands the attempt in.

    A test may have learners mark: drawn from those who are done with it, not of the same office, neither above nor
    below the author. Where there are too few of them, and in all other tests, the answers wait for those whose work it
    is; a share of them for two.
    """
    second_percent, peers = rows.first(lambda *row: row, _TERMS, [attempt.paper_id]) or (0, 0)
    post = orgs.current_post(attempt.person_id, clock.day(at))
    asks: list[tuple[Any, ...]] = []
    for position, item in rows.fetch(lambda *row: row, _ITEMS, [attempt.id, list(positions)]):
        dice = salted_hmac("assessment.marking", f"{attempt.uuid}:{position}", algorithm="sha256").hexdigest()
        drawn = _drawn(attempt, peers, dice, at) if peers else []
        if drawn:
            asks += [(uuid7(), position, item, n, len(drawn), who) for n, who in enumerate(drawn, start=1)]
        else:
            asked = 2 if is_doubled(int(dice, 16), second_percent) else 1
            asks += [(uuid7(), position, item, n, asked, None) for n in range(1, asked + 1)]
    rows.run(_ASK, [attempt.id, post.path if post else "", at, at, *(list(one) for one in zip(*asks, strict=True))])
    for uuid, _position, _item, _number, _asked, marker in asks:
        if marker is not None:
            audit.record(
                "assessment:marking:lend", agent=System("test"), at=at, kind="marking", subject=uuid, concerns=marker
            )


def _drawn(attempt: AttemptRow, count: int, dice: str, at: dt.datetime) -> list[int]:
    """Persons who may mark it; empty where there are fewer than `count`."""
    on = clock.day(at)
    terms = {"paper": attempt.paper_id, "me": attempt.person_id, "on": on, "dice": dice}
    drawn: list[int] = []
    for person in rows.fetch(int, _LEARNERS, terms):
        above = orgs.supervises(person, attempt.person_id, on) or orgs.supervises(attempt.person_id, person, on)
        if not above:
            drawn.append(person)
        if len(drawn) == count:
            return drawn
    return []


def take_back_lent(*, asked_before: dt.datetime) -> int:
    """Answers that learners were given and did not mark go to those whose work it is; how many."""
    return rows.run(
        "update assessment_marking set peer = false, marker_id = null, taken_at = null"
        " where peer and done_at is null and asked_at < %s",
        [asked_before],
    )
