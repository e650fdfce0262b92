"""Asking for an act on many, approving, cancelling and undoing it. The work itself is in jobs (bulk.runs)."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.bulk import runs
from karmayogi.kernel.bulk.kinds import Act, kind_named
from karmayogi.kernel.bulk.lists import act_by_uuid
from karmayogi.kernel.files import FileRef
from karmayogi.kernel.models import BulkAct


def propose(
    kind: str,
    *,
    actor: Actor,
    label: str,
    scope_path: str,
    params: dict[str, Any] | None = None,
    source: FileRef | None = None,
    at: dt.datetime,
) -> Act:
    """Asks for a plan; a job makes it. Raises NotFound for an actor without a role of the kind over the path."""
    if not actor.may(scope_path, *kind_named(kind).roles):
        raise NotFound
    with transaction.atomic():
        row = BulkAct.objects.create(
            kind=kind, label=label[:200], scope_path=scope_path, params=params or {}, language=actor.language,
            source_id=source.id if source else None, asked_by_id=actor.person_id,
            asked_by_account_id=actor.account_id, asked_by_name=actor.name, asked_by_native=actor.name_native,
            asked_at=at,
        )  # fmt: skip
        audit.record("bulk:act:propose", agent=actor, at=at, kind=kind, subject=row.uuid, label=label)
        runs.plan_act.enqueue(act_uuid=str(row.uuid))
    return _act(row.uuid)


def access_act(actor: Actor, uuid: uuids.UUID, to: str = "see") -> Act:
    """The act for who may "see" it (roles and approvers of its kind over its path), "approve" or "change" it."""
    act = act_by_uuid(uuid)
    if act is None:
        raise NotFound
    kind = kind_named(act.kind)
    roles = kind.roles if to == "change" else (*kind.roles, *kind.approvers)
    if not actor.may(act.scope_path, *roles):
        raise NotFound
    return act


def approve(*, actor: Actor, uuid: uuids.UUID, at: dt.datetime) -> Act:
    """Starts it. Repeating it changes nothing, so that a double click applies once.

    Raises Refused when the plan is older than a day, has nothing to apply, or needs a second person.
    """
    access_act(actor, uuid, to="approve")
    with transaction.atomic():
        row = BulkAct.objects.select_for_update().get(uuid=uuid)
        if row.status == BulkAct.Status.PLANNING:
            raise Refused(_("It is not planned yet."))
        if row.status != BulkAct.Status.PLANNED:
            return _act(uuid)
        if row.needs_second and row.asked_by_id == actor.person_id:
            raise Refused(_("This is large: somebody else with the same authority has to approve it."))
        if not row.new_rows and not row.changed_rows:
            raise Refused(_("There is nothing to apply."))
        if not _act(uuid).is_open(at):
            raise Refused(_("This plan is more than a day old. Ask for it again."))
        row.status = BulkAct.Status.RUNNING
        row.approved_by_id, row.approved_at = actor.person_id, at
        row.approved_by_name, row.approved_by_native = actor.name, actor.name_native
        row.save(update_fields=["status", "approved_by_id", "approved_by_name", "approved_by_native", "approved_at"])
        audit.record(
            "bulk:act:approve", agent=actor, at=at, kind=row.kind, subject=row.uuid, label=row.label,
            detail={"new": row.new_rows, "changed": row.changed_rows},
        )  # fmt: skip
        runs.run_act.enqueue(act_uuid=str(uuid))
    return _act(uuid)


def cancel(*, actor: Actor, uuid: uuids.UUID, at: dt.datetime) -> Act:
    """Stops it after the chunk that is running now. What was applied stays and can be undone. Repeating is harmless."""
    access_act(actor, uuid, to="change")
    with transaction.atomic():
        row = _patiently(uuid)
        open_ = (BulkAct.Status.PLANNING, BulkAct.Status.PLANNED, BulkAct.Status.RUNNING)
        if row.status in open_:
            row.status, row.finished_at = BulkAct.Status.CANCELLED, at
            if row.applied_rows:
                row.undo_until = at + kind_named(row.kind).undo_for
            row.save(update_fields=["status", "finished_at", "undo_until"])
            audit.record("bulk:act:cancel", agent=actor, at=at, kind=row.kind, subject=row.uuid, label=row.label)
    return _act(uuid)


def undo(*, actor: Actor, uuid: uuids.UUID, at: dt.datetime) -> Act:
    """Takes back what it applied, row by row. Repeating is harmless. Raises Refused when the day for it is over."""
    access_act(actor, uuid, to="change")
    with transaction.atomic():
        row = BulkAct.objects.select_for_update().get(uuid=uuid)
        if row.status in (BulkAct.Status.UNDOING, BulkAct.Status.UNDONE):
            return _act(uuid)
        ended = (BulkAct.Status.DONE, BulkAct.Status.CANCELLED, BulkAct.Status.FAILED)
        if row.status not in ended or row.undo_until is None:
            raise Refused(_("There is nothing to undo."))
        if at >= row.undo_until:
            raise Refused(_("It can be undone for 24 hours only. Correct it row by row, or upload a corrected file."))
        row.status = BulkAct.Status.UNDOING
        row.save(update_fields=["status"])
        audit.record("bulk:act:undo", agent=actor, at=at, kind=row.kind, subject=row.uuid, label=row.label)
        runs.undo_act.enqueue(act_uuid=str(uuid))
    return _act(uuid)


def _patiently(uuid: uuids.UUID) -> BulkAct:
    """The row under lock. A chunk that runs now holds it for longer than a page usually waits."""
    rows.run("set local lock_timeout = '20s'")
    rows.run("set local statement_timeout = '20s'")
    return BulkAct.objects.select_for_update().get(uuid=uuid)


def _act(uuid: uuids.UUID) -> Act:
    act = act_by_uuid(uuid)
    if act is None:
        raise NotFound
    return act
