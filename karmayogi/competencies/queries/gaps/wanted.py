"""What somebody may aim at: a role profile in force or a scheme, as competencies at levels."""

import dataclasses
import datetime as dt
import uuid

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class Aim:
    """kind: "profile" or "scheme"."""

    kind: str
    uuid: uuid.UUID
    name_en: str
    name_hi: str
    name_ur: str


@dataclasses.dataclass(frozen=True, slots=True)
class Want:
    competency_id: int
    level: int
    importance: int


_AIMS = """
select 'profile' as kind, p.uuid, d.name as name, d.name_hi, d.name_ur
from competencies_profile p join orgs_designation d on d.id = p.designation_id where p.in_force
union all
select 'scheme', s.uuid, s.name_en, s.name_hi, s.name_ur from competencies_scheme s
"""

_WANTS = """
select r.competency_id, r.level, r.importance
from competencies_profile p join competencies_profilerequirement r on r.profile_id = p.id
where p.uuid = %(uuid)s and p.in_force
union all
select n.competency_id, n.level, 3
from competencies_scheme s join competencies_schemeneed n on n.scheme_id = s.id where s.uuid = %(uuid)s
"""


# The same, with the version of the role profile that held on a past day.
_WANTED = """
select r.competency_id, r.level, r.importance
from competencies_profile now join competencies_profile p on p.designation_id = now.designation_id
  and p.published_on <= %(on)s and (p.ended_on is null or p.ended_on > %(on)s)
join competencies_profilerequirement r on r.profile_id = p.id
where now.uuid = %(uuid)s and now.in_force
union all
select n.competency_id, n.level, 3
from competencies_scheme s join competencies_schemeneed n on n.scheme_id = s.id where s.uuid = %(uuid)s
"""


def aims() -> list[Aim]:
    """Every profile in force and every scheme, by name."""
    return rows.fetch(Aim, f"select * from ({_AIMS}) a order by kind desc, name, uuid")


def aim(uuid: uuid.UUID) -> Aim | None:
    return rows.first(Aim, f"select * from ({_AIMS}) a where uuid = %s", [uuid])


def wants(uuid: uuid.UUID) -> list[Want]:
    """What the profile or scheme needs; empty for one that is not there or no longer in force."""
    return rows.fetch(Want, _WANTS, {"uuid": uuid})


def wanted_then(uuid: uuid.UUID, on: dt.date) -> list[Want]:
    """The same as on a past day; empty where no version of the profile held that day. A scheme has no versions."""
    return rows.fetch(Want, _WANTED, {"uuid": uuid, "on": on})
