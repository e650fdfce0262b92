"""What every change of a draft has in common: it is asked for the revision that its writer saw (decision 0044)."""

import contextlib
import datetime as dt
import uuid as uuids
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.capacity.models import Plan, PlanHand
from karmayogi.capacity.queries.access import access_plan
from karmayogi.capacity.types import Status
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Refused


@contextlib.contextmanager
def writing(actor: Actor, plan: uuids.UUID, revision: int, at: dt.datetime, part: str) -> Iterator[Plan]:
    """The draft under lock, to be saved with its next revision. Refused where somebody else was quicker."""
    with transaction.atomic():
        row, _unit = access_plan(actor, plan, "write", clock.day(at), lock=True)
        if row.status != Status.DRAFT:
            raise Refused(_("This plan is no draft any more: send it back, or begin its next version."))
        if row.revision != revision:
            raise Refused(
                _("Somebody changed this plan while you were writing. Nothing of yours is saved: look at it anew.")
            )
        yield row
        row.revision += 1
        row.changed_at = at
        row.save()
        PlanHand.objects.get_or_create(plan=row, person_id=actor.person_id)
        audit.record(
            "capacity:plan:change", agent=actor, at=at, kind="capacity_plan", subject=row.uuid, label=row.title_en,
            detail={"part": part, "revision": row.revision},
        )  # fmt: skip


def plain(text: str, most: int) -> str:
    """One line of what was typed."""
    return " ".join(text.replace("\0", "").split())[:most]


def lines(text: str, most: int) -> str:
    """What was typed, with its lines."""
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:most]
