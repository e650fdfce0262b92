"""How many people an audience has, from sums that are kept: of everybody whom its rules tell by office, group and how
the seat is held. Ministries ask that of thirty million while they write.

What else rules ask of, the posts themselves are asked (queries/audience.py). A property holds the two together.
"""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.plans.types import Attribute, Rule

KEPT = frozenset({Attribute.UNIT, Attribute.GROUP, Attribute.POSTING})
# Both have the columns that conditions name of postings and persons.
PERSON = 'cross join lateral (select i."group" as "group") person'
SUMS = f"plans_headcount i {PERSON}"
CHARGES = f"plans_chargeposting i {PERSON}"


def sums_tell(rules: tuple[Rule, ...], on: dt.date) -> bool:
    """Whether these rules and that day can be answered from sums: not before a night has added them up."""
    asked = {one.attribute for rule in rules if not rule.excludes for one in rule.conditions}
    added_up = "select exists (select from plans_headcount where organisation_path = '' and day <= %s)"
    return asked <= KEPT and bool(rows.scalar(added_up, [on]))
