"""The jobs behind a bulk act.

Each can be killed at any moment and is run again: a chunk and its results are one transaction. One that is given up
leaves the act failed, with a sentence that says how far it came and what to do.
"""

import dataclasses
import datetime as dt
import json
import logging
import uuid as uuids
from collections.abc import Callable, Iterable

from django.db import DataError, IntegrityError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Refused, System
from karmayogi.kernel.bulk.kinds import Act, Chunk, Planned, Result, Row, kind_named
from karmayogi.kernel.bulk.lists import act_by_uuid, last_done, rows_of
from karmayogi.kernel.jobs import BULK, LONG, SOON, task, when_lost
from karmayogi.kernel.models import BulkAct, BulkRow

log = logging.getLogger("karmayogi.bulk")


@task(queue_name=LONG, priority=SOON)
def plan_act(act_uuid: str) -> None:
    """Makes the plan: a row for each thing, counted; the act then waits for approval, or has failed with a reason."""
    uuid, at = uuids.UUID(act_uuid), clock.now()
    with transaction.atomic():
        act = _locked(uuid)
        if act is None or act.status != BulkAct.Status.PLANNING:
            return
        kind = kind_named(act.kind)
        with translation.override(act.language):
            try:
                with transaction.atomic():
                    counts = _store(act.id, kind.plan(act, at))
            except Refused as refusal:
                BulkAct.objects.filter(pk=act.id).update(
                    status=BulkAct.Status.FAILED, problem=str(refusal), finished_at=at
                )
                return
        to_apply = counts["new"] + counts["changed"]
        BulkAct.objects.filter(pk=act.id).update(
            status=BulkAct.Status.PLANNED, planned_at=at, new_rows=counts["new"], changed_rows=counts["changed"],
            unchanged_rows=counts["unchanged"], error_rows=counts["error"],
            needs_second=kind.second_person_above is not None and to_apply > kind.second_person_above,
        )  # fmt: skip


@task(queue_name=BULK)
def run_act(act_uuid: str) -> None:
    """Applies chunk after chunk until none waits or somebody cancels. Run again, it goes on where it stopped."""
    uuid = uuids.UUID(act_uuid)
    while _step(uuid):
        pass


@task(queue_name=BULK)
def undo_act(act_uuid: str) -> None:
    """Takes back chunk after chunk, last first."""
    uuid = uuids.UUID(act_uuid)
    while _step_back(uuid):
        pass


@when_lost(plan_act)
@when_lost(run_act)
@when_lost(undo_act)
def park(act_uuid: str) -> None:
    """The act has failed for good: says so. What was applied stays, and may be taken back for as long as after an end
    of its own."""
    at = clock.now()
    with transaction.atomic():
        act = _locked(uuids.UUID(act_uuid))
        if act is None:
            return
        with translation.override(act.language):
            if act.status == BulkAct.Status.PLANNING:
                problem = _("A fault of this system stopped the preview. Nothing was changed. Ask for it again.")
            elif act.status == BulkAct.Status.RUNNING:
                problem = _(
                    "A fault of this system stopped it after %(done)s of %(all)s rows. What was applied stays. Ask for"
                    " it again: rows that are already applied are recognised, and only the others are done."
                ) % {"done": act.applied_rows + act.failed_rows, "all": act.to_apply}
            elif act.status == BulkAct.Status.UNDOING:
                problem = _(
                    "A fault of this system stopped the undoing after %(done)s of %(all)s rows. Undo it again: it goes"
                    " on where it stopped."
                ) % {"done": act.undone_rows, "all": act.applied_rows}
            else:
                return
        until = act.undo_until or (at + kind_named(act.kind).undo_for if act.applied_rows else None)
        BulkAct.objects.filter(pk=act.id).update(
            status=BulkAct.Status.FAILED, problem=problem, finished_at=at, undo_until=until
        )
        _record("bulk:act:fail", act, at)


def _step(uuid: uuids.UUID) -> bool:
    """One chunk; False when there is no more to do."""
    at = clock.now()
    with transaction.atomic():
        act = _locked(uuid)
        if act is None or act.status != BulkAct.Status.RUNNING:
            return False
        kind = kind_named(act.kind)
        waiting = rows_of(act.id, states=[BulkRow.State.WAITING], limit=kind.chunk)
        if not waiting:
            BulkAct.objects.filter(pk=act.id).update(
                status=BulkAct.Status.DONE, finished_at=at, undo_until=at + kind.undo_for
            )
            _record("bulk:act:finish", act, at)
            return False
        with translation.override(act.language):
            results = _results(kind.apply_chunk, Chunk(act, waiting, at))
        done, failed = _write(waiting, results, BulkRow.State.DONE, BulkRow.State.FAILED)
        rows.run(
            "update kernel_bulkact set applied_rows = applied_rows + %s, failed_rows = failed_rows + %s where id = %s",
            [done, failed, act.id],
        )
    return True


