"""Designations that look alike, for the person who decides."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.types import Page


@dataclasses.dataclass(frozen=True, slots=True)
class MergeLine:
    """One proposal. reason: a key of engine.likeness.LIKENESS or "spelling"; posts: how many have each designation."""

    id: int
    uuid: uuids.UUID
    keep: str
    merge: str
    likeness: float
    reason: str
    detail: str
    status: str
    keep_posts: int
    merge_posts: int
    decided_by: str | None
    decided_by_native: str | None
    decided_at: dt.datetime | None


_LINES = """
select m.id, m.uuid, k.name, g.name, m.likeness, m.reason, m.detail, m.status,
  (select count(*) from orgs_post p where p.designation_id = k.id),
  (select count(*) from orgs_post p where p.designation_id = g.id),
  person.name, person.name_native, m.decided_at
from orgs_mergeproposal m
join orgs_designation k on k.id = m.keep_id
join orgs_designation g on g.id = m.merge_id
left join people_person person on person.id = m.decided_by_id
where (%(q)s = '' or k.name ilike %(like)s or g.name ilike %(like)s)
  and (cardinality(%(statuses)s::text[]) = 0 or m.status = any(%(statuses)s::text[]))
  and (cardinality(%(reasons)s::text[]) = 0 or m.reason = any(%(reasons)s::text[]))
  and (m.likeness, -m.id) < (%(likeness)s::float8, %(last)s::bigint)
order by m.likeness desc, m.id
limit %(limit)s
"""


def merge_proposals(
    q: str, statuses: list[str], reasons: list[str], after: str | None = None, limit: int = 25
) -> Page[MergeLine]:
    """Proposals, most alike first. An empty list of statuses or reasons means all."""
    likeness, last = _cursor(after)
    found = rows.fetch(
        MergeLine,
        _LINES,
        {
            "q": q.strip(), "like": rows.like(q), "statuses": statuses, "reasons": reasons, "likeness": likeness,
            "last": last, "limit": limit + 1,
        },
    )  # fmt: skip
    page = found[:limit]
    return Page(page, f"{page[-1].likeness!r}_{page[-1].id}" if len(found) > limit else None)


def merge_counts() -> dict[str, dict[str, int]]:
    """How many proposals there are: {"status": {...}, "reason": {...}}."""
    found = rows.fetch(Record, "select status, reason, count(*) from orgs_mergeproposal group by 1, 2")
    counts: dict[str, dict[str, int]] = {"status": {}, "reason": {}}
    for status, reason, count in found:
        counts["status"][status] = counts["status"].get(status, 0) + count
        counts["reason"][reason] = counts["reason"].get(reason, 0) + count
    return counts


def _cursor(after: str | None) -> tuple[float, int]:
    likeness, _, last = (after or "").partition("_")
    try:
        return float(likeness), -int(last)
    except ValueError:
        return 2.0, 0
