"""What each fact table holds, read from the tables of the packages below: one SELECT for each, columns in the order of
engine/tables.py. `{some}` stands for the persons or posts that are asked for.

Days are days in India. What a row does not tell about its past is taken from the trail of audit.
"""

from collections.abc import Sequence

from karmayogi.facts.engine.tables import DAYS, TABLES
from karmayogi.facts.queries.owed import OWED
from karmayogi.facts.types import EARLIEST, LATEST
from karmayogi.kernel import slots
from karmayogi.orgs.api import THEN_POSTS, main_first

_LONG_AGO = "'-infinity'::date"


def _day(moment: str) -> str:
    return f"({moment} at time zone 'Asia/Kolkata')::date"


def _utc(moment: str) -> str:
    kept = _kept(f"{moment} at time zone 'UTC'", "timestamp")
    return f"to_char({kept}, 'YYYY-MM-DD HH24:MI:SS.US')"


def _kept(value: str, kind: str) -> str:
    """A day or moment within what the store can hold, which would take it for another one without a word or stop at it.
    Nothing stays nothing."""
    return f"case when {value} is not null then greatest(least({value}, {kind} '{LATEST}'), {kind} '{EARLIEST}') end"


def _trail(which: str, subject: str, tag: str) -> str:
    return f"(select {which}(t.at) from kernel_auditentry t where t.subject_uuid = {subject} and t.tag {tag})"


# A unit lies in the State of the nearest unit above it that has one. Those above are found by where they stood then:
# the path of one that has moved is another now.
_HERE = """
left join lateral (
  select st.code as state_code, coalesce(d.code, '') as district_code
  from generate_series(8, length(s.path), 8) as n
  join orgs_organisationspell stood on stood.path = left(s.path, n)
  join orgs_organisation above on above.id = stood.organisation_id join orgs_state st on st.id = above.state_id
  left join orgs_district d on d.id = above.district_id
  order by n desc limit 1
) here on true
"""

# Where units stood on which days. The first stretch reaches back, the last one forward: a post in a unit that has been
# abolished is still somewhere.
_SPELLS = f"""
select s.organisation_id, s.path, s.kind, here.state_code, here.district_code,
  case when row_number() over w = 1 then '-infinity'::date else s.valid_from end as valid_from,
  lead(s.valid_from) over w as valid_to
from orgs_organisationspell s
{_HERE}"""
_SETTING = "case when s.kind in ('panchayat', 'block') then 'rural' when s.kind = 'ulb' then 'urban' else '' end"

_HOLDING = f"""
with inc as materialized (
  select i.id, i.person_id, i.post_id, i.kind, i.valid_from, i.valid_to, i.created_at
  from orgs_incumbency i where i.person_id {{some}}
),
version as materialized (
  select p.id as post_id, p.organisation_id, p.designation_id, coalesce(p.as_is_from, {_LONG_AGO}) as valid_from,
    null::date as valid_to
  from orgs_post p where p.id in (select post_id from inc)
  union all
  select x.post_id, x.organisation_id, x.designation_id, x.valid_from, x.valid_to
  from orgs_postpast x where x.post_id in (select post_id from inc)
),
spell as materialized (
  {_SPELLS} where s.organisation_id in (select organisation_id from version)
  window w as (partition by s.organisation_id order by s.valid_from)
),
piece as materialized (
  select i.person_id, i.id, i.post_id, i.kind, i.valid_from as since, i.created_at, v.designation_id,
    v.organisation_id, s.path, coalesce(s.state_code, '') as state_code,
    coalesce(s.district_code, '') as district_code, {_SETTING} as setting,
    greatest(i.valid_from, v.valid_from, s.valid_from) as valid_from,
    least(i.valid_to, v.valid_to, s.valid_to) as valid_to
  from inc i
  join version v on v.post_id = i.post_id
    and (v.valid_to is null or v.valid_to > i.valid_from) and (i.valid_to is null or v.valid_from < i.valid_to)
  join spell s on s.organisation_id = v.organisation_id
    and (s.valid_to is null or s.valid_to > greatest(i.valid_from, v.valid_from))
    and s.valid_from < coalesce(least(i.valid_to, v.valid_to), 'infinity')
),
edge as (
  select person_id, valid_from as day from piece
  union select person_id, valid_to from piece where valid_to is not null
),
span as (
  select person_id, day as valid_from, lead(day) over (partition by person_id order by day) as valid_to from edge
)
select p.person_id, p.id, p.post_id, p.designation_id, p.organisation_id, p.path, p.state_code, p.district_code,
  p.setting, p.kind,
  case when row_number() over (partition by n.person_id, n.valid_from order by {main_first("p", since="since")}) = 1
    then 1 else 0 end,
  person."group", person.gender, n.valid_from, n.valid_to, {_utc("p.created_at")}
from span n
join piece p on p.person_id = n.person_id and p.valid_from <= n.valid_from
  and (p.valid_to is null or p.valid_to > n.valid_from)
join people_person person on person.id = p.person_id
"""

_ACCOUNT = f"""
select a.person_id, a.id, o.opened_on,
  case when not a.is_active then
    coalesce({_day(_trail("max", "a.uuid", "= 'people:account:suspend'"))}, o.opened_on) end,
  {_day("least(a.email_verified_at, a.mobile_verified_at)")}, {_utc("a.created_at")}
from people_account a
cross join lateral (
  select {_day("least(a.created_at, " + _trail("min", "a.uuid", "= 'people:account:open'") + ")")} as opened_on
) o
where a.person_id {{some}}
"""