def _step_back(uuid: uuids.UUID) -> bool:
    at = clock.now()
    with transaction.atomic():
        act = _locked(uuid)
        if act is None or act.status != BulkAct.Status.UNDOING:
            return False
        kind = kind_named(act.kind)
        applied = last_done(act.id, kind.chunk)
        if not applied:
            BulkAct.objects.filter(pk=act.id).update(status=BulkAct.Status.UNDONE, undone_at=at)
            _record("bulk:act:undone", act, at)
            return False
        with translation.override(act.language):
            results = _results(kind.undo_chunk, Chunk(act, applied, at))
        done, _kept = _write(applied, results, BulkRow.State.UNDONE, BulkRow.State.KEPT)
        rows.run("update kernel_bulkact set undone_rows = undone_rows + %s where id = %s", [done, act.id])
    return True


def _results(work: Callable[[Chunk], list[Result]], chunk: Chunk) -> dict[int, Result]:
    """Tries the chunk as a whole; when the database or the kind refuses, row by row: a bad row costs one row."""
    try:
        with transaction.atomic():
            results = {result.number: result for result in work(chunk)}
            connection.check_constraints()
            return results
    except (IntegrityError, DataError, Refused) as error:
        log.info("bulk chunk falls back to single rows", extra={"act": str(chunk.act.uuid), "error": repr(error)})
    results = {}
    for row in chunk.rows:
        try:
            with transaction.atomic():
                results |= {result.number: result for result in work(dataclasses.replace(chunk, rows=[row]))}
                connection.check_constraints()
        except Refused as refusal:
            results[row.number] = Result(row.number, problem=str(refusal))
        except (IntegrityError, DataError):
            results[row.number] = Result(row.number, problem=_("Something changed since the plan was made. Try again."))
    return results


def _write(chunk: list[Row], results: dict[int, Result], good: str, bad: str) -> tuple[int, int]:
    """Writes each row's result; how many went well and how many did not."""
    got = [(row.id, results.get(row.number) or Result(row.number, problem=_("No result."))) for row in chunk]
    rows.run(
        """
        update kernel_bulkrow r
        set state = x.state, undo = x.undo::jsonb, message = x.message,
          subject_uuid = coalesce(x.subject, r.subject_uuid)
        from unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::uuid[])
          as x (id, state, undo, message, subject)
        where r.id = x.id
        """,
        [
            [row_id for row_id, _result in got],
            [bad if result.problem else good for _id, result in got],
            [json.dumps(result.undo, ensure_ascii=False) for _id, result in got],
            [result.problem for _id, result in got],
            [result.subject_uuid for _id, result in got],
        ],
    )
    failed = sum(bool(result.problem) for _id, result in got)
    return len(got) - failed, failed


def _store(act_id: int, planned: Iterable[Planned]) -> dict[str, int]:
    counts = dict.fromkeys(BulkRow.Outcome.values, 0)
    batch: list[Planned] = []
    for row in planned:
        counts[row.outcome] += 1
        batch.append(row)
        if len(batch) == 2000:
            _insert(act_id, batch)
            batch = []
    _insert(act_id, batch)
    return counts


def _insert(act_id: int, batch: list[Planned]) -> None:
    def texts(values: Iterable[object]) -> list[str]:
        return [json.dumps(value, ensure_ascii=False, default=str) for value in values]

    rows.run(
        """
        insert into kernel_bulkrow
          (act_id, number, outcome, state, label, data, raw, diff, messages, undo, message)
        select %s::bigint, x.number, x.outcome,
          case when x.outcome in ('new', 'changed') then 'waiting' else 'skipped' end,
          x.label, x.data::jsonb, x.raw::jsonb, x.diff::jsonb, x.messages::jsonb, '{}', ''
        from unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
          as x (number, outcome, label, data, raw, diff, messages)
        """,
        [
            act_id,
            [row.number for row in batch],
            [row.outcome for row in batch],
            [row.label[:200] for row in batch],
            texts(row.data for row in batch),
            texts(list(row.raw) for row in batch),
            texts(row.diff for row in batch),
            texts(list(row.messages) for row in batch),
        ],
    )


def _locked(uuid: uuids.UUID) -> Act | None:
    """The act, with its row locked: two workers never run one act at a time, and cancelling waits for the chunk."""
    if not rows.scalar("select id from kernel_bulkact where uuid = %s for update", [uuid]):
        return None
    return act_by_uuid(uuid)


def _record(tag: str, act: Act, at: dt.datetime) -> None:
    after = act_by_uuid(act.uuid) or act
    audit.record(
        tag, agent=System(f"job for {act.asked_by_name}"), at=at, kind=act.kind, subject=act.uuid, label=act.label,
        detail={"applied": after.applied_rows, "failed": after.failed_rows, "undone": after.undone_rows},
    )  # fmt: skip
