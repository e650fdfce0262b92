"""Keeping that something was done under a mandate, and telling packages above: after every fact that may end one."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import clock, events, rows
from karmayogi.plans.events import Discharged
from karmayogi.plans.queries.mine import list_of
from karmayogi.plans.types import Wants


def keep_discharges(person_id: int, at: dt.datetime) -> int:
    """How many were new. A fact told twice keeps nothing twice."""
    with transaction.atomic():
        done = [line for line in list_of(person_id, clock.day(at)) if line.obligation.done_on is not None]
        if not done:
            return 0
        # A due date that moved is no new one: the same day done is kept once.
        new = rows.fetch(
            lambda mandate, due: Discharged(person_id, mandate, due, at),
            """
            insert into plans_discharge (person_id, mandate_id, due_on, done_on, recorded_at)
            select %(person)s, line.mandate, line.due, line.done, %(at)s
            from unnest(%(mandates)s::bigint[], %(dues)s::date[], %(days)s::date[], %(once)s::bool[])
              as line (mandate, due, done, once)
            where not exists (select from plans_discharge d where d.person_id = %(person)s
              and d.mandate_id = line.mandate and (line.once or d.done_on = line.done))
            on conflict do nothing returning mandate_id, due_on
            """,
            {
                "person": person_id,
                "mandates": [line.mandate.id for line in done],
                "dues": [line.obligation.due_on for line in done],
                "days": [line.obligation.done_on for line in done],
                # The day of a level is the one on which it was worked out last.
                "once": [line.asked.what.wants is Wants.LEVEL for line in done],
                "at": at,
            },
        )
        for event in new:
            events.announce(event)
    return len(new)
