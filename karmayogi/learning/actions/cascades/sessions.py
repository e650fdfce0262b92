"""Events become sessions of a tier, led by somebody who has qualified for it."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, bulk, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.learning.actions.cascades.settle import entries_of, of_agent, settle
from karmayogi.learning.models import CascadeSession
from karmayogi.learning.queries.authoring.drafts import may_manage
from karmayogi.learning.queries.cascades.access import CascadeRow, access_cascade
from karmayogi.learning.queries.row import Row
from karmayogi.people import api as people
from karmayogi.ui.api import day, pick

# In a statement of its own: what is asked next sees what was written before the lock was had.
_HOLD_EVENT = "select id from learning_course where code = %s and kind = 'event' for update"
_EVENT = """
select c.id, c.uuid, c.audience, g.starts_at, g.ends_at, exists (
  select from learning_cascadesession s where s.event_id = c.id)
from learning_course c join learning_gathering g on g.version_id = c.current_version_id
where c.id = %s and c.status = 'published'
"""
# What is known of somebody as a trainer in this cascade; locked, so that no bar comes in between.
_TRAINER = """
select t.position, t.name_en, t.name_hi, t.name_ur, r.qualified_at, r.withdrawn_at, r.barred_at, r.barred_reason
from learning_cascadetrainer r join learning_cascadetier t on t.id = r.tier_id
where t.cascade_id = %s and r.person_id = %s order by t.position for share of r
"""
_ATTENDED = """
select person_id from learning_gatheringplace where course_id = %s and attended_minutes is not null order by person_id
"""
# Two sessions of one leader are looked at one after the other, in whatever cascades; until the end of the act.
_ONE_LEADING = "select pg_advisory_xact_lock(hashtext('learning:cascade_session'), %s::int)"
_AT_THAT_TIME = """
select exists (
  select from learning_cascadesession s join learning_course c on c.id = s.event_id
  join learning_gathering g on g.version_id = c.current_version_id
  where s.leader_id = %s and g.starts_at < %s and g.ends_at > %s)
