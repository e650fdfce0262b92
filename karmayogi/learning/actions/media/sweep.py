"""What the worker looks after by itself: files that have no lighter forms yet, and forms that nobody needs any more."""

import datetime as dt

from django.db import transaction

from karmayogi.kernel import audit, files, rows
from karmayogi.kernel.access import Agent
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.media.make import ask
from karmayogi.learning.actions.media.run import tool
from karmayogi.learning.actions.media.tell import TOOLS, note_tool
from karmayogi.learning.queries.row import Row

KEEP_DAYS = 7

# Drafts first: somebody waits for them.
_MISSING = """
select x.file_id, min(x.kind) from (
  select v.file_id, p.kind, 0 as place from learning_draftedvariant v join learning_draftedpart p on p.id = v.part_id
  join learning_draft d on d.id = p.draft_id and d.status in ('draft', 'review', 'ready')
  union all
  select v.file_id, p.kind, 1 from learning_partvariant v join learning_part p on p.id = v.part_id
  union all
  select r.file_id, r.kind, 1 from learning_gatheringrecording r) x
where x.file_id is not null and x.kind in ('video', 'audio', 'pdf', 'slides')
  and not exists (select from learning_mediasource m where m.file_id = x.file_id)
group by x.file_id order by min(x.place), x.file_id limit %s
"""
_AGAIN = """
update learning_mediasource set state = 'waiting', asked_at = %s where state = 'lacking' and trouble = %s
"""
# Of what no version, no event and no open draft shows any more. A discarded draft stays to be read about, not to be
# played.
_UNUSED = """
select m.file_id from learning_mediasource m
where m.state <> 'making' and m.asked_at < %(before)s and coalesce(m.ended_at, m.asked_at) < %(before)s
  and not exists (select from learning_partvariant v where v.file_id = m.file_id)
  and not exists (select from learning_gatheringrecording r where r.file_id = m.file_id)
  and not exists (select from learning_draftedvariant v join learning_draftedpart p on p.id = v.part_id
                  join learning_draft d on d.id = p.draft_id
                  where v.file_id = m.file_id
                    and (d.status in ('draft', 'review', 'ready') or d.changed_at >= %(before)s))
order by m.file_id limit 500
"""


def ask_missing(at: dt.datetime, most: int = 50) -> int:
    """Asks for lighter forms of files that came without being asked for: courses of folders, brought courses, what
    was there before; and of those that waited for a program that is there now. How many."""
    again = 0
    for trouble, name in TOOLS.items():
        if tool(name):
            again += rows.run(_AGAIN, [at, str(trouble)])
            note_tool(trouble, there=True, at=at)
    found = rows.fetch(Row, _MISSING, [most])
    for file_id, kind in found:
        ask(file_id, kind, at)
    return again + len(found)


def remove_unused(agent: Agent, at: dt.datetime) -> int:
    """Removes forms of files that nothing shows since a week, with their content. How many files' forms went."""
    before = at - dt.timedelta(days=KEEP_DAYS)
    gone = rows.fetch(Row, _UNUSED, {"before": before})
    for (file_id,) in gone:
        with transaction.atomic():
            made = rows.fetch(Row, "delete from learning_rendition where source_id = %s returning file_id", [file_id])
            rows.run("delete from learning_mediasource where file_id = %s", [file_id])
        for (form,) in made:
            if form is not None:
                files.forget(form)
    if gone:
        audit.record(
            "learning:renditions:remove", agent=agent, at=at, kind="renditions", subject=uuid7(),
            detail={"files": len(gone)},
        )  # fmt: skip
    return len(gone)
