"""What the items of a draft cost each office, by rates that organisations keep."""

import datetime as dt

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


# Offices of the figures with the people who have it still to do; those of an office further down that keeps a rate of
# its own apart. By the few lengths that paths have, so that the two sides are hashed and not compared one by one.
_OFFICES = """
with line as materialized (select office, path, count(*) as people from plans_line where to_do group by 1, 2),
own as (
  select distinct on (line.path) line.path, r.path as nearest
  from line cross join unnest(%(lengths)s::int[]) n join unnest(%(paths)s::text[]) r (path)
    on r.path = left(line.path, n)
  order by line.path, n desc
)
select line.office, coalesce(own.nearest, unit.path), sum(line.people)::int
from line join orgs_organisation unit on unit.id = line.office left join own on own.path = line.path
group by 1, 2 order by 1, 2
"""


def costs_of(mandate: Mandate, path: str, on: dt.date) -> list[tuple[int, Term]]:
    """(office, term) of each, of the people in the table `plans_line` (queries/weighing.py). path: of the issuer."""
    items = priced_items(mandate)
    if not items:
        return []
    rates = rates_for(path, on)
    below = sorted({one.unit_path for one in rates if len(one.unit_path) > len(path)})
    given = {"paths": below, "lengths": sorted({len(one) for one in below})}
    offices: list[tuple[int, str, int]] = rows.fetch(lambda *row: row, _OFFICES, given)
    return [(unit, term) for unit, at, people in offices for term in terms_of(items, people, at, rates, on)]
