"""What each fact table holds, read from the tables of the packages below: one SELECT for each, columns in the order of
engine/tables.py. `{some}` stands for the persons or posts that are asked for.

Days are days in India. What a row does not tell about its past is taken from the trail of audit.
"""

from collections.abc import Sequence

from karmayogi.facts.engine.tables import DAYS, TABLES
from karmayogi.facts.queries.owed import OWED
from karmayogi.facts.queries.placed import HELD, HERE, LONG_AGO, PLACED
from karmayogi.facts.types import EARLIEST, LATEST
from karmayogi.kernel import slots
from karmayogi.orgs.api import THEN_POSTS


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


_HOLDING = f"""
select h.person_id, h.incumbency_id, h.post_id, h.designation_id, h.organisation_id, h.path, h.state_code,
  h.district_code, h.setting, h.kind, h.main, h.posts,
  case when h.main = 1 and h.valid_from >= n.unit_from then 1 else 0 end,
  h."group", h.gender, h.valid_from, h.valid_to, {_utc("h.created_at")}
from {HELD} h left join {PLACED} n on n.person_id = h.person_id
where h.person_id {{some}}
"""
# Whoever never held a post: a stretch of days that is over before it begins.
_UNIT = f"""coalesce(n.unit_id, 0), coalesce(n.unit_from, {LONG_AGO}),
  case when n.person_id is null then {LONG_AGO} else n.unit_to end"""
_OF_UNIT = f"left join {PLACED} n on n.person_id ="

_ACCOUNT = f"""
select a.person_id, a.id, o.opened_on,
  case when not a.is_active then
    coalesce({_day(_trail("max", "a.uuid", "= 'people:account:suspend'"))}, o.opened_on) end,
  {_day("least(a.email_verified_at, a.mobile_verified_at)")}, {_utc("a.created_at")}, {_UNIT}
from people_account a {_OF_UNIT} a.person_id
cross join lateral (
  select {_day("least(a.created_at, " + _trail("min", "a.uuid", "= 'people:account:open'") + ")")} as opened_on
) o
where a.person_id {{some}}
"""

_ENROLMENT = f"""
select e.person_id, e.id, e.course_id, e.language, {_day("e.enrolled_at")}, {_day("e.completed_at")},
  case when e.status = 'withdrawn' then
    coalesce({_day(_trail("max", "e.uuid", "= 'learning:enrolment:withdraw'"))}, {_day("e.enrolled_at")}) end,
  {_utc("coalesce(e.completed_at, e.enrolled_at)")}, {_UNIT}
from learning_enrolment e {_OF_UNIT} e.person_id where e.person_id {{some}}
"""

_CREDIT = f"""
select c.person_id, c.id, c.kind, c.minutes, c."on", {_utc("c.recorded_at")}, {_UNIT}
from learning_learningcredit c {_OF_UNIT} c.person_id where c.person_id {{some}}
"""

_CERTIFICATE = f"""
select c.person_id, c.id, c.course_code, c.grade, c.minutes, {_day("c.issued_at")}, {_day("c.revoked_at")},
  c.revoked_reason, {_utc("coalesce(c.revoked_at, c.issued_at)")}, {_UNIT}
from credentials_certificate c {_OF_UNIT} c.person_id where c.person_id {{some}}
"""

_EVIDENCE = f"""
select e.person_id, e.id, e.competency_id, e.level, e.source, e.withdraws_id, {_day("e.observed_at")},
  {_utc("e.recorded_at")}
from competencies_evidence e where e.person_id {{some}}
"""

_LEVEL = f"""
select l.person_id, l.competency_id, l.level, {_utc("l.computed_at")}, coalesce(n.designation_id, 0), {_UNIT}
from competencies_level l {_OF_UNIT} l.person_id where l.person_id {{some}}
"""

_RECHECK = f"""
select r.person_id, r.id, r.policy, r.state, {_day("r.asked_at")},
  case when r.state in ('cleared', 'unconfirmed', 'restored') then
    {_day("coalesce(r.closed_at, r.decided_at, r.asked_at)")} end,
  case when r.state = 'restored' then {_day("coalesce(r.decided_at, r.closed_at, r.asked_at)")} end,
  {_utc("coalesce(r.decided_at, r.closed_at, r.asked_at)")}
from assessment_recheck r where r.person_id {{some}}
"""

_CASCADE = f"""
select p.person_id, s.id, 'trained', t.position, {_day("p.attended_at")}, {_utc("p.attended_at")}
from learning_gatheringplace p
join learning_cascadesession s on s.event_id = p.course_id and s.leader_id is distinct from p.person_id
join learning_cascadetier t on t.id = s.tier_id
join learning_course c on c.id = s.event_id join learning_gathering g on g.version_id = c.current_version_id
where p.person_id {{some}}
  and p.attended_minutes >= greatest(1, round(extract(epoch from g.ends_at - g.starts_at) / 60))
union all
select s.leader_id, s.id, 'led', t.position, {_day("d.held_at")}, {_utc("d.held_at")}
from learning_cascadesession s join learning_cascadetier t on t.id = s.tier_id
join learning_cascadetrainer r on r.tier_id = s.tier_id and r.person_id = s.leader_id and r.withdrawn_at is null
cross join lateral (
  select max(p.attended_at) as held_at from learning_gatheringplace p
  where p.course_id = s.event_id and p.person_id <> s.leader_id
) d
where s.leader_id {{some}} and d.held_at is not null
"""

_DUTY = f"""
select d.person_id, d.mandate_id, d.due_on, d.done_on, {_UNIT}
from {OWED} d {_OF_UNIT} d.person_id where d.person_id {{some}}
"""

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
{HERE}"""

_SELECT = {
    "holding": _HOLDING,
    "account": _ACCOUNT,
    "enrolment": _ENROLMENT,
    "credit": _CREDIT,
    "certificate": _CERTIFICATE,
    "evidence": _EVIDENCE,
    "level": _LEVEL,
    "recheck": _RECHECK,
    "cascade": _CASCADE,
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