"""


@transaction.atomic
def add_session(
    *, agent: Agent, cascade: uuids.UUID, tier: int, event: str, leader: str = "", at: dt.datetime
) -> uuids.UUID:
    """event: its code. leader: e-mail address, mobile number or employee code; none in the first tier.

    Raises NotFound for a cascade that the actor does not look after, Refused in words.
    """
    row = _kept(agent, cascade)
    if rows.scalar("select closed_at from learning_cascade where id = %s for share", [row.id]) is not None:
        raise Refused(_("This cascade is closed."))
    tier_id = rows.scalar("select id from learning_cascadetier where cascade_id = %s and position = %s", [row.id, tier])
    if tier_id is None:
        raise Refused(_("Choose the tier of the session."))
    found = rows.first(Row, _EVENT, [rows.scalar(_HOLD_EVENT, [event.strip()])])
    if found is None or (found[2] == "invited" and isinstance(agent, Actor) and not may_manage(agent, found[1])):
        raise Refused(_("No event with the code %(code)s is published.") % {"code": event.strip()[:40]})
    event_id, _uuid, _audience, starts_at, ends_at, taken = found
    if taken:
        raise Refused(_("This event is a session of a cascade already."))
    leader_id = _leader(row, tier, leader.strip(), starts_at, ends_at)
    made = CascadeSession.objects.create(
        tier_id=tier_id, event_id=event_id, leader_id=leader_id, given_at=at,
        given_by_id=agent.person_id if isinstance(agent, Actor) else None,
    )  # fmt: skip
    audit.record(
        "learning:cascade_session:add", agent=agent, at=at, kind="cascade_session", subject=made.uuid,
        label=event.strip(), concerns=leader_id, detail={"cascade": str(row.uuid), "tier": tier},
    )  # fmt: skip
    _count_anew(agent, made.uuid, event_id, at)
    return made.uuid


def _leader(row: CascadeRow, tier: int, key: str, starts_at: dt.datetime, ends_at: dt.datetime) -> int | None:
    if tier == 1:
        if key:
            raise Refused(_("Sessions of the first tier are led by the faculty that the event names."))
        return None
    if not key:
        raise Refused(_("Say who leads the session."))
    person = people.find_people([key]).get(key)
    known = rows.fetch(Row, _TRAINER, [row.id, person]) if person is not None else []
    if not known:  # whether nobody or no trainer is known by it is not told
        raise Refused(_("Nobody known by %(key)s has qualified as a trainer in this cascade.") % {"key": key[:60]})
    mine = next((one for one in known if one[0] == tier), None)
    if mine is None:
        other = known[0]
        raise Refused(
            _("This trainer has qualified for the tier “%(tier)s”, not for this one.")
            % {"tier": pick(other[1], other[2], other[3])}
        )
    _position, _en, _hi, _ur, qualified_at, withdrawn_at, barred_at, reason = mine
    if barred_at is not None:
        raise Refused(_("This trainer is barred: %(reason)s") % {"reason": reason})
    if withdrawn_at is not None:
        told = {"day": day(withdrawn_at)}
        raise Refused(_("The qualification of this trainer was taken back on %(day)s.") % told)
    if starts_at < qualified_at:
        told = {"day": day(qualified_at)}
        raise Refused(_("This trainer qualified on %(day)s; the session begins before that.") % told)
    rows.run(_ONE_LEADING, [person])
    if rows.scalar(_AT_THAT_TIME, [person, ends_at, starts_at]):
        raise Refused(_("This trainer leads another session at that time."))
    return int(person) if person is not None else None


def _kept(agent: Agent, cascade: uuids.UUID) -> CascadeRow:
    row = access_cascade(agent, cascade)
    if not row.kept:
        raise NotFound
    return row


@transaction.atomic
def remove_session(*, actor: Actor, cascade: uuids.UUID, session: uuids.UUID, at: dt.datetime) -> None:
    """The event stays with its list; it no longer counts in the cascade, and qualifies nobody."""
    row = _kept(actor, cascade)
    found = rows.first(
        Row,
        "select s.id, s.event_id, s.leader_id, c.code from learning_cascadesession s"
        " join learning_cascadetier t on t.id = s.tier_id join learning_course c on c.id = s.event_id"
        " where s.uuid = %s and t.cascade_id = %s for update of s, c",
        [session, row.id],
    )
    if found is None:
        raise NotFound
    session_id, event_id, leader_id, code = found
    rows.run("delete from learning_cascadesession where id = %s", [session_id])
    audit.record(
        "learning:cascade_session:remove", agent=actor, at=at, kind="cascade_session", subject=session, label=code,
        concerns=leader_id, detail={"cascade": str(row.uuid)},
    )  # fmt: skip
    _count_anew(actor, session, event_id, at)


def _count_anew(agent: Agent, session: uuids.UUID, event_id: int, at: dt.datetime) -> None:
    """Whoever was there before the event became a session, or ceased to be one, qualifies and is counted anew."""
    there = rows.fetch(int, _ATTENDED, [event_id])
    settle(agent=agent, people=there, at=at)
    bulk.record_many(
        "learning:cascade_session:count", entries_of((session, person) for person in there), kind="cascade_session",
        at=at, **of_agent(agent),
    )  # fmt: skip


@transaction.atomic
def bar_trainer(*, actor: Actor, cascade: uuids.UUID, trainer: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Leads no session any more, until the bar is lifted. What was led stays."""
    row, words = _kept(actor, cascade), " ".join(reason.split())
    if not words:
        raise Refused(_("A bar has a reason."))
    _set_bar(actor, row, trainer, words[:1000], at)


@transaction.atomic
def lift_bar(*, actor: Actor, cascade: uuids.UUID, trainer: uuids.UUID, at: dt.datetime) -> None:
    _set_bar(actor, _kept(actor, cascade), trainer, "", at)


def _set_bar(actor: Actor, row: CascadeRow, trainer: uuids.UUID, reason: str, at: dt.datetime) -> None:
    found = rows.first(
        Row,
        """
        update learning_cascadetrainer r set barred_at = %s, barred_by_id = %s, barred_reason = %s
        from learning_cascadetier t where t.id = r.tier_id and t.cascade_id = %s and r.uuid = %s
        returning r.person_id
        """,
        [at if reason else None, actor.person_id if reason else None, reason, row.id, trainer],
    )
    if found is None:
        raise NotFound
    given: dict[str, Any] = {"agent": actor, "at": at, "kind": "cascade_trainer", "subject": trainer}
    if reason:
        audit.record("learning:cascade_trainer:bar", why=reason, concerns=found[0], **given)
    else:
        audit.record("learning:cascade_trainer:lift", concerns=found[0], **given)
