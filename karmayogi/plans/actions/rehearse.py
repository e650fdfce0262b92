"""Rehearsing a draft: whom it would reach, beside what is so now. A job counts; nothing of anybody is written."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.jobs import LONG, task, unhurried, when_lost
from karmayogi.plans.actions.faults import not_ready
from karmayogi.plans.models import Mandate, Rehearsal, RehearsalAbove, RehearsalClash, RehearsalCost, RehearsalOffice
from karmayogi.plans.queries import rehearsals
from karmayogi.plans.queries.access import access_mandate

MOST_NAMED = 50_000  # of people above a limit; all of them are counted


def rehearse(*, actor: Actor, mandate: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """Asks for a rehearsal of the draft as it is now; one that waits for this revision is answered again.

    Refused: the draft is not ready.
    """
    with transaction.atomic():
        row, _unit = access_mandate(actor, mandate, "write", lock=True)
        if row.status != Mandate.Status.DRAFT:
            raise Refused(_("Only a draft is rehearsed. A change of a mandate in force is a draft of its own."))
        today = clock.day(at)
        problems = not_ready(row, today)
        if problems:
            raise Refused(" ".join(problems))
        waiting = Rehearsal.objects.filter(mandate=row, revision=row.revision, state=Rehearsal.State.WAITING).first()
        if waiting is not None:
            return waiting.uuid
        made = Rehearsal.objects.create(
            mandate=row, revision=row.revision, on=max(today, row.starts_on), asked_by_id=actor.person_id, asked_at=at
        )
        audit.record(
            "plans:mandate:rehearse", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en,
            detail={"revision": row.revision},
        )  # fmt: skip
        count.enqueue(rehearsal=str(made.uuid))
    return made.uuid


@task(queue_name=LONG)
def count(rehearsal: str) -> None:
    """Counts once; a repeated delivery finds it done."""
    with unhurried(), transaction.atomic():
        row = Rehearsal.objects.select_for_update().filter(uuid=rehearsal, state=Rehearsal.State.WAITING).first()
        if row is None:
            return
        found = rehearsals.figures(row.mandate_id, row.on)
        RehearsalOffice.objects.bulk_create([RehearsalOffice(rehearsal=row, **one) for one in found.offices])
        RehearsalClash.objects.bulk_create([RehearsalClash(rehearsal=row, **one) for one in found.clashes])
        RehearsalCost.objects.bulk_create([RehearsalCost(rehearsal=row, **one) for one in found.costs])
        # Nobody stays named by an earlier rehearsal, whether a limit applies by now or not.
        RehearsalAbove.objects.filter(rehearsal__mandate_id=row.mandate_id).delete()
        if found.others is not None:
            _keep_above(row)
        row.weighed, row.others, row.peaks = found.others is not None, found.others or 0, found.peaks
        row.everybody, row.state, row.finished_at = found.everybody, Rehearsal.State.DONE, clock.now()
        row.save()


def _keep_above(row: Rehearsal) -> None:
    """Those above a limit by name, the heaviest first."""
    rows.run(
        "insert into plans_rehearsalabove (rehearsal_id, person_id, organisation_path, per, first_on, mine, minutes,"
        " most) select %s, person_id, path, per, first_on, mine, minutes, most from plans_above"
        f" order by minutes - most desc, person_id limit {MOST_NAMED}",
        [row.pk],
    )


@when_lost(count)
def lost(rehearsal: str) -> None:
    """The page says that it failed, and lets it be asked for anew."""
    Rehearsal.objects.filter(uuid=rehearsal, state=Rehearsal.State.WAITING).update(
        state=Rehearsal.State.FAILED, finished_at=clock.now()
    )
