"""A contest that nobody decided in time goes up: a row does not stay out of use because an office is silent."""

import datetime as dt

from django.db import transaction

from karmayogi.competencies.models import Contest
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs

DAYS = 7  # in which each office above has to decide


def raise_contests(*, at: dt.datetime) -> int:
    """The daily job: every open contest past its day goes one office up and gets a new day; how many did.

    Repeating it on the same day changes nothing. At the country it stays, overdue: there is no office above.
    """
    late = Contest.objects.filter(status=Contest.Status.OPEN, due_on__lt=clock.day(at)).order_by("id")
    return sum(_raise(contest_id, at) for contest_id in list(late.values_list("id", flat=True)))


@transaction.atomic
def _raise(contest_id: int, at: dt.datetime) -> bool:
    on = clock.day(at)
    row = Contest.objects.select_for_update(of=("self",)).select_related("evidence").get(pk=contest_id)
    if row.status != Contest.Status.OPEN or row.due_on >= on:
        return False  # decided, or raised, meanwhile
    # Counted from where her office stands now: it may have moved since.
    height = len(row.organisation_path) // orgs.PATH_STEP
    above = row.organisation_path[: max(0, height - row.raised - 1) * orgs.PATH_STEP]
    name = rows.scalar("select name_en from orgs_organisation where path = %s", [above])
    if name is None:
        return False
    row.raised, row.due_on = row.raised + 1, on + dt.timedelta(days=DAYS)
    row.save(update_fields=["raised", "due_on"])
    audit.record(
        "competencies:contest:raise", agent=System("contests"), at=at, kind="evidence", subject=row.evidence.uuid,
        label=row.evidence.instrument, concerns=row.person_id, detail={"to": name, "due": row.due_on.isoformat()},
    )  # fmt: skip
    return True
