"""Who qualifies to train the next tier, worked out anew from attendance and tests for some people.

The register is a function of what is on record: whoever attended a session of a tier in full, and completed the test
that the tier asks for, may lead sessions of the next one from that moment on. When attendance is taken back or cut,
what followed from it is withdrawn and stays visible; the sessions that were led meanwhile stay on record.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Iterable, Sequence
from typing import Any

from karmayogi.kernel import bulk, rows
from karmayogi.kernel.access import Actor, Agent
from karmayogi.kernel.ids import uuid7

# What is on record now: (tier that may be led, person, event, since when), the earliest for each.
_DUE = """
due as (
  select distinct on (n.id, p.person_id) n.id as tier, p.person_id as person, s.event_id as event,
    greatest(g.ends_at, e.completed_at) as since
  from learning_gatheringplace p
  join learning_cascadesession s on s.event_id = p.course_id and s.leader_id is distinct from p.person_id
  join learning_cascadetier t on t.id = s.tier_id
  join learning_cascadetier n on n.cascade_id = t.cascade_id and n.position = t.position + 1
  join learning_course c on c.id = s.event_id
  join learning_gathering g on g.version_id = c.current_version_id
  left join learning_enrolment e on e.person_id = p.person_id and e.course_id = t.test_id and e.status = 'completed'
  where p.person_id = any(%(people)s::bigint[])
    and p.attended_minutes >= greatest(1, round(extract(epoch from g.ends_at - g.starts_at) / 60))
    and (t.test_id is null or e.id is not null)
  order by n.id, p.person_id, greatest(g.ends_at, e.completed_at), s.event_id
)
"""
_QUALIFY = f"""
with {_DUE}
insert into learning_cascadetrainer as r (uuid, tier_id, person_id, event_id, qualified_at, barred_reason)
select x.uuid, d.tier, d.person, d.event, d.since, ''
from (select *, row_number() over (order by tier, person) as place from due) d
join unnest(%(uuids)s::uuid[]) with ordinality as x (uuid, place) on x.place = d.place
on conflict (tier_id, person_id) do update
  set event_id = excluded.event_id, qualified_at = excluded.qualified_at, withdrawn_at = null
  where r.withdrawn_at is not null
    or (r.event_id, r.qualified_at) is distinct from (excluded.event_id, excluded.qualified_at)
returning r.uuid, r.person_id
"""
_WITHDRAW = f"""
with {_DUE}
update learning_cascadetrainer r set withdrawn_at = %(at)s
where r.person_id = any(%(people)s::bigint[]) and r.withdrawn_at is null
  and not exists (select from due d where d.tier = r.tier_id and d.person = r.person_id)
returning r.uuid, r.person_id
"""
# Nobody makes the event a session, or takes it out, until this act is over (sessions.py locks it for update).
_HOLD_EVENT = "select id from learning_course where id = %s for key share"
# In a statement of its own, before what is read: two acts on the same person each see what the other has written.
_HOLD_PEOPLE = "select id from people_person where id = any(%s::bigint[]) order by id for no key update"
_CONCERNED = "select exists (select from learning_cascadesession where event_id = %s)"
_LED = "select uuid, leader_id from learning_cascadesession where event_id = %s and leader_id is not null"


type Named = tuple[uuids.UUID, int]  # what of the register, and whom it concerns


def _named(uuid: uuids.UUID, person: int) -> Named:
    return uuid, person


def settle(*, agent: Agent, people: Sequence[int], at: dt.datetime) -> tuple[list[Named], list[Named]]:
    """(who qualified, whose qualification was taken back). Call it again, and nothing changes."""
    who = sorted(set(people))
    if not who:
        return [], []
    rows.run(_HOLD_PEOPLE, [who])
    # Nobody qualifies in more tiers than there are sessions that she attended.
    most = rows.scalar(
        "select count(*) from learning_gatheringplace p join learning_cascadesession s on s.event_id = p.course_id"
        " where p.person_id = any(%s::bigint[])",
        [who],
    )
    given = {"people": who, "uuids": [uuid7() for _one in range(most)], "at": at}
    gained = rows.fetch(_named, _QUALIFY, given)
    lost = rows.fetch(_named, _WITHDRAW, given)
    bulk.record_many(
        "learning:cascade_trainer:qualify", entries_of(gained), kind="cascade_trainer", at=at, **of_agent(agent)
    )
    bulk.record_many(
        "learning:cascade_trainer:withdraw", entries_of(lost), kind="cascade_trainer", at=at, **of_agent(agent)
    )
    return gained, lost


def entries_of(found: Iterable[tuple[uuids.UUID, int]]) -> list[bulk.Entry]:
    """An entry of the trail for each (what was acted on, whom it concerns)."""
    return [bulk.Entry(subject, concerns=person) for subject, person in found]


def of_agent(agent: Agent) -> dict[str, Any]:
    if isinstance(agent, Actor):
        return {"account_id": agent.account_id, "agent_label": agent.name}
    return {"account_id": None, "agent_label": agent.label}


def settle_event(*, agent: Agent, event_id: int, people: Sequence[int], at: dt.datetime) -> None:
    """After attendance of an event was recorded or taken back: nothing to do where it is no session of a cascade."""
    rows.run(_HOLD_EVENT, [event_id])
    if not rows.scalar(_CONCERNED, [event_id]):
        return
    settle(agent=agent, people=people, at=at)
    # What the leader has done is counted by who was there; those who were there are in the trail by their attendance.
    found = rows.fetch(_named, _LED, [event_id])
    bulk.record_many(
        "learning:cascade_session:count", entries_of(found), kind="cascade_session", at=at, **of_agent(agent)
    )


def settle_tests(*, agent: Agent, completed: Sequence[tuple[int, int]], at: dt.datetime) -> None:
    """completed: (person, course). Where a tier asks for such a course, whoever completed it may qualify."""
    asked = set(
        rows.fetch(
            int,
            "select distinct test_id from learning_cascadetier where test_id = any(%s::bigint[])",
            [sorted({course for _person, course in completed})],
        )
    )
    settle(agent=agent, people=[person for person, course in completed if course in asked], at=at)
