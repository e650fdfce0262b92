"""Reading acts and their rows."""

import json
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.bulk.kinds import Act, Row

_ACT = """
select a.id, a.uuid, a.kind, a.label, a.status, a.scope_path, a.params::text, a.language, a.asked_by_id,
  a.asked_by_account_id, a.asked_by_name, a.asked_by_native, a.approved_by_name, a.approved_by_native, a.needs_second,
  a.new_rows, a.changed_rows, a.unchanged_rows, a.error_rows, a.applied_rows, a.failed_rows, a.undone_rows, a.problem,
  a.asked_at, a.planned_at, a.finished_at, a.undo_until, coalesce(f.sha256, '')
from kernel_bulkact a left join kernel_storedfile f on f.id = a.source_id
"""
_ROW = """
select id, number, outcome, state, label, data::text, raw::text, diff::text, messages::text, undo::text, message,
  subject_uuid
from kernel_bulkrow
"""


class _Act(Act):
    __slots__ = ()

    def __init__(self, *columns: Any) -> None:
        values = list(columns)
        values[6] = json.loads(values[6])
        super().__init__(*values)


class _Row(Row):
    __slots__ = ()

    def __init__(self, *columns: Any) -> None:
        values = list(columns)
        values[5:10] = [json.loads(text) for text in values[5:10]]
        super().__init__(*values)


def act_by_uuid(uuid: uuids.UUID) -> Act | None:
    """Whoever asks; for pages use access_act."""
    return rows.first(_Act, _ACT + "where a.uuid = %s", [uuid])


def acts_within(path: str, kind: str, limit: int = 20) -> list[Act]:
    """Acts of that kind over the organisation at `path` and below, newest first."""
    return list(
        rows.fetch(
            _Act,
            _ACT + "where a.scope_path >= %s and a.scope_path < %s and a.kind = %s order by a.id desc limit %s",
            [path, path + "~", kind, limit],
        )
    )


def rows_of(
    act_id: int, *, outcomes: list[str] | None = None, states: list[str] | None = None, after: int = 0, limit: int = 50
) -> list[Row]:
    """Rows of an act in the order of the source, from the number after `after` on. None: of every outcome or state."""
    return list(
        rows.fetch(
            _Row,
            _ROW
            + """
            where act_id = %s and number > %s
              and (%s::text[] is null or outcome = any(%s::text[])) and (%s::text[] is null or state = any(%s::text[]))
            order by number limit %s
            """,
            [act_id, after, outcomes, outcomes, states, states, limit],
        )
    )


def last_done(act_id: int, limit: int) -> list[Row]:
    """Applied rows, last first: the order in which they are undone."""
    return list(
        rows.fetch(_Row, _ROW + "where act_id = %s and state = 'done' order by number desc limit %s", [act_id, limit])
    )
