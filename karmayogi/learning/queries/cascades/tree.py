"""Who trained whom: a session, who led it, whom it qualified, and the sessions that these led."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.engine.cascades.telling import in_tens
from karmayogi.learning.policies import CASCADE_NAMES
from karmayogi.learning.queries.cascades.cascades import IN_FULL

PAGE = 25

# Whether the reader looks after an office where somebody serves today; only then a name is told.
NAMED = """exists (
    select from orgs_incumbency i
    join unnest(%(paths)s::text[]) as mine(path) on starts_with(i.organisation_path, mine.path)
    where i.person_id = {person} and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s))"""


@dataclasses.dataclass(frozen=True, slots=True)
class Node:
    """A session. leader: "" where the name is not told; then `speaker` is what the event says in the first tier.
    trained, trainers: people there in full, and whom it qualified, in whole tens, None below ten: exact ones, taken
    from the exact total of the tier, would leave the small ones. below: sessions that these led. root: none above it.
    standing: ok | withdrawn | barred, of whoever led it."""

    id: int
    uuid: uuids.UUID
    tier: int
    tier_en: str
    tier_hi: str
    tier_ur: str
    event: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    starts_at: dt.datetime
    place: str
    speaker: str
    leader: str
    leader_native: str
    standing: str
    trained: int | None
    trainers: int | None
    below: int
    root: bool


# Of the first tier, or led by somebody whom no session of this cascade qualified: the one that did was taken out.
ROOT = """(t.position = 1 or not exists (
  select from learning_cascadetrainer b join learning_cascadesession u on u.event_id = b.event_id
  join learning_cascadetier w on w.id = u.tier_id
  where b.person_id = s.leader_id and b.tier_id = s.tier_id and w.cascade_id = t.cascade_id))"""
_NODE = f"""
select s.id, s.uuid, t.position, t.name_en, t.name_hi, t.name_ur, c.uuid, shown.en, shown.hi, shown.ur,
  g.starts_at, shown.place, case when s.leader_id is null then shown.speaker else '' end,
  case when {NAMED.format(person="s.leader_id")} then l.name else '' end,
  case when {NAMED.format(person="s.leader_id")} then l.name_native else '' end,
  case when r.barred_at is not null then 'barred' when r.withdrawn_at is not null then 'withdrawn' else 'ok' end,
  {in_tens("many.people")}, {in_tens("many.ready")},
  (select count(*)::int from learning_cascadetrainer x join learning_cascadesession y on y.leader_id = x.person_id
     and y.tier_id = x.tier_id join learning_cascadetier z on z.id = y.tier_id and z.cascade_id = t.cascade_id
   where x.event_id = s.event_id),
  {ROOT}
from learning_cascadesession s join learning_cascadetier t on t.id = s.tier_id
join learning_course c on c.id = s.event_id join learning_gathering g on g.version_id = c.current_version_id
left join learning_catalogueentry e on e.course_id = c.id
left join people_person l on l.id = s.leader_id
left join learning_cascadetrainer r on r.tier_id = s.tier_id and r.person_id = s.leader_id
-- What an event by invitation is called, and where it is, is told on its own page to whoever was invited.
cross join lateral (
  select coalesce(e.title_en, c.code) as en, coalesce(e.title_hi, '') as hi, coalesce(e.title_ur, '') as ur,
    g.place, g.speaker
  where c.audience <> 'invited'
  union all select c.code, '', '', '', '' where c.audience = 'invited'
) shown
cross join lateral (
  select count(*) filter (where {IN_FULL})::int as people, count(x.id)::int as ready
  from learning_gatheringplace p
  left join learning_cascadetrainer x
    on x.event_id = s.event_id and x.person_id = p.person_id and x.withdrawn_at is null
  where p.course_id = s.event_id and p.person_id is distinct from s.leader_id
) many
where t.cascade_id = %(cascade)s and {{which}} and s.id > %(after)s order by s.id limit %(limit)s
"""
_ROOTS = _NODE.format(which=ROOT)
_ONE = _NODE.format(which="s.uuid = %(session)s")
# Whoever qualified by this session, and leads in the tier for which it did.
_BELOW = _NODE.format(
    which="""exists (select from learning_cascadetrainer b join learning_cascadesession u on u.event_id = b.event_id
  where u.uuid = %(session)s and b.person_id = s.leader_id and b.tier_id = s.tier_id)"""
)
# The session by which the leader of a session qualified, and so on upwards; a cascade has six tiers at most.
_ABOVE = """
with recursive up (uuid, tier_id, leader_id, depth) as (
  select s.uuid, s.tier_id, s.leader_id, 0 from learning_cascadesession s where s.uuid = %(session)s
  union all
  select s.uuid, s.tier_id, s.leader_id, up.depth + 1 from up
  join learning_cascadetrainer r on r.tier_id = up.tier_id and r.person_id = up.leader_id
  join learning_cascadesession s on s.event_id = r.event_id
  join learning_cascadetier t on t.id = s.tier_id and t.cascade_id = %(cascade)s where up.depth < 6
)
select uuid::text from up where depth > 0 order by depth desc
"""


def nodes(
    actor: Actor, cascade_id: int, on: dt.date, *, of: uuids.UUID | None = None, after: int = 0
) -> tuple[list[Node], str | None]:
    """Sessions with none above them, or those led by whom the session `of` qualified; and the key of the next page."""
    found = rows.fetch(Node, _BELOW if of else _ROOTS, _given(actor, cascade_id, on, of, after, PAGE + 1))
    return found[:PAGE], str(found[PAGE - 1].id) if len(found) > PAGE else None


def node(actor: Actor, cascade_id: int, session: uuids.UUID, on: dt.date) -> Node:
    found = rows.first(Node, _ONE, _given(actor, cascade_id, on, session, 0, 1))
    if found is None:
        raise NotFound
    return found


def above(actor: Actor, cascade_id: int, session: uuids.UUID, on: dt.date) -> Sequence[Node]:
    """From the first tier, or the uppermost that is left, down to the one before this session."""
    found = rows.fetch(uuids.UUID, _ABOVE, {"session": session, "cascade": cascade_id})
    return [node(actor, cascade_id, one, on) for one in found]


def _given(
    actor: Actor, cascade_id: int, on: dt.date, session: uuids.UUID | None, after: int, limit: int
) -> dict[str, object]:
    return {
        "cascade": cascade_id, "on": on, "session": session, "after": after, "limit": limit,
        "paths": list(actor.paths(*CASCADE_NAMES)),
    }  # fmt: skip
