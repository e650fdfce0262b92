"""What a kind of bulk act must bring, and the plain rows that it is handed."""

import dataclasses
import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from karmayogi.kernel.access import Role

PLAN_HOLDS = dt.timedelta(hours=24)


@dataclasses.dataclass(frozen=True, slots=True)
class Act:
    """A bulk act as it stands. status: kernel.models.BulkAct.Status. source_sha256: of its file, "" without one."""

    id: int
    uuid: uuid.UUID
    kind: str
    label: str
    status: str
    scope_path: str
    params: dict[str, Any]
    language: str
    asked_by_id: int
    asked_by_account_id: int
    asked_by_name: str
    asked_by_native: str
    approved_by_name: str
    approved_by_native: str
    needs_second: bool
    new_rows: int
    changed_rows: int
    unchanged_rows: int
    error_rows: int
    applied_rows: int
    failed_rows: int
    undone_rows: int
    problem: str
    asked_at: dt.datetime
    planned_at: dt.datetime | None
    finished_at: dt.datetime | None
    undo_until: dt.datetime | None
    source_sha256: str

    @property
    def to_apply(self) -> int:
        return self.new_rows + self.changed_rows

    @property
    def at_work(self) -> bool:
        """Whether a job works on it: its page looks again."""
        return self.status in ("planning", "running", "undoing")

    def is_open(self, at: dt.datetime) -> bool:
        """Whether a job works on it, or its plan waits and still holds."""
        waits = self.status == "planned" and self.planned_at is not None and at - self.planned_at <= PLAN_HOLDS
        return self.at_work or waits

    @property
    def done_rows(self) -> int:
        """Of what goes on now: rows taken back, or applied, those that failed included."""
        return self.undone_rows if self.status in ("undoing", "undone") else self.applied_rows + self.failed_rows

    def may_be_approved_by(self, person_id: int) -> bool:
        """Not by who asked for it, where it takes two."""
        return not (self.needs_second and self.asked_by_id == person_id)

    def can_be_undone(self, at: dt.datetime) -> bool:
        """Whether there is something to take back, and the time for it is not over."""
        ended = self.status in ("done", "cancelled", "failed")
        return ended and self.applied_rows > 0 and self.undo_until is not None and at < self.undo_until


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    """One row of a plan. outcome: new | changed | unchanged | error.

    data: JSON-ready, what apply_chunk needs. raw: the cells of the source. diff: field -> (was, becomes).
    messages: (field, what to fix) for errors; (field, note) otherwise.
    """

    number: int
    outcome: str
    label: str
    data: dict[str, Any] = dataclasses.field(default_factory=dict)
    raw: Sequence[Any] = ()
    diff: dict[str, tuple[Any, Any]] = dataclasses.field(default_factory=dict)
    messages: Sequence[tuple[str, str]] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """A planned row as it is handed back for applying or undoing."""

    id: int
    number: int
    outcome: str
    state: str
    label: str
    data: dict[str, Any]
    raw: list[Any]
    diff: dict[str, list[Any]]
    messages: list[list[str]]
    undo: dict[str, Any]
    message: str
    subject_uuid: uuid.UUID | None


@dataclasses.dataclass(frozen=True, slots=True)
class Chunk:
    """Rows to apply or undo now, in one transaction that the frame has opened."""

    act: Act
    rows: list[Row]
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """What became of one row. problem: why it was not applied (or not undone), for the reader; "" when it was.

    undo: JSON-ready, what undo_chunk needs to take this row back.
    """

    number: int
    undo: dict[str, Any] = dataclasses.field(default_factory=dict)
    subject_uuid: uuid.UUID | None = None
    problem: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act on many.

    plan: reads what the act is about and yields a row for each thing; raises Refused when it cannot be read at all.
    apply_chunk, undo_chunk: set-based; a Result for every row. They check again under lock what the plan assumed,
    since a plan can be a day old. Raising Refused or a constraint of the database makes the frame try row by row.
    roles: who may ask, see and undo over the act's path; approvers: who may approve, besides.
    second_person_above: with more rows to apply than this, the asker cannot approve it herself.
    """

    name: str
    plan: Callable[[Act, dt.datetime], Iterable[Planned]]
    apply_chunk: Callable[[Chunk], list[Result]]
    undo_chunk: Callable[[Chunk], list[Result]]
    roles: tuple[Role, ...]
    approvers: tuple[Role, ...] = ()
    second_person_above: int | None = None
    chunk: int = 500
    undo_for: dt.timedelta = dt.timedelta(hours=24)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Makes the kind known; once for each name, at start-up (apps.ready)."""
    _kinds[kind.name] = kind
    return kind


def kind_named(name: str) -> Kind:
    """Raises LookupError for a kind that no package registers."""
    if name not in _kinds:
        raise LookupError(f"no bulk kind {name}")
    return _kinds[name]
