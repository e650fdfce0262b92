"""The approval chain: the unit agrees, the head approves, an admin publishes; sending back, and closing.

Every act names the revision that was looked at, and repeating one changes nothing.
"""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.actions.copy_plan import copy_orders, move_batches
from karmayogi.capacity.actions.faults import not_ready
from karmayogi.capacity.actions.print_plan import print_all
from karmayogi.capacity.actions.writing import plain
from karmayogi.capacity.engine.year import in_execution
from karmayogi.capacity.events import PlanPublished
from karmayogi.capacity.models import Plan, PlanHand, PlanStep
from karmayogi.capacity.queries.access import access_plan, may
from karmayogi.capacity.queries.plans import designation_of
from karmayogi.capacity.types import Status
from karmayogi.kernel import audit, clock, events
from karmayogi.kernel.access import Actor, NotFound, Refused


def agree_plan(*, actor: Actor, plan: uuids.UUID, revision: int, at: dt.datetime) -> None:
    """The chair of the active unit freezes the draft of that revision. Refused: what keeps it from being ready."""
    with transaction.atomic():
        row = _asked(actor, plan, "agree", revision, at, Status.DRAFT, Status.AGREED)
        if row is not None:
            _ready(row, at)
            _step(row, Status.AGREED, "agree", actor, at)


def approve_plan(*, actor: Actor, plan: uuids.UUID, revision: int, at: dt.datetime) -> None:
    """The head, who wrote nothing in it and did not agree it."""
    with transaction.atomic():
        row = _asked(actor, plan, "approve", revision, at, Status.AGREED, Status.APPROVED)
        if row is not None:
            _ready(row, at)
            agreed = PlanStep.objects.filter(plan=row, act="agree").order_by("-pk").first()
            wrote = PlanHand.objects.filter(plan=row, person_id=actor.person_id).exists()
            if wrote or (agreed is not None and agreed.by_id == actor.person_id):
                raise Refused(_("Whoever wrote in the plan or agreed it does not approve it: another head has to."))
            _step(row, Status.APPROVED, "approve", actor, at)


def publish_plan(*, actor: Actor, plan: uuids.UUID, revision: int, at: dt.datetime) -> None:
    """In force from now, in the place of the version before. Its paper is made and signed by a job."""
    with transaction.atomic():
        row = _asked(actor, plan, "publish", revision, at, Status.APPROVED, Status.PUBLISHED)
        if row is not None:
            _ready(row, at)
            before = Plan.objects.select_for_update().filter(
                organisation_id=row.organisation_id, year=row.year, status=Status.PUBLISHED
            )
            for old in before:
                note = _("Version %(version)s took its place.") % {"version": row.version}
                _step(old, Status.CLOSED, "close", actor, at, note)
                copy_orders(old.pk, row.pk)
                move_batches(old.pk, row.pk)
            row.published_at = at
            _step(row, Status.PUBLISHED, "publish", actor, at)
            events.announce(PlanPublished(row.pk, at))
            print_all.enqueue(plan=str(row.uuid))


def send_back(*, actor: Actor, plan: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """A draft again, with a reason: by whoever may do the next step, or wrote it. Repeating it changes nothing."""
    reason = plain(reason, 500)
    with transaction.atomic():
        row, body = access_plan(actor, plan, "see", clock.day(at), lock=True)
        if row.status == Status.DRAFT:
            return
        if row.status not in (Status.AGREED, Status.APPROVED):
            raise Refused(_("It is published: change it by its next version."))
        if not any(may(actor, body, to, clock.day(at)) for to in ("write", "approve")):
            raise NotFound
        if not reason:
            raise Refused(_("Say why it goes back: whoever wrote it reads this."))
        row.revision += 1
        _step(row, Status.DRAFT, "return", actor, at, reason)


def close_plan(*, actor: Actor, plan: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """A published plan has ended; reviews stay. Refused: its year has not begun, or no reason."""
    reason = plain(reason, 500)
    with transaction.atomic():
        row, _body = access_plan(actor, plan, "publish", clock.day(at), lock=True)
        if row.status == Status.CLOSED:
            return
        if row.status != Status.PUBLISHED:
            raise Refused(_("Only a published plan is closed."))
        if not in_execution(True, row.year, clock.day(at)):
            raise Refused(_("Its year has not begun: change it by its next version."))
        if not reason:
            raise Refused(_("Say what came of it, or why it ends."))
        _step(row, Status.CLOSED, "close", actor, at, reason)


def _asked(
    actor: Actor, plan: uuids.UUID, to: str, revision: int, at: dt.datetime, before: Status, after: Status
) -> Plan | None:
    """The plan under lock where the step is to be made; None where it was made already. Refused: another state."""
    row, _body = access_plan(actor, plan, to, clock.day(at), lock=True)
    if row.status == after and row.revision == revision:
        return None
    if row.status != before:
        raise Refused(_("The plan is in another state meanwhile: look at it anew."))
    if row.revision != revision:
        raise Refused(_("The plan was changed after you looked at it. Look at it anew."))
    return row


def _ready(row: Plan, at: dt.datetime) -> None:
    problems = not_ready(row, clock.day(at))
    if problems:
        raise Refused(" ".join(problems))


def _step(row: Plan, status: Status, act: str, actor: Actor, at: dt.datetime, note: str = "") -> None:
    row.status = status
    if status is Status.CLOSED:
        row.closed_at = at
    row.save()
    PlanStep.objects.create(
        plan=row, act=act, by_id=actor.person_id, designation=designation_of(actor.person_id, clock.day(at)),
        note=note, at=at,
    )  # fmt: skip
    audit.record(
        f"capacity:plan:{act}", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
        why=note, detail={"revision": row.revision, "version": row.version},
    )  # fmt: skip
