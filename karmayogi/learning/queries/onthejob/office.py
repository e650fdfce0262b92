"""What an office sees of learning at work: hours by kind, and how often people confirm each other. No persons."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound, Role
from karmayogi.learning.engine.onthejob.terms import ENTRY

SEES = (Role.MDO_ADMIN, Role.MDO_LEADER, Role.STATE_ADMIN)

# A ring: who confirmed was, in the same time, confirmed by the officer, or by somebody whom the officer confirmed.
_OFFICES = """
with mine as (
  select e.id, e.person_id, e.witness_id, e.organisation_path as path, e.confirmed_minutes as minutes, e.kind
  from learning_jobentry e
  where e.state = 'confirmed' and e.decided_at >= %(since)s
    and exists (select from unnest(%(paths)s::text[]) as one(path)
                where e.organisation_path >= one.path collate "C"
                  and e.organisation_path < (one.path || '~') collate "C")
),
signed as (
  select mine.*, exists (
      select from learning_jobentry back
      where back.person_id = mine.witness_id and back.witness_id = mine.person_id and back.state = 'confirmed'
        and back.decided_at >= %(since)s)
    or exists (
      select from learning_jobentry one
      join learning_jobentry two on two.person_id = one.witness_id and two.witness_id = mine.person_id
        and two.state = 'confirmed' and two.decided_at >= %(since)s
      where one.person_id = mine.witness_id and one.state = 'confirmed' and one.decided_at >= %(since)s) as ring
  from mine
)
select o.uuid, o.name_en, o.name_hi, o.name_ur, told.entries, told.experience, told.social, told.rate
from (
  select signed.path, count(*) as entries,
    coalesce(sum(signed.minutes) filter (where signed.kind in ('stretch', 'project')), 0) as experience,
    coalesce(sum(signed.minutes) filter (where signed.kind not in ('stretch', 'project')), 0) as social,
    count(*) filter (where signed.ring)::float / count(*) as rate
  from signed group by signed.path having count(distinct signed.person_id) >= %(least)s
  union all
  select signed.path, null, null, null, null
  from signed group by signed.path having count(distinct signed.person_id) < %(least)s
) told join orgs_organisation o on o.path = told.path
order by told.rate desc nulls last, told.entries desc, o.id limit 200
"""


@dataclasses.dataclass(frozen=True, slots=True)
class OfficeRow:
    """entries: confirmed in the last year. rate: the share of them in rings. No figures, all None, where they are of
    fewer officers than may be told of."""

    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    entries: int | None
    experience: int | None
    social: int | None
    rate: float | None


def offices_at_work(actor: Actor, at: dt.datetime) -> list[OfficeRow]:
    """The offices that the actor looks after, the highest rate first. Raises NotFound for whoever looks after none."""
    paths = actor.paths(*SEES)
    if not paths:
        raise NotFound
    since = at - dt.timedelta(days=ENTRY.ring_days)
    return rows.fetch(OfficeRow, _OFFICES, {"paths": list(paths), "since": since, "least": ENTRY.least_officers})
