"""What is still tagged with competencies that a version replaced."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence

from karmayogi.competencies.engine.governance.scales import SAME
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class Replacement:
    """was, now: codes. Re-levelling replaces a competency by itself."""

    was_id: int
    was: str
    now_id: int
    now: str
    levels: tuple[int, ...]

    @property
    def changes(self) -> bool:
        return self.was_id != self.now_id or self.levels != SAME


@dataclasses.dataclass(frozen=True, slots=True)
class ProfileLine:
    profile_id: int
    designation: str
    was: str
    now: str


@dataclasses.dataclass(frozen=True, slots=True)
class PersonLine:
    person_id: int
    was_id: int
    was: str
    now_id: int
    now: str
    evidence: int


@dataclasses.dataclass(frozen=True, slots=True)
class Edition:
    """The published version whose replacements are carried out."""

    id: int
    published_at: dt.datetime


def edition(version_id: int) -> Edition:
    """Raises NotFound for a version that is not published."""
    found = rows.first(
        Edition,
        "select id, published_at from competencies_frameworkversion where id = %s and published_at is not null",
        [version_id],
    )
    if found is None:
        raise NotFound
    return found


def replacements(version_id: int) -> list[Replacement]:
    return rows.fetch(
        lambda was_id, was, now_id, now, levels: Replacement(was_id, was, now_id, now, tuple(levels)),
        "select w.id, w.code, n.id, n.code, r.levels from competencies_competencyreplacement r"
        " join competencies_competency w on w.id = r.was_id join competencies_competency n on n.id = r.now_id"
        " where r.version_id = %s order by w.code, n.code",
        [version_id],
    )


def profiles_to_change(version: Edition, found: Sequence[Replacement]) -> list[ProfileLine]:
    """Profiles in force that still need a competency that is replaced. Re-levelling concerns those from before it."""
    return rows.fetch(
        ProfileLine,
        """
        select p.id, d.name, string_agg(distinct x.was, ', ' order by x.was),
          string_agg(distinct x.now, ', ' order by x.now)
        from unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[]) as x (was_id, was, now_id, now)
        join competencies_profilerequirement r on r.competency_id = x.was_id
        join competencies_profile p on p.id = r.profile_id and p.in_force
        join orgs_designation d on d.id = p.designation_id
        where x.was_id <> x.now_id
          or (p.published_on <= %s::date
              and not exists (select from competencies_retaggedprofile t
                              where t.profile_id = p.id and t.version_id = %s))
        group by p.id, d.name order by d.name, p.id
        """,
        [
            [one.was_id for one in found], [one.was for one in found], [one.now_id for one in found],
            [one.now for one in found], clock.day(version.published_at), version.id,
        ],
    )  # fmt: skip


# Evidence that stands and counts and was not carried over yet. Contested rows wait for their decision. Re-levelling
# concerns what was observed before the version; what the version carried over once is on the new scale already.
TO_CARRY = """
from competencies_evidence e
join unnest(%(was)s::bigint[], %(now)s::bigint[]) as x (was_id, now_id) on x.was_id = e.competency_id
where e.withdraws_id is null and e.contested_at is null
  and not exists (select from competencies_evidence w where w.withdraws_id = e.id and w.withdraws_id is not null)
  and (x.was_id <> x.now_id or (e.observed_at <= %(published)s::timestamptz and not exists (
         select from competencies_carriedevidence made where made.copy_id = e.id and made.version_id = %(version)s)))
  and not exists (
    select from competencies_carriedevidence k join competencies_evidence copy on copy.id = k.copy_id
    where k.origin_id = e.id and copy.competency_id = x.now_id
      and not exists (
        select from competencies_evidence w where w.withdraws_id = copy.id and w.withdraws_id is not null))
"""


def persons_to_carry(version: Edition, found: Sequence[Replacement]) -> Iterator[PersonLine]:
    """By competency and person, in pieces: what everybody has proved may be replaced."""
    moved = [one for one in found if one.changes]
    names = {one.was_id: one.was for one in found} | {one.now_id: one.now for one in found}
    yield from rows.stream(
        lambda person, was, now, count: PersonLine(person, was, names[was], now, names[now], count),
        f"select e.person_id, x.was_id, x.now_id, count(*) {TO_CARRY} group by 1, 2, 3 order by 2, 3, 1",
        {
            "was": [one.was_id for one in moved],
            "now": [one.now_id for one in moved],
            "version": version.id,
            "published": version.published_at,
        },
    )
