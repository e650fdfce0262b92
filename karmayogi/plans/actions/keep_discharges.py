"""Keeping that something was done under a mandate, and telling packages above: after every fact that may end one."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import clock, events, rows
from karmayogi.plans.events import Discharged
from karmayogi.plans.queries.mine import list_of
from karmayogi.plans.types import Wants


def keep_discharges(person_id: int, at: dt.datetime) -> int:
    """How many were new. A fact told twice keeps nothing twice."""
    today = clock.day(at)
    kept = 0
    with transaction.atomic():
        for line in list_of(person_id, today):
            one = line.obligation
            if one.done_on is None:
                continue
            # A due date that moved is no new one: the same day done is kept once.
            new = rows.run(
                """
                insert into plans_discharge (person_id, mandate_id, due_on, done_on, recorded_at)
                select %(person)s, %(mandate)s, %(due)s, %(done)s, %(at)s
                where not exists (select from plans_discharge d where d.person_id = %(person)s
                  and d.mandate_id = %(mandate)s and (%(once)s or d.done_on = %(done)s))
                on conflict do nothing
                """,
                {
                    "person": person_id,
                    "mandate": one.mandate_id,
                    "due": one.due_on,
                    "done": one.done_on,
                    "at": at,
                    # Its day is the one on which it was worked out last.
                    "once": line.asked.what.wants is Wants.LEVEL,
                },
            )
            if new:
                kept += 1
                events.announce(Discharged(person_id, one.mandate_id, one.due_on, at))
    return kept
