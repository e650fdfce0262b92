"""Counting the needs of a draft out of posts, profiles and levels. A job counts; the answer stays with the plan."""

import datetime as dt
import uuid as uuids

from django.db import transaction

from karmayogi.capacity.actions.writing import writing
from karmayogi.capacity.models import Need, Plan
from karmayogi.capacity.types import Status
from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor
from karmayogi.kernel.jobs import LONG, task, unhurried, when_lost
from karmayogi.orgs import api as orgs


def count_needs(*, actor: Actor, plan: uuids.UUID, revision: int, at: dt.datetime) -> None:
    """Asks for a count as on today; while one waits nothing more is asked."""
    with writing(actor, plan, revision, at, "needs") as row:
        if row.needs_state == "waiting":
            return
        row.needs_state, row.needs_on = "waiting", clock.day(at)
        count.enqueue(plan=str(row.uuid))


@task(queue_name=LONG)
def count(plan: str) -> None:
    """Counts once; a repeated delivery, or a plan that went on meanwhile, finds nothing to do."""
    with unhurried(), transaction.atomic():
        row = Plan.objects.select_for_update().filter(uuid=plan, needs_state="waiting", status=Status.DRAFT).first()
        if row is None or row.needs_on is None:
            return
        unit = orgs.organisations([row.organisation_id])[row.organisation_id]
        found = competencies.needs_by_designation(unit.path, row.needs_on)
        Need.objects.filter(plan=row).delete()
        Need.objects.bulk_create(
            [
                Need(
                    plan=row, designation_id=one.designation_id, competency_id=one.competency_id, people=one.people,
                    met=one.met, wanted=one.wanted, missing=one.missing,
                )
                for one in found
            ],
            batch_size=2_000,
        )  # fmt: skip
        Plan.objects.filter(pk=row.pk).update(needs_state="done")


@when_lost(count)
def lost(plan: str) -> None:
    """The page says that it failed, and lets it be asked for anew."""
    rows.run("update capacity_plan set needs_state = 'failed' where uuid = %s and needs_state = 'waiting'", [plan])
