"""Keeping that something was done under a mandate, and telling packages above: after every fact that may end one."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import clock, events, rows
from karmayogi.plans.events import Discharged
from karmayogi.plans.queries.mine import list_of


def keep_discharges(person_id: int, at: dt.datetime) -> int:
    """How many were new. A fact told twice keeps nothing twice."""
    today = clock.day(at)
    kept = 0
    with transaction.atomic():
        for line in list_of(person_id, today):
            one = line.obligation
            if one.done_on is None:
                continue
            new = rows.run(
                "insert into plans_discharge (person_id, mandate_id, due_on, done_on, recorded_at)"
                " values (%s, %s, %s, %s, %s) on conflict do nothing",
                [person_id, one.mandate_id, one.due_on, one.done_on, at],
            )
            if new:
                kept += 1
                events.announce(Discharged(person_id, one.mandate_id, one.due_on, at))
    return kept
