"""Parts of the queries over the facts that the figures share: who was where, and what is known of them by unit."""

# Whoever held a post on the day, once, at her main post.
OFFICER = """officer as (
  select person_id, organisation_id from holding
  where main = 1 and valid_from <= :on and (valid_to is null or valid_to > :on)
)"""

# Of a row `r` about somebody: whether she was on that day where it says that she was seen last.
_HERE = "r.unit_from <= :on and (r.unit_to is null or r.unit_to > :on)"
# Whoever was elsewhere on that day than the rows about her say: nearly nobody, unless the day is long past.
_ELSEWHERE = """(
    select person_id, organisation_id from holding
    where main = 1 and latest = 0 and valid_from <= :on and (valid_to is null or valid_to > :on)
  )"""


def of_officers(rows: str, which: str, numerator: str, denominator: str = "0", *, each: bool = False) -> str:
    """A query: facts about officers, added up by the unit of their main post on the day: organisation_id, numerator,
    denominator; a unit may come twice. each: added up by person, of whom all rows name the same unit.

    rows: fact tables, of which the one with the unit is called r (and whatever is joined to it). Who was on that day
    where r says is counted without being looked for, which in a country is nearly everybody (decision 0068).
    """

    def arm(unit: str, source: str, where: str) -> str:
        place, keys = (f"max({unit})", "r.person_id") if each else (unit, unit)
        return f"""
  select {place} as organisation_id, {numerator} as numerator, {denominator} as denominator
  from {source}
  where {where}
  group by {keys}
"""

    # Facts lie by person: of all others nothing is read.
    elsewhere = arm(
        "o.organisation_id", f"{rows} join {_ELSEWHERE} o on o.person_id = r.person_id",
        f"r.person_id in (select e.person_id from {_ELSEWHERE} e) and ({which})",
    )  # fmt: skip
    return f"{arm('r.unit_id', rows, f'{_HERE} and ({which})')}  union all{elsewhere}"


def added(parts: str) -> str:
    """Rows of of_officers, each unit once."""
    return f"""
select part.organisation_id as organisation_id, sum(part.numerator) as numerator, sum(part.denominator) as denominator
from ({parts}) part
group by part.organisation_id
"""


# As further rows for `added`: all officers, below whatever stands above.
ALL_OFFICERS = """
  select organisation_id, 0 as numerator, count(*) as denominator from holding
  where main = 1 and valid_from <= :on and (valid_to is null or valid_to > :on)
  group by organisation_id
"""
