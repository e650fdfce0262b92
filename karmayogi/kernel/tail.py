"""Audit entries and announcements of one act, written by one statement at its end.

For what is done a hundred times a second and says several things about itself: each statement less is a tenth of a
millisecond on both sides.
"""

import contextlib
import dataclasses
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from karmayogi.kernel import rows

_WRITE = """
with told as (
  insert into kernel_auditentry
    (uuid, at, tag, account_id, agent_label, subject_kind, subject_uuid, subject_label, concerns_id, why, detail)
  select a, b, c, d, e, f, g, h, i, j, k::jsonb
  from unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::uuid[], %s::text[],
    %s::bigint[], %s::text[], %s::text[]) with ordinality x (a, b, c, d, e, f, g, h, i, j, k, turn)
  order by turn
)
insert into kernel_waitingevent (event, payload)
select event, payload::jsonb from unnest(%s::text[], %s::text[]) with ordinality x (event, payload, turn) order by turn
"""
_COLUMNS = 11  # of an audit entry


@dataclasses.dataclass(frozen=True, slots=True)
class Tail:
    """entries: as kernel.audit has them. waiting: name of an event, and the event as JSON."""

    entries: list[Sequence[Any]] = dataclasses.field(default_factory=list)
    waiting: list[tuple[str, str]] = dataclasses.field(default_factory=list)


_here = threading.local()


def here() -> Tail | None:
    """Of the act under way in this thread; None: write at once."""
    return getattr(_here, "tail", None)


@contextlib.contextmanager
def written_as_one() -> Iterator[None]:
    """What is recorded and announced inside is written at its end; of one within another, at the end of the outer one.

    Inside a transaction that is kept or undone as a whole: of what is undone alone inside, the entry would stay.
    """
    if here() is not None:
        yield
        return
    tail = _here.tail = Tail()
    try:
        yield
    finally:
        _here.tail = None
    if tail.entries or tail.waiting:
        entries = [list(column) for column in zip(*tail.entries, strict=True)] or [[] for _ in range(_COLUMNS)]
        waiting = [list(column) for column in zip(*tail.waiting, strict=True)] or [[], []]
        rows.run(_WRITE, [*entries, *waiting])
