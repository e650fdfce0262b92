"""Applying and undoing a chunk of a re-tag. Evidence is only ever appended; profiles get a new version."""

import dataclasses
import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.competencies.actions.record_evidence import recompute
from karmayogi.competencies.events import CompetencyReplaced, CompetencyRestored, ProfilePublished
from karmayogi.competencies.queries.governance.retag import TO_CARRY, Edition, Replacement, edition, replacements
from karmayogi.kernel import clock, events, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.bulk import Act, Chunk, Entry, Result, Row, record_many
from karmayogi.kernel.ids import uuid7

# A need for `was` becomes a need for each that replaces it, at the level that its levels became.
_NEW_PROFILE = """
insert into competencies_profile (uuid, designation_id, version, basis, summary_en, summary_hi, summary_ur,
  content_hash, published_on, in_force)
select %(uuid)s, designation_id, (select max(version) + 1 from competencies_profile o
                                  where o.designation_id = p.designation_id),
  %(basis)s || basis, summary_en, summary_hi, summary_ur, content_hash, %(on)s, true
from competencies_profile p where id = %(profile)s returning id, designation_id
"""
_ROLES = """
with roles as (
  insert into competencies_profilerole (profile_id, position, key, name_en, name_hi, name_ur)
  select %(made)s, position, key, name_en, name_hi, name_ur from competencies_profilerole where profile_id = %(profile)s
  returning id, position, key)
insert into competencies_activity (role_id, position, key, name_en, name_hi, name_ur, knowledge)
select roles.id, a.position, a.key, a.name_en, a.name_hi, a.name_ur, a.knowledge
from competencies_profilerole r join roles using (position, key)
join competencies_activity a on a.role_id = r.id where r.profile_id = %(profile)s
"""
_MOVES = """
moves as (select * from unnest(%(was)s::bigint[], %(now)s::bigint[], %(levels)s::text[]) as x (was_id, now_id, levels))
"""
_NEEDS = f"""
with {_MOVES}
insert into competencies_need (activity_id, competency_id, level, importance)
select fresh.id, coalesce(m.now_id, n.competency_id), max(coalesce((m.levels::smallint[])[n.level], n.level)),
  max(n.importance)
from competencies_profilerole r
join competencies_activity a on a.role_id = r.id
join competencies_profilerole made on made.profile_id = %(made)s and (made.position, made.key) = (r.position, r.key)
join competencies_activity fresh on fresh.role_id = made.id and (fresh.position, fresh.key) = (a.position, a.key)
join competencies_need n on n.activity_id = a.id
left join moves m on m.was_id = n.competency_id
where r.profile_id = %(profile)s
group by fresh.id, 2
"""
_REQUIREMENTS = f"""
with {_MOVES}
insert into competencies_profilerequirement (profile_id, competency_id, level, importance)
select %(made)s, coalesce(m.now_id, r.competency_id), max(coalesce((m.levels::smallint[])[r.level], r.level)),
  max(r.importance)
from competencies_profilerequirement r left join moves m on m.was_id = r.competency_id
where r.profile_id = %(profile)s group by 2
"""
# What an order approved stays approved: its position points at the profile that is in force now.
_ORDERED = "update competencies_orderposition set profile_id = %(made)s where profile_id = %(profile)s"
_CARRY = f"""
with carried as (
  select e.*, x.now_id {TO_CARRY} and e.person_id = any(%(persons)s::bigint[])
), copies as (
  insert into competencies_evidence (uuid, person_id, competency_id, level, score, source, instrument,
    instrument_version, ref_kind, ref_uuid, observer_id, context, observed_at, registered_id)
  select gen_random_uuid(), c.person_id, c.now_id, (%(levels)s::smallint[])[c.level], c.score, c.source, c.instrument,
    c.instrument_version, 'retag', md5(%(act)s::text || c.uuid::text || c.now_id)::uuid, c.observer_id, %(words)s,
    c.observed_at, c.registered_id
  from carried c where c.level > 0
  on conflict do nothing returning id, ref_uuid
), noted as (
  insert into competencies_carriedevidence (copy_id, origin_id, version_id, act_uuid)
  select copies.id, c.id, %(version)s, %(act)s::uuid from copies
  join carried c on md5(%(act)s::text || c.uuid::text || c.now_id)::uuid = copies.ref_uuid returning origin_id
)
insert into competencies_evidence (uuid, person_id, competency_id, level, source, instrument, instrument_version,
  ref_kind, ref_uuid, context, withdraws_id, observed_at)
select gen_random_uuid(), c.person_id, c.competency_id, 0, c.source, c.instrument, c.instrument_version, 'retag',
  c.uuid, %(words)s, c.id, %(at)s
from carried c where c.now_id = c.competency_id on conflict do nothing
"""
# Every row that stands for an origin by this act: the copy, and what undoing the withdrawal of an instrument appended
# for it since, however often. Of these persons and this competency alone: an act carries millions, a chunk hundreds,
# and what stands for a copy is of the same person and competency.
_STANDING = """
with recursive stands (origin_id, id) as (
  select k.origin_id, k.copy_id from competencies_carriedevidence k
  join competencies_evidence copy on copy.id = k.copy_id
  where k.act_uuid = %(act)s and copy.person_id = any(%(persons)s::bigint[])
    and copy.competency_id = %(competency)s
  union all
  select s.origin_id, back.id from stands s join competencies_evidence o on o.id = s.id
  join competencies_evidence back on back.person_id = o.person_id and back.competency_id = o.competency_id
    and back.ref_kind = 'reinstated' and back.ref_uuid = o.uuid and back.withdraws_id is null
)
"""
_WITHDRAW = f"""
{_STANDING}
insert into competencies_evidence (uuid, person_id, competency_id, level, source, instrument, instrument_version,
  ref_kind, ref_uuid, context, withdraws_id, observed_at)
select gen_random_uuid(), e.person_id, e.competency_id, 0, e.source, e.instrument, e.instrument_version, e.ref_kind,
  e.ref_uuid, %(words)s, e.id, %(at)s
from stands join competencies_evidence e on e.id = stands.id
on conflict do nothing
"""
# What was re-levelled was withdrawn for good; undoing appends it once more as it was, unless it was withdrawn since for
# a reason of its own (a contest, a revoked certificate). A contest that is open goes on about both.
_APPEND_AGAIN = f"""
{_STANDING}
insert into competencies_evidence (uuid, person_id, competency_id, level, score, source, instrument, instrument_version,
  ref_kind, ref_uuid, observer_id, context, observed_at, registered_id, contested_at)
select gen_random_uuid(), o.person_id, o.competency_id, o.level, o.score, o.source, o.instrument, o.instrument_version,
  'retag_undo', md5(%(act)s::text || o.uuid::text)::uuid, o.observer_id, o.context, o.observed_at,
  o.registered_id, e.contested_at
from stands join competencies_evidence o on o.id = stands.origin_id
join competencies_evidence e on e.id = stands.id and e.competency_id = o.competency_id
where not exists (select from competencies_evidence w where w.withdraws_id = e.id and w.withdraws_id is not null)
on conflict do nothing
"""


