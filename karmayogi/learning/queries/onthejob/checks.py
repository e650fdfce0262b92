"""Checks whether a course was applied: for their officer, for the colleagues who are asked, for who decides."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound, Role
from karmayogi.learning.engine.onthejob.terms import CHECK
from karmayogi.orgs import api as orgs

# Over the office of the officer: who decides where colleagues did not, or the officer asks for it.
DECIDES = (Role.FRAC_COMPETENCY_REVIEWER, Role.MDO_ADMIN)
PAGE = 50

_CHECK = """
select k.id, k.uuid, k.person_id, n.name, n.name_native, c.uuid, coalesce(e.title_en, c.code),
  coalesce(e.title_hi, ''), coalesce(e.title_ur, ''), k.state, k.closes_on,
  k.decided_at, k.appealed_at, k.appeal_reason, k.decision, k.decided_by_id
from learning_applicationcheck k
join people_person n on n.id = k.person_id
join learning_course c on c.id = k.course_id
left join learning_catalogueentry e on e.course_id = c.id
"""
_TRIES = """
select t.number, t.words, coalesce(f.sha256, ''), coalesce(f.media_type, ''), t.sent_at, t.shown, t.decided_at,
  (select count(*) from learning_peerask a where a.attempt_id = t.id and a.state in ('waiting', 'answered')),
  (select count(*) from learning_peerask a where a.attempt_id = t.id and a.state = 'answered'),
  case when t.shown is null then '{}' else coalesce((
    select array_agg(a.reason order by md5(a.uuid::text)) from learning_peerask a
    where a.attempt_id = t.id and a.state = 'answered'), '{}') end
from learning_applicationtry t left join kernel_storedfile f on f.id = t.file_id
where t.check_of_id = %s order by t.number
"""
_ASK = """
select a.uuid, coalesce(e.title_en, c.code), coalesce(e.title_hi, ''), coalesce(e.title_ur, ''), c.uuid, t.words,
  coalesce(f.sha256, ''), coalesce(f.media_type, ''), a.state, a.due_on
from learning_peerask a
join learning_applicationtry t on t.id = a.attempt_id
join learning_applicationcheck k on k.id = t.check_of_id
join learning_course c on c.id = k.course_id
left join learning_catalogueentry e on e.course_id = c.id
left join kernel_storedfile f on f.id = t.file_id
where a.peer_id = %s
"""
_MINE = """
k.person_id <> %(me)s and (
  exists (select from unnest(%(paths)s::text[]) as one(path)
          where k.organisation_path >= one.path collate "C" and k.organisation_path < (one.path || '~') collate "C"
            and k.organisation_path <> '')
  or (%(national)s::boolean and k.organisation_path = ''))
"""


@dataclasses.dataclass(frozen=True, slots=True)
class CheckRow:
    id: int
    uuid: uuids.UUID
    person_id: int
    name: str
    name_native: str
    course_uuid: uuids.UUID
    course_en: str
    course_hi: str
    course_ur: str
    state: str
    closes_on: dt.date
    decided_at: dt.datetime | None
    appealed_at: dt.datetime | None
    appeal_reason: str
    decision: str
    decided_by_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class TryRow:
    """asked, answered: how many colleagues. reasons: theirs, without names and in no order that tells, once decided."""

    number: int
    words: str
    file_sha256: str
    file_type: str
    sent_at: dt.datetime
    shown: bool | None
    decided_at: dt.datetime | None
    asked: int
    answered: int
    reasons: list[str]


@dataclasses.dataclass(frozen=True, slots=True)
class AskRow:
    """What a colleague who was drawn reads. Nothing in it says whose it is, but what the officer wrote."""

    uuid: uuids.UUID
    course_en: str
    course_hi: str
    course_ur: str
    course_uuid: uuids.UUID
    words: str
    file_sha256: str
    file_type: str
    state: str
    due_on: dt.date


def checks_of(person_id: int) -> list[CheckRow]:
    """One's own, newest first."""
    return rows.fetch(CheckRow, _CHECK + "where k.person_id = %s order by k.id desc limit 100", [person_id])


def access_check(actor: Actor, check: uuids.UUID) -> CheckRow:
    """One's own. Raises NotFound for anybody else's."""
    found = rows.first(CheckRow, _CHECK + "where k.uuid = %s and k.person_id = %s", [check, actor.person_id])
    if found is None:
        raise NotFound
    return found


def tries_of(check_id: int) -> list[TryRow]:
    return rows.fetch(TryRow, _TRIES, [check_id])


def asks_of(person_id: int) -> list[AskRow]:
    """What waits for that person's judgement, what is due first at the top."""
    return rows.fetch(AskRow, _ASK + "and a.state = 'waiting' order by a.due_on, a.id limit 50", [person_id])


def count_asks(actor: Actor) -> int:
    sql = "select count(*) from learning_peerask where peer_id = %s and state = 'waiting'"
    return int(rows.scalar(sql, [actor.person_id]))


def count_to_write(actor: Actor, on: dt.date) -> int:
    """One's own on which the clock runs: open, or a "not shown" that can be answered."""
    sql = """
    select count(*) from learning_applicationcheck
    where person_id = %s and (state = 'open' and closes_on >= %s
      or state = 'not_shown' and (decided_at at time zone 'Asia/Kolkata')::date >= %s)
    """
    return int(rows.scalar(sql, [actor.person_id, on, on - dt.timedelta(days=CHECK.days_again)]))


def access_ask(actor: Actor, ask: uuids.UUID) -> AskRow:
    """While it is asked. Raises NotFound for whoever was not drawn; what was answered is closed to the peer too."""
    found = rows.first(AskRow, _ASK + "and a.uuid = %s", [actor.person_id, ask])
    if found is None:
        raise NotFound
    return found


def may_decide(actor: Actor) -> bool:
    return bool(actor.paths(*DECIDES, Role.SPV_ADMIN))


def appeals_for(actor: Actor, on: dt.date) -> list[CheckRow]:
    """What waits for the actor's decision, the longest first: of nobody in the actor's own reporting line that day, and
    nothing on which the actor was asked as a colleague, since somebody else has to decide there."""
    reach = _reach(actor)
    there = rows.fetch(
        int,
        f"select distinct k.person_id from learning_applicationcheck k where k.state = 'appealed' and {_MINE}",
        reach,
    )
    line = [*orgs.above(actor.person_id, on), *orgs.under(actor.person_id, there, on)] if there else []
    sql = f"""
    {_CHECK} where k.state = 'appealed' and {_MINE} and k.person_id <> all(%(line)s::bigint[])
      and not exists (select from learning_peerask a join learning_applicationtry t on t.id = a.attempt_id
                      where t.check_of_id = k.id and a.peer_id = %(me)s)
    order by k.appealed_at, k.id limit {PAGE}
    """
    return rows.fetch(CheckRow, sql, reach | {"line": line})


def access_appeal(actor: Actor, check: uuids.UUID) -> CheckRow:
    """One that waits for a decision of the actor's, or that the actor decided. Raises NotFound, also for one's own."""
    sql = f"{_CHECK} where k.uuid = %(uuid)s and (k.state = 'appealed' or k.decided_by_id = %(me)s) and {_MINE}"
    found = rows.first(CheckRow, sql, _reach(actor) | {"uuid": check})
    if found is None:
        raise NotFound
    return found


def _reach(actor: Actor) -> dict[str, object]:
    return {
        "me": actor.person_id, "paths": list(actor.paths(*DECIDES)), "national": bool(actor.paths(Role.SPV_ADMIN)),
    }  # fmt: skip
