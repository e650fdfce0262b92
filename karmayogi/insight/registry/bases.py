"""Of whom a share speaks where its denominator is not made of all officers: those whom it counts, each once.

A share of a large unit may speak of two people. The rule on small cells holds for these people as it does for officers:
they are counted with the figures, and what must not be shown is worked out from them too.
"""

import dataclasses

from karmayogi.insight.registry.by_unit import of_officers
from karmayogi.orgs.api import POSTS_AS_ON


@dataclasses.dataclass(frozen=True, slots=True)
class Base:
    """people: answers (organisation_id, person_id), each officer once, out of the tables that a metric reads.

    facts: (organisation_id, path, state_code, people) over the fact tables as on `:on`, of the same officers.
    """

    code: str
    people: str
    facts: str

    @property
    def sql(self) -> str:
        """As that of a metric."""
        return f"select b.organisation_id, count(*), 0::bigint from ({self.people}) b group by 1"


# As by_unit.OFFICER, with where her post stands.
_HELD = """
  select person_id, organisation_id, designation_id, path, state_code from holding
  where main = 1 and valid_from <= :on and (valid_to is null or valid_to > :on)
"""


def _told_by(rows: str, which: str) -> str:
    """The officers about whom there are such rows, each once, by unit and where it stands."""
    return f"""
select u.organisation_id, u.path, u.state_code, sum(p.people) as people
from (
  select one.organisation_id as organisation_id, sum(one.numerator) as people
  from ({of_officers(rows, which, "count(distinct r.person_id)")}) one
  group by one.organisation_id
) p
join (select distinct organisation_id, path, state_code from ({_HELD}) h) u on u.organisation_id = p.organisation_id
group by u.organisation_id, u.path, u.state_code
"""


OFFICERS_CODE = "officers"  # the base of whatever does not name another

ENROLLED = Base(
    "of_enrolled",
    """
select o.organisation_id, o.person_id from officer_now o
where exists (select from learning_enrolment e where e.person_id = o.person_id and e.status <> 'withdrawn')
""",
    facts=_told_by("enrolment r", "r.enrolled_on <= :on and (r.withdrawn_on is null or r.withdrawn_on > :on)"),
)
NEEDING = Base(
    "of_needing",
    f"""
select distinct o.organisation_id, o.person_id
from officer_now o
join orgs_incumbency i
  on i.person_id = o.person_id and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
join {POSTS_AS_ON} p on p.id = i.post_id
join competencies_profile f on f.designation_id = p.designation_id and f.in_force
where exists (select from competencies_profilerequirement r where r.profile_id = f.id)
""",
    facts=f"""
with needing as (
  select distinct f.designation_id as designation_id from profile f
  where f.published_on <= :on and (f.ended_on is null or f.ended_on > :on)
    and f.profile_id in (select profile_id from requirement)
)
select o.organisation_id, o.path, o.state_code, count(*) as people
from ({_HELD}) o
where o.designation_id in (select designation_id from needing) or o.person_id in (
  select person_id from holding
  where posts > 1 and valid_from <= :on and (valid_to is null or valid_to > :on)
    and designation_id in (select designation_id from needing)
)
group by o.organisation_id, o.path, o.state_code
""",
)
OWING = Base(
    "of_owing",
    "select distinct o.organisation_id, o.person_id from officer_now o join duty_now d using (person_id)",
    facts=_told_by("duty r", "r.due_on >= :since and r.due_on < :on"),
)

BASES: dict[str, Base] = {base.code: base for base in (ENROLLED, NEEDING, OWING)}
