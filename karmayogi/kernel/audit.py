"""The audit trail: append-only, who did what to what and why, readable by the person it concerns.

Written in the transaction of the act itself. The database refuses UPDATE and DELETE on it (migration 0002); whoever
gets round that is found by the seals (kernel.seals).
"""

import datetime as dt
import json
import uuid
from typing import Any

from karmayogi.kernel import rows, tail
from karmayogi.kernel.access import Actor, Agent

_INSERT = """
insert into kernel_auditentry
  (uuid, at, tag, account_id, agent_label, subject_kind, subject_uuid, subject_label, concerns_id, why, detail)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def record(
    tag: str,
    *,
    agent: Agent,
    at: dt.datetime,
    kind: str,
    subject: uuid.UUID,
    label: str = "",
    concerns: int | None = None,
    why: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Appends one entry.

    tag: `source:subject:action`, e.g. "learning:enrolment:create". kind and subject: what was acted on (the kernel
    keeps no foreign keys upwards). concerns: id of the person whose record it is, who will see it. detail: small,
    JSON-ready, without secrets or contact data.
    """
    from karmayogi.kernel.ids import uuid7

    entry = [
        uuid7(), at, tag, agent.account_id if isinstance(agent, Actor) else None,
        agent.name if isinstance(agent, Actor) else agent.label, kind, subject, label[:300], concerns, why,
        json.dumps(detail or {}, ensure_ascii=False, default=str),
    ]  # fmt: skip
    if open_tail := tail.here():
        open_tail.entries.append(entry)
    else:
        rows.run(_INSERT, entry)
