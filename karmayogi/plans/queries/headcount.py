"""How many people an audience has, from sums that are kept: of everybody whom its rules tell by office, group and how
the seat is held, and by designation, service, cadre and batch where offices are departments or above. Ministries ask
that of thirty million while they write.

What else rules ask of, the posts themselves are asked (queries/audience.py). A property holds the two together.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans.types import Attribute, Rule

# Paths of the finer sums are cut to country, ministry or State, department.
CUT = 3 * orgs.PATH_STEP
_KEPT = frozenset({Attribute.UNIT, Attribute.GROUP, Attribute.POSTING})
_BY_SERVICE = frozenset({Attribute.SERVICE, Attribute.CADRE, Attribute.BATCH})
_FINE = _KEPT | _BY_SERVICE | {Attribute.DESIGNATION}
# All have the columns that conditions name of postings and persons.
_PERSON = 'cross join lateral (select i."group" as "group") person'


@dataclasses.dataclass(frozen=True, slots=True)
class Sums:
    """What to add up, what to ask about those who are reached by a charge alone, and how a condition on her service
    stands in the sums ({} is the condition on s; None: as of the posts)."""

    seats: str
    charges: str
    member: str | None = None


_COARSE = Sums(f"plans_headcount i {_PERSON}", f"plans_chargeposting i {_PERSON}")
_SERVICE = "cross join lateral (select i.service_id, i.cadre_id, i.batch) s"
_POST = "cross join lateral (select i.designation_id) post"


def sums_for(rules: tuple[Rule, ...], paths: Iterable[str], on: dt.date) -> Sums | None:
    """The sums from which these rules can be answered on that day, None: from none. paths: of all organisations that
    the mandate names. Not before a night has added them up."""
    asked = {one.attribute for rule in rules if not rule.excludes for one in rule.conditions}
    if asked <= _KEPT:
        return _COARSE if _added_up("plans_headcount", on) else None
    if not asked <= _FINE or any(len(path) > CUT for path in paths) or not _added_up("plans_seatsum", on):
        return None
    posts = f"join {orgs.POSTS_AS_ON} post on post.id = i.post_id" if Attribute.DESIGNATION in asked else ""
    return Sums(f"plans_seatsum i {_PERSON} {_SERVICE} {_POST}", f"plans_chargeposting i {_PERSON} {posts}", "({})")


def _added_up(table: str, on: dt.date) -> bool:
    return bool(rows.scalar(f"select exists (select from {table} where organisation_path = '' and day <= %s)", [on]))
