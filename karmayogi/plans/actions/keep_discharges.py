"""Keeping that something was done under a mandate, and telling packages above: after every fact that may end one."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from karmayogi.kernel import clock, events, rows
from karmayogi.plans.events import Discharged
from karmayogi.plans.queries.mine import lists_of
from karmayogi.plans.types import Wants

_KEEP = """
insert into plans_discharge (person_id, mandate_id, due_on, done_on, recorded_at)
select line.person, line.mandate, line.due, line.done, line.at
from unnest(%(people)s::bigint[], %(mandates)s::bigint[], %(dues)s::date[], %(days)s::date[], %(once)s::bool[],
  %(ats)s::timestamptz[]) as line (person, mandate, due, done, once, at)
where not exists (select from plans_discharge d where d.person_id = line.person
  and d.mandate_id = line.mandate and (line.once or d.done_on = line.done))
on conflict do nothing returning person_id, mandate_id, due_on
"""


def keep_discharges(person_id: int, at: dt.datetime) -> int:
    """How many were new. A fact told twice keeps nothing twice."""
    return keep_discharges_of({person_id: at})


def keep_discharges_of(at_by_person: Mapping[int, dt.datetime]) -> int:
    """The same for many persons, each with a moment of one and the same day."""
    if not at_by_person:
        return 0
    with transaction.atomic():
        lines = lists_of(sorted(at_by_person), clock.day(next(iter(at_by_person.values()))))
        done = [
            (person, line) for person, mine in lines.items() for line in mine if line.obligation.done_on is not None
        ]
        if not done:
            return 0
        # A due date that moved is no new one: the same day done is kept once.
        new = rows.fetch(
            lambda person, mandate, due: Discharged(person, mandate, due, at_by_person[person]),
            _KEEP,
            {
                "people": [person for person, _line in done],
                "mandates": [line.mandate.id for _person, line in done],
                "dues": [line.obligation.due_on for _person, line in done],
                "days": [line.obligation.done_on for _person, line in done],
                # The day of a level is the one on which it was worked out last.
                "once": [line.asked.what.wants is Wants.LEVEL for _person, line in done],
                "ats": [at_by_person[person] for person, _line in done],
            },
        )
        for event in new:
            events.announce(event)
    return len(new)