_UNDO_PROFILE = (
    "delete from competencies_profilerequirement where profile_id = %s",
    # any(array(...)): by the index, whatever the planner believes of rows that are new in this transaction.
    "delete from competencies_need where activity_id = any(array(select a.id from competencies_activity a"
    " join competencies_profilerole r on r.id = a.role_id where r.profile_id = %s))",
    "delete from competencies_activity where role_id = any(array"
    "(select id from competencies_profilerole where profile_id = %s))",
    "delete from competencies_profilerole where profile_id = %s",
    "delete from competencies_retaggedprofile where profile_id = %s",
    "delete from competencies_profile where id = %s",
)


@dataclasses.dataclass(frozen=True, slots=True)
class _Task:
    act: Act
    at: dt.datetime
    version: Edition
    found: list[Replacement]

    @property
    def agent(self) -> System:
        return System(f"re-tag for {self.act.asked_by_name}")

    @property
    def words(self) -> str:
        return _("Carried over: %(label)s") % {"label": self.act.label}


def apply_chunk(chunk: Chunk) -> list[Result]:
    version = edition(chunk.act.params["version_id"])
    task = _Task(chunk.act, chunk.at, version, replacements(version.id))
    results = [_apply_profile(task, row) for row in chunk.rows if row.data["what"] == "profile"]
    results += [_apply_courses(task, row) for row in chunk.rows if row.data["what"] == "courses"]
    people = [row for row in chunk.rows if row.data["what"] == "person"]
    for was, now in sorted({(row.data["was"], row.data["now"]) for row in people}):
        mine = [row for row in people if (row.data["was"], row.data["now"]) == (was, now)]
        levels = next(one.levels for one in task.found if (one.was_id, one.now_id) == (was, now))
        persons = [row.data["person"] for row in mine]
        rows.run(
            _CARRY,
            {
                "was": [was], "now": [now], "version": task.version.id, "published": task.version.published_at,
                "persons": persons, "levels": list(levels), "act": str(task.act.uuid), "words": task.words[:300],
                "at": task.at,
            },
        )  # fmt: skip
        _recompute(persons, now, task.at)
        _note(task, "competencies:evidence:carry", mine, now)
        results += [Result(row.number, undo=row.data) for row in mine]
    return results


