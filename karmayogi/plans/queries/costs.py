"""What the items of a draft cost each office, by rates that organisations keep."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans.engine.costs import Priced, RateOf, Term, days_of, terms_of
from karmayogi.plans.types import Mandate, Wants


def priced_items(mandate: Mandate) -> list[Priced]:
    """As many as are needed, those with the fewest minutes: what a draft asks at most is counted by them everywhere."""
    if mandate.what.wants is not Wants.ITEMS:
        return []
    return rows.fetch(
        lambda course, provider, minutes, away, days: Priced(
            course, provider, 0 if not away else days or days_of(minutes)
        ),
        """
        select e.course_id, c.provider_id, e.minutes,
          c.mode <> 'online' or (e.kind = 'event' and coalesce(g.place, '') <> ''),
          (g.ends_at at time zone 'Asia/Kolkata')::date - (g.starts_at at time zone 'Asia/Kolkata')::date + 1
        from learning_catalogueentry e join learning_course c on c.id = e.course_id
        left join learning_gathering g on g.version_id = c.current_version_id
        where e.course_id = any(%s::bigint[]) order by e.minutes, e.course_id limit %s
        """,
        [[same[0] for same in mandate.what.items], mandate.what.needed],
    )


def rates_for(path: str, on: dt.date) -> list[RateOf]:
    """Those in force on that day of the organisation at `path`, of all above it and of all below."""
    return rows.fetch(
        RateOf,
        """
        select distinct on (r.organisation_id, r.kind, r.course_id, r.provider_id)
          o.path, r.kind, r.course_id, r.provider_id, r.paise, r.seats, r.from_on
        from plans_rate r join orgs_organisation o on o.id = r.organisation_id
        where r.from_on <= %(on)s and (o.path = any(%(above)s::text[]) or (o.path >= %(low)s and o.path < %(end)s))
        order by r.organisation_id, r.kind, r.course_id, r.provider_id, r.from_on desc
        """,
        {"on": on, "above": list(orgs.ancestors(path)), "low": path, "end": path + orgs.PATH_END},
    )


def costs_of(
    mandate: Mandate, path: str, offices: Iterable[tuple[int, str, int]], on: dt.date
) -> list[tuple[int, Term]]:
    """(office, term) of each. path: of the issuer. offices: (id, path, people that have it still to do)."""
    items = priced_items(mandate)
    if not items:
        return []
    rates: list[Any] = rates_for(path, on)
    return [(unit, term) for unit, at, people in offices if people for term in terms_of(items, people, at, rates, on)]
