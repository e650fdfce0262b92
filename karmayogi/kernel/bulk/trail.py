"""The audit trail of an act on many: one statement for a chunk instead of one a row."""

import dataclasses
import datetime as dt
import json
import uuid as uuids
from collections.abc import Sequence
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.ids import uuid7


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """What was acted on and whom it concerns; as kernel.audit.record takes it."""

    subject: uuids.UUID
    label: str = ""
    concerns: int | None = None
    detail: dict[str, Any] = dataclasses.field(default_factory=dict)


def record_many(
    tag: str, entries: Sequence[Entry], *, account_id: int | None, agent_label: str, kind: str, why: str = "",
    at: dt.datetime,
) -> None:  # fmt: skip
    """Appends an entry for each; the same columns as kernel.audit.record writes."""
    if not entries:
        return
    rows.run(
        """
        insert into kernel_auditentry
          (uuid, at, tag, account_id, agent_label, subject_kind, subject_uuid, subject_label, concerns_id, why, detail)
        select x.uuid, %s::timestamptz, %s::text, %s::bigint, %s::text, %s::text, x.subject, x.label, x.concerns,
          %s::text, x.detail::jsonb
        from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::bigint[], %s::text[])
          as x (uuid, subject, label, concerns, detail)
        """,
        [
            at, tag, account_id, agent_label, kind, why,
            [uuid7() for _ in entries],
            [entry.subject for entry in entries],
            [entry.label[:300] for entry in entries],
            [entry.concerns for entry in entries],
            [json.dumps(entry.detail, ensure_ascii=False, default=str) for entry in entries],
        ],
    )  # fmt: skip
