"""Course tags follow a framework: what was tagged with a competency that is replaced gets the one in its place."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System

_NOTE = """
insert into learning_tagmove (act_uuid, version_id, was_id, was_level, now_id, before)
select %(act)s, t.version_id, t.competency_id, t.level, x.now_id, b.level
from learning_coursecompetency t
join learning_course c on c.current_version_id = t.version_id
cross join unnest(%(now)s::bigint[]) as x (now_id)
left join learning_coursecompetency b on b.version_id = t.version_id and b.competency_id = x.now_id
where t.competency_id = %(was)s
on conflict do nothing
"""
_REMOVE = """
delete from learning_coursecompetency t using learning_tagmove m
where m.act_uuid = %(act)s and m.was_id = %(was)s and t.version_id = m.version_id and t.competency_id = m.was_id
"""
_GIVE = """
insert into learning_coursecompetency (version_id, competency_id, level)
select version_id, now_id, greatest(coalesce(case when was_id <> now_id then before end, 0),
  (%(levels)s::smallint[])[was_level])
from learning_tagmove where act_uuid = %(act)s and was_id = %(was)s
on conflict (version_id, competency_id) do update set level = greatest(learning_coursecompetency.level, excluded.level)
"""
_TAKE = """
delete from learning_coursecompetency t using learning_tagmove m
where m.act_uuid = %(act)s and m.was_id = %(was)s and t.version_id = m.version_id and t.competency_id = m.now_id
"""
_GIVE_BACK = """
insert into learning_coursecompetency (version_id, competency_id, level)
select version_id, now_id, before from learning_tagmove
where act_uuid = %(act)s and was_id = %(was)s and before is not null and was_id <> now_id
union select version_id, was_id, was_level from learning_tagmove where act_uuid = %(act)s and was_id = %(was)s
on conflict do nothing
"""
# The catalogue keeps a copy of the tags of each course.
_CATALOGUE = """
update learning_catalogueentry e set competency_ids = coalesce((
  select array_agg(t.competency_id order by t.competency_id) from learning_coursecompetency t
  where t.version_id = c.current_version_id), '{}')
from learning_course c
where c.id = e.course_id
  and c.current_version_id in (select version_id from learning_tagmove where act_uuid = %(act)s)
"""


@transaction.atomic
def move_tags(*, act: uuids.UUID, was_id: int, now_ids: Sequence[int], levels: Sequence[int], at: dt.datetime) -> int:
    """Gives the courses of today the tags that replace `was_id`; how many tags moved. Twice is fine.

    Versions that nobody can begin any more keep their tags: they say what was taught then.
    """
    done = rows.scalar("select count(*) from learning_tagmove where act_uuid = %s and was_id = %s", [act, was_id])
    if done:
        return 0
    params = {"act": act, "was": was_id, "now": list(now_ids), "levels": list(levels)}
    moved = rows.run(_NOTE, params)
    for statement in (_REMOVE, _GIVE, _CATALOGUE):
        rows.run(statement, params)
    if moved:
        audit.record(
            "learning:course:retag", agent=System("re-tag"), at=at, kind="bulk_act", subject=act,
            detail={"was": was_id, "now": list(now_ids), "tags": moved},
        )  # fmt: skip
    return moved


@transaction.atomic
def restore_tags(*, act: uuids.UUID, was_id: int, at: dt.datetime) -> None:
    """Takes back what move_tags of that act did. Twice is fine."""
    params = {"act": act, "was": was_id}
    for statement in (_TAKE, _GIVE_BACK, _CATALOGUE):
        rows.run(statement, params)
    if rows.run("delete from learning_tagmove where act_uuid = %(act)s and was_id = %(was)s", params):
        audit.record(
            "learning:course:retag_undo", agent=System("re-tag"), at=at, kind="bulk_act", subject=act,
            detail={"was": was_id},
        )  # fmt: skip
