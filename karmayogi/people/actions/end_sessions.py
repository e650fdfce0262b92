"""Signing out elsewhere: one session, or all but this one; and what sessions lose with the last second factor."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent, NotFound

_MARK = "encode(sha256(session_key::bytea), 'hex')"


def end_session(*, actor: Actor, mark: str, at: dt.datetime) -> None:
    """Ends one of the actor's own sessions, named by its mark. Raises NotFound: unknown, ended or somebody else's."""
    with transaction.atomic():
        ended = rows.run(f"delete from people_session where account_id = %s and {_MARK} = %s", [actor.account_id, mark])
        if ended == 0:
            raise NotFound
        _record(actor, actor.account_uuid, actor.person_id, at, ended, "owner")


def end_other_sessions(
    *,
    agent: Agent,
    account_id: int,
    account_uuid: uuid.UUID,
    person_id: int | None,
    keep: str,
    why: str,
    at: dt.datetime,
) -> int:
    """Ends all sessions of the account but `keep` (a session key, or ""); how many there were."""
    with transaction.atomic():
        ended = rows.run("delete from people_session where account_id = %s and session_key <> %s", [account_id, keep])
        if ended:
            _record(agent, account_uuid, person_id, at, ended, why)
    return ended


def forget_second_factor(account_id: int) -> None:
    """The account has none any more: its sessions go on, as those in which none was shown."""
    rows.run("update people_session set second_factor = false where account_id = %s and second_factor", [account_id])


def _record(agent: Agent, account: uuid.UUID, person_id: int | None, at: dt.datetime, ended: int, why: str) -> None:
    audit.record(
        "people:session:end",
        agent=agent,
        at=at,
        kind="account",
        subject=account,
        concerns=person_id,
        detail={"sessions": ended, "because": why},
    )