def undo_chunk(chunk: Chunk) -> list[Result]:
    task = _Task(chunk.act, chunk.at, edition(chunk.act.params["version_id"]), [])
    results: list[Result] = []
    people = [row for row in chunk.rows if row.data["what"] == "person"]
    for was, now in sorted({(row.data["was"], row.data["now"]) for row in people}):
        mine = [row for row in people if (row.data["was"], row.data["now"]) == (was, now)]
        persons = [row.data["person"] for row in mine]
        words = _("Taken back: %(label)s") % {"label": task.act.label}
        about = {"act": task.act.uuid, "persons": persons, "competency": now}
        if was == now:  # first, while one sees which of the copies still stand
            rows.run(_APPEND_AGAIN, about)
        rows.run(_WITHDRAW, about | {"words": words[:300], "at": task.at})
        _recompute(persons, now, task.at)
        _note(task, "competencies:evidence:withdraw", mine, now)
        results += [Result(row.number) for row in mine]
    for row in chunk.rows:
        if row.data["what"] == "profile":
            results.append(_undo_profile(task, row))
        elif row.data["what"] == "courses":
            events.announce(CompetencyRestored(task.act.uuid, row.data["was"], task.at))
            results.append(Result(row.number))
    return results


def _apply_profile(task: _Task, row: Row) -> Result:
    profile = row.data["profile"]
    locked = rows.scalar("select id from competencies_profile where id = %s and in_force for update", [profile])
    if locked is None:
        return Result(row.number, problem=_("A newer profile is in force since the plan was made. Plan again."))
    on = clock.day(task.at)
    rows.run("update competencies_profile set in_force = false, ended_on = %s where id = %s", [on, profile])
    uuid = uuid7()
    params: dict[str, Any] = {
        "uuid": uuid, "profile": profile, "on": on,
        "basis": f"{task.act.label}. ", "was": [one.was_id for one in task.found],
        "now": [one.now_id for one in task.found],
        "levels": ["{" + ",".join(map(str, one.levels)) + "}" for one in task.found],
    }  # fmt: skip
    params["made"], designation = rows.first(lambda *row: row, _NEW_PROFILE, params) or (0, 0)
    rows.run(
        "insert into competencies_retaggedprofile (profile_id, version_id, act_uuid) values (%s, %s, %s)",
        [params["made"], task.version.id, task.act.uuid],
    )
    for statement in (_ROLES, _NEEDS, _REQUIREMENTS, _ORDERED):
        rows.run(statement, params)
    events.announce(ProfilePublished(params["made"], designation, task.at))
    record_many(
        "competencies:profile:publish", [Entry(uuid, row.label, detail={"retag": str(task.act.uuid)})],
        account_id=None, agent_label=task.agent.label, kind="profile", at=task.at,
    )  # fmt: skip
    return Result(row.number, undo={"was": profile, "made": params["made"]}, subject_uuid=uuid)


def _undo_profile(task: _Task, row: Row) -> Result:
    """The profile of the re-tag goes away whole; the one before is in force again, unless a newer one is by now."""
    made, was = row.undo["made"], row.undo["was"]
    if not rows.scalar("select in_force from competencies_profile where id = %s for update", [made]):
        return Result(row.number, problem=_("A newer profile is in force since; it stays."))
    rows.run(_ORDERED, {"made": was, "profile": made})
    for statement in _UNDO_PROFILE:
        rows.run(statement, [made])
    rows.run("update competencies_profile set in_force = true, ended_on = null where id = %s", [was])
    designation = rows.scalar("select designation_id from competencies_profile where id = %s", [was])
    events.announce(ProfilePublished(was, designation, task.at))
    return Result(row.number)


def _apply_courses(task: _Task, row: Row) -> Result:
    data = row.data
    events.announce(CompetencyReplaced(task.act.uuid, data["was"], tuple(data["now"]), tuple(data["levels"]), task.at))
    return Result(row.number, undo=data)


def _recompute(persons: list[int], competency: int, at: dt.datetime) -> None:
    for person in sorted(set(persons)):
        recompute(person_id=person, competency_id=competency, at=at)


def _note(task: _Task, tag: str, mine: list[Row], competency: int) -> None:
    record_many(
        tag,
        [Entry(uuid7(), row.label, concerns=row.data["person"], detail={"competency": competency}) for row in mine],
        account_id=task.act.asked_by_account_id, agent_label=task.agent.label, kind="evidence", why=task.act.label,
        at=task.at,
    )  # fmt: skip
