"""What every act on a request writes: its step, and the trail."""

import datetime as dt
from typing import Any

from karmayogi.demand.models import ContentRequest, RequestStep
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, Agent, Refused


def step(
    row: ContentRequest, act: str, agent: Agent, at: dt.datetime, *, reason: str = "", provider: int | None = None,
    short: str = "", detail: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Saves the row with it."""
    row.save()
    RequestStep.objects.create(
        request=row, act=act, by_id=agent.person_id if isinstance(agent, Actor) else None, provider_id=provider,
        reason=reason, short=short, at=at,
    )  # fmt: skip
    audit.record(
        f"demand:request:{act}", agent=agent, at=at, kind="content_request", subject=row.uuid,
        label=str(row.lack.competency), why=reason[:300],
        detail={"state": row.state, "due": str(row.due_on)} | (detail or {}),
    )  # fmt: skip


def plain(text: str, most: int) -> str:
    """One line of what was typed."""
    return " ".join(text.replace("\0", "").split())[:most]


def said(text: str, without: str) -> str:
    """A reason; Refused where there is none."""
    reason = plain(text, 500)
    if not reason:
        raise Refused(without)
    return reason