_ENROLMENT = f"""
select e.person_id, e.id, e.course_id, e.language, {_day("e.enrolled_at")}, {_day("e.completed_at")},
  case when e.status = 'withdrawn' then
    coalesce({_day(_trail("max", "e.uuid", "= 'learning:enrolment:withdraw'"))}, {_day("e.enrolled_at")}) end,
  {_utc("coalesce(e.completed_at, e.enrolled_at)")}
from learning_enrolment e where e.person_id {{some}}
"""

_CREDIT = f"""
select c.person_id, c.id, c.kind, c.minutes, c."on", {_utc("c.recorded_at")}
from learning_learningcredit c where c.person_id {{some}}
"""

_CERTIFICATE = f"""
select c.person_id, c.id, c.course_code, c.grade, c.minutes, {_day("c.issued_at")}, {_day("c.revoked_at")},
  c.revoked_reason, {_utc("coalesce(c.revoked_at, c.issued_at)")}
from credentials_certificate c where c.person_id {{some}}
"""

_EVIDENCE = f"""
select e.person_id, e.id, e.competency_id, e.level, e.source, e.withdraws_id, {_day("e.observed_at")},
  {_utc("e.recorded_at")}
from competencies_evidence e where e.person_id {{some}}
"""

_LEVEL = f"""
select l.person_id, l.competency_id, l.level, {_utc("l.computed_at")}
from competencies_level l where l.person_id {{some}}
"""

_RECHECK = f"""
select r.person_id, r.id, r.policy, r.state, {_day("r.asked_at")},
  case when r.state in ('cleared', 'unconfirmed', 'restored') then
    {_day("coalesce(r.closed_at, r.decided_at, r.asked_at)")} end,
  case when r.state = 'restored' then {_day("coalesce(r.decided_at, r.closed_at, r.asked_at)")} end,
  {_utc("coalesce(r.decided_at, r.closed_at, r.asked_at)")}
from assessment_recheck r where r.person_id {{some}}
"""

_DUTY = f"select d.person_id, d.mandate_id, d.due_on, d.done_on from {OWED} d where d.person_id {{some}}"

_PLAN = f"""
select p.id, p.organisation_id, make_date(p.year, 4, 1), p.version,
  {_day("coalesce(p.published_at, p.changed_at)")}, {_day("p.closed_at")},
  {_utc("coalesce(p.closed_at, p.published_at, p.changed_at)")}
from capacity_plan p where p.status in ('published', 'closed')
"""

_POST = f"""
select p.post_id, p.organisation_id, p.designation_id, p.valid_from, p.valid_to, {_utc("now.created_at")}
from {THEN_POSTS} p join orgs_post now on now.id = p.post_id where p.post_id {{some}}
"""

_ORGANISATION = f"""
select s.organisation_id, s.parent_id, s.path, coalesce(here.state_code, ''), coalesce(here.district_code, ''), s.kind,
  s.name_en, s.name_hi, s.name_ur, s.valid_from, s.valid_to, {_utc("o.created_at")}
from orgs_organisationspell s join orgs_organisation o on o.id = s.organisation_id
{_HERE}"""

_SELECT = {
    "holding": _HOLDING,
    "account": _ACCOUNT,
    "enrolment": _ENROLMENT,
    "credit": _CREDIT,
    "certificate": _CERTIFICATE,
    "evidence": _EVIDENCE,
    "level": _LEVEL,
    "recheck": _RECHECK,
    "duty": _DUTY,
    "post": _POST,
    "organisation": _ORGANISATION,
    "lineage": 'select id, predecessor_id, successor_id, kind, "on" from orgs_lineage',
    "profile": "select id, designation_id, version, published_on, ended_on from competencies_profile",
    "requirement": "select profile_id, competency_id, level, importance from competencies_profilerequirement",
    "annual_plan": _PLAN,
    "capacity_unit": "select id, organisation_id, formed_on, ended_on from capacity_capacityunit",
}
# What a package above keeps and this one stores: slot that it fills with the SELECT.
_FROM_ABOVE = {"learning_week": "facts.learning_week"}
assert set(_SELECT) | set(_FROM_ABOVE) == set(TABLES)


def which(some: Sequence[int] | tuple[int, int], *, between: bool = False) -> str:
    """The condition on an id, for COPY, which takes no parameters: numbers are all that is put in. between: the first
    and the last of them."""
    if between:
        first, last = some
        return f"between {int(first)} and {int(last)}"
    return "= any('{" + ",".join(str(int(one)) for one in some) + "}'::bigint[])"


def select(table: str, chosen: str, run: int) -> str:
    """chosen: of `which`; nothing for a small table."""
    rows = slots.one(_FROM_ABOVE[table]) if table in _FROM_ABOVE else _SELECT[table].format(some=chosen)
    columns = TABLES[table].columns
    kept = ", ".join(f"{_kept(name, 'date')} as {name}" if kind in DAYS else name for name, kind in columns.items())
    text = f"select {kept}, {int(run)}, 0 from ({rows}) r ({', '.join(columns)})"
    if "valid_to" in columns:  # stretches that lie wholly beyond would have the same key as one that does not
        text += f" where coalesce(r.valid_to > '{EARLIEST}', true) and r.valid_from < '{LATEST}'"
    return text
