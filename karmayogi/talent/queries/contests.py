"""Contested figures, as who contested and who decides see them."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.talent.models import Contest
from karmayogi.talent.policies import can_decide


@dataclasses.dataclass(frozen=True, slots=True)
class ContestRow:
    id: int
    uuid: uuids.UUID
    about: str
    words: str
    state: str
    reason: str
    asked_at: dt.datetime
    decided_at: dt.datetime | None
    prescribed: int
    done: int
    needed: int
    days: int
    year: int
    appraisal: uuids.UUID
    person_id: int
    person_uuid: uuids.UUID
    name: str
    name_native: str
    employee_code: str
    course_en: str | None
    course_hi: str | None
    course_ur: str | None
    decided_by: str | None
    decided_by_native: str | None


_CONTEST = """
select c.id, c.uuid, c.about, c.words, c.state, c.reason, c.asked_at, c.decided_at, c.prescribed, c.done, c.needed,
  c.days, y.year, y.uuid, p.id, p.uuid, p.name, p.name_native, p.employee_code, e.title_en, e.title_hi, e.title_ur,
  d.name, d.name_native
from talent_contest c join talent_appraisalyear y on y.id = c.year_id join people_person p on p.id = c.person_id
left join learning_catalogueentry e on e.course_id = c.course_id left join people_person d on d.id = c.decided_by_id
"""


def contests_within(
    actor: Actor, paths: tuple[str, ...], *, state: str = "waiting", q: str = "", after: int = 0, limit: int = 50
) -> list[ContestRow]:
    """Those that this actor may decide, the longest waiting first."""
    return rows.fetch(
        ContestRow,
        f"""{_CONTEST}
        where c.id > %(after)s and c.person_id <> %(me)s and (%(state)s::text = '' or c.state = %(state)s)
          and (%(plain)s::text = '' or lower(p.name || ' ' || p.name_native) like lower(%(q)s))
          and exists (select from unnest(%(paths)s::text[]) as mine (path)
            where starts_with(c.organisation_path, mine.path))
        order by c.id limit %(limit)s""",
        {
            "after": after, "me": actor.person_id, "state": state, "plain": q.strip(), "q": rows.like(q),
            "paths": list(paths), "limit": limit,
        },
    )  # fmt: skip


def every_contest(actor: Actor, paths: tuple[str, ...], *, state: str, q: str) -> Iterator[ContestRow]:
    """All of them, a piece at a time."""
    after = 0
    while found := contests_within(actor, paths, state=state, q=q, after=after, limit=rows.PIECE):
        yield from found
        after = found[-1].id


def contests_of(person_id: int, year_id: int) -> list[ContestRow]:
    """Hers, the latest first."""
    return rows.fetch(
        ContestRow, f"{_CONTEST} where c.person_id = %s and c.year_id = %s order by c.id desc limit 50",
        [person_id, year_id],
    )  # fmt: skip


def waiting_within(actor: Actor, paths: tuple[str, ...]) -> int:
    return len(contests_within(actor, paths, limit=100))


def access_contest(actor: Actor, uuid: uuids.UUID, *, lock: bool = False) -> Contest:
    """One that the actor may decide: of somebody else, within her reach."""
    found = Contest.objects.select_related("year", "year__order", "year__test")
    row = (found.select_for_update(of=("self",)) if lock else found).filter(uuid=uuid).first()
    if row is None or not can_decide(actor, row.organisation_path, row.person_id):
        raise NotFound
    return row


def contest_row(id: int) -> ContestRow:
    """Whoever asks; the page authorises."""
    return rows.fetch(ContestRow, f"{_CONTEST} where c.id = %s", [id])[0]
