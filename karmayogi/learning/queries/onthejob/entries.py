"""Entries of learning at work: one's own list, one entry, and what waits for one's word."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound

STATES = ("waiting", "confirmed", "declined", "withdrawn")
# Sort key of the screen -> a whole number that is never null; the highest comes first.
SORTS = {
    "sent": "e.id",
    "day": "(e.ended_on - date '2000-01-01')",
    "hours": "coalesce(e.confirmed_minutes, e.minutes)",
}
PAGE = 25

_ENTRY = """
select e.id, e.uuid, e.person_id, n.name, n.name_native, e.competency_id, k.uuid, k.name_en, k.name_hi, k.name_ur,
  e.kind, e.begun_on, e.ended_on, e.minutes, e.words, coalesce(f.sha256, ''), coalesce(f.media_type, ''), e.file_name,
  e.witness_id, w.uuid, w.name, w.name_native, e.organisation_path, e.state, e.sent_at, e.decided_at,
  e.confirmed_minutes, e.level, e.note, exists (select from learning_jobentry a where a.follows_id = e.id), {sort}
from learning_jobentry e
join competencies_competency k on k.id = e.competency_id
join people_person n on n.id = e.person_id
join people_person w on w.id = e.witness_id
left join kernel_storedfile f on f.id = e.file_id
"""


@dataclasses.dataclass(frozen=True, slots=True)
class EntryRow:
    """file_sha256: "" without a file. followed: it was entered once more. key: by which the list is sorted."""

    id: int
    uuid: uuids.UUID
    person_id: int
    name: str
    name_native: str
    competency_id: int
    competency_uuid: uuids.UUID
    competency_en: str
    competency_hi: str
    competency_ur: str
    kind: str
    begun_on: dt.date
    ended_on: dt.date
    minutes: int
    words: str
    file_sha256: str
    file_type: str
    file_name: str
    witness_id: int
    witness_uuid: uuids.UUID
    witness: str
    witness_native: str
    path: str
    state: str
    sent_at: dt.datetime
    decided_at: dt.datetime | None
    confirmed_minutes: int | None
    level: int | None
    note: str
    followed: bool
    key: int


def access_entry(actor: Actor, entry: uuids.UUID) -> EntryRow:
    """One's own, or one where one was named as having been there. Raises NotFound otherwise, also for whoever was named
    where it was taken back before they spoke: they may have been named by mistake."""
    found = rows.first(EntryRow, _ENTRY.format(sort=0) + "where e.uuid = %s", [entry])
    if found is None or actor.person_id not in (found.person_id, found.witness_id):
        raise NotFound
    if actor.person_id != found.person_id and found.state == "withdrawn" and found.decided_at is None:
        raise NotFound
    return found


def entries_of(
    person_id: int, *, q: str = "", state: str = "", sort: str = "sent", after: str = "", limit: int = PAGE
) -> tuple[list[EntryRow], str | None]:
    """(a page of the person's own entries, what to ask the next page with). q: in the words, the competency or the name
    of who was there. sort: a key of SORTS. after: as returned; what cannot be read counts as nothing."""
    cursor = _cursor(after)
    given: dict[str, Any] = {
        "person": person_id, "q": q.strip(), "like": rows.like(q), "state": state, "limit": limit + 1,
        "key": cursor[0] if cursor else None, "id": cursor[1] if cursor else None,
    }  # fmt: skip
    sql = (
        _ENTRY.format(sort=SORTS[sort])
        + f"""
        where e.person_id = %(person)s
          and (%(q)s::text = '' or e.words ilike %(like)s or k.name_en ilike %(like)s or k.name_hi like %(like)s
               or k.name_ur like %(like)s or w.search like lower(%(like)s))
          and (%(state)s::text = '' or e.state = %(state)s)
          and (%(id)s::bigint is null or ({SORTS[sort]}, e.id) < (%(key)s::bigint, %(id)s::bigint))
        order by {SORTS[sort]} desc, e.id desc limit %(limit)s
        """
    )
    found = rows.fetch(EntryRow, sql, given)
    page = found[:limit]
    return page, f"{page[-1].key}.{page[-1].id}" if len(found) > limit else None


def entries_to_confirm(actor: Actor, limit: int = 50) -> list[EntryRow]:
    """What waits for the actor's word, the longest first."""
    return rows.fetch(
        EntryRow,
        _ENTRY.format(sort=0) + "where e.witness_id = %s and e.state = 'waiting' order by e.id limit %s",
        [actor.person_id, limit],
    )


def count_to_confirm(actor: Actor) -> int:
    sql = "select count(*) from learning_jobentry where witness_id = %s and state = 'waiting'"
    return int(rows.scalar(sql, [actor.person_id]))


def _cursor(after: str) -> tuple[int, int] | None:
    key, dot, last = after.partition(".")
    if not dot or not all(one.isascii() and one.isdigit() and len(one) < 19 for one in (key, last)):
        return None
    return int(key), int(last)
