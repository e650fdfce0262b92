"""A short credential for one attempt: what a course that is launched speaks with."""

import datetime as dt
import secrets
import uuid as uuids
from collections.abc import Collection

from django.db import transaction

from karmayogi.ingest.engine.actors import check_agent
from karmayogi.ingest.models import Client
from karmayogi.ingest.queries.clients import launch_authority
from karmayogi.ingest.types import Agent as XapiAgent
from karmayogi.ingest.types import Issued, Scope
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent
from karmayogi.kernel.digests import digest

LONGEST = dt.timedelta(days=7)
KEPT = dt.timedelta(days=30)  # after its end, so that a question about it can be answered
_ATTEMPT = (Scope.STATEMENTS_WRITE, Scope.STATEMENTS_READ_MINE, Scope.STATE, Scope.PROFILE)


def issue_token(
    *,
    agent: Agent,
    name: str,
    registration: uuids.UUID,
    actor: XapiAgent,
    activity: str,
    expires_at: dt.datetime,
    at: dt.datetime,
    scopes: Collection[Scope] = _ATTEMPT,
    authority: XapiAgent | None = None,
    concerns: int | None = None,
) -> Issued:
    """Works until `expires_at` (a week at most) for this registration, this agent and, in documents, this activity.

    The caller has decided that the learner may attempt it. concerns: id of the person, who sees it in the trail.
    authority: who vouches for what the course reports; else one agent for all courses that are launched.
    Raises Invalid for an actor that is no agent, ValueError for an end that is past or too far.
    """
    check_agent(actor, where="actor")
    if not at < expires_at <= at + LONGEST:
        raise ValueError("a short credential ends within a week")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        row = Client.objects.create(
            name=name[:100], key=secrets.token_hex(12), digest=digest(secret), scopes=sorted(scopes),
            authority=authority or launch_authority(name), registration=registration, actor=actor,
            activity=activity, expires_at=expires_at,
            issued_by=agent.name if isinstance(agent, Actor) else agent.label, issued_at=at,
        )  # fmt: skip
        audit.record(
            "ingest:token:issue", agent=agent, at=at, kind="xapi_client", subject=row.uuid, label=row.name,
            concerns=concerns, detail={"registration": str(registration), "until": expires_at.isoformat()},
        )  # fmt: skip
    return Issued(row.uuid, row.key, secret)


def end_tokens(*, registration: uuids.UUID, at: dt.datetime) -> int:
    """Ends what is in force for an attempt that is over; how many."""
    return rows.run(
        "update ingest_client set disabled_at = %s where registration = %s and disabled_at is null and expires_at > %s",
        [at, registration, at],
    )


def shorten_token(*, client: uuids.UUID, until: dt.datetime) -> None:
    """It works until then at most."""
    rows.run(
        "update ingest_client set expires_at = least(expires_at, %s) where uuid = %s and registration is not null",
        [until, client],
    )


def remove_old_tokens(*, at: dt.datetime) -> int:
    """Short credentials that ended a month ago; how many."""
    return rows.run("delete from ingest_client where registration is not null and expires_at < %s", [at - KEPT])
