"""The terms of a test, and where a person stands in it."""

import dataclasses
import datetime as dt
import json
from typing import Any
from uuid import UUID

from karmayogi.assessment.engine.blueprint import Cell
from karmayogi.assessment.engine.permission import Next, attempts_left, next_step
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class PaperRow:
    """languages: those in which every question of the pool is written."""

    languages: tuple[str, ...]
    id: int
    part_id: int
    draw: int
    minutes: int
    attempts: int
    pass_percent: int
    negative_percent: int


@dataclasses.dataclass(frozen=True, slots=True)
class Plea:
    """Her request for one more attempt. granted: None until it is decided; note: the reason that was given."""

    asked_at: dt.datetime
    decided_at: dt.datetime | None
    granted: bool | None
    note: str
    extra_percent: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What a person has done with a paper. attempts and pleas: oldest first. renewed_from: a certificate may be renewed
    by passing it again since then."""

    paper: PaperRow
    attempts: tuple[AttemptRow, ...]
    pleas: tuple[Plea, ...]
    renewed_from: dt.datetime | None = None

    @property
    def counted(self) -> tuple[AttemptRow, ...]:
        """Those that count towards what comes next: where a certificate is to be renewed, since then alone."""
        since = self.renewed_from
        return self.attempts if since is None else tuple(one for one in self.attempts if one.opened_at >= since)

    @property
    def allowed(self) -> int:
        """Attempts in all, those granted to her included."""
        return self.paper.attempts + sum(plea.granted is True for plea in self.pleas if plea.extra_percent is None)

    @property
    def plea(self) -> Plea | None:
        """Her last one for another attempt."""
        return next((plea for plea in reversed(self.pleas) if plea.extra_percent is None), None)

    @property
    def time_plea(self) -> Plea | None:
        """Her last one for more time."""
        return next((plea for plea in reversed(self.pleas) if plea.extra_percent is not None), None)

    @property
    def extra_percent(self) -> int:
        """More time that she was allowed at this test, as last decided in her favour."""
        return next((plea.extra_percent for plea in reversed(self.pleas) if plea.extra_percent and plea.granted), 0)

    @property
    def open(self) -> AttemptRow | None:
        return next((attempt for attempt in self.attempts if attempt.is_open), None)

    @property
    def passed(self) -> AttemptRow | None:
        return next((attempt for attempt in self.counted if attempt.passed), None)

    @property
    def waiting(self) -> AttemptRow | None:
        """The one that persons are still marking."""
        return next((attempt for attempt in self.attempts if attempt.is_waiting), None)

    @property
    def closed(self) -> tuple[AttemptRow, ...]:
        return tuple(attempt for attempt in self.attempts if not attempt.is_open)

    @property
    def left(self) -> int:
        return attempts_left(self.allowed, len(self.counted))

    @property
    def next(self) -> Next:
        return next_step(
            allowed=self.allowed,
            used=len(self.counted),
            has_open=self.open is not None,
            has_passed=self.passed is not None,
            is_waiting=self.waiting is not None,
        )


_PAPER = """
select (
  select coalesce(array_agg(language order by language), '{}') from (
     select t.language from assessment_paperitem i join assessment_itemtext t on t.item_id = i.item_id
     where i.paper_id = p.id group by t.language
     having count(*) = (select count(*) from assessment_paperitem where paper_id = p.id)) whole),
  p.id, p.part_id, p.draw, p.minutes, p.attempts, p.pass_percent, p.negative_percent
from assessment_paper p
"""

ATTEMPT_COLUMNS = """
select a.id, a.uuid, a.person_id, a.paper_id, part.uuid, a.number, a.language, a.position, a.questions, a.pass_percent,
  a.opened_at, a.due_at, a.submitted_at, a.closing, coalesce(r."right", a."right"), coalesce(r.score, a.score),
  coalesce(r.passed, a.passed)
from assessment_attempt a
left join assessment_rescore r on r.attempt_id = a.id
join assessment_paper p on p.id = a.paper_id
join learning_part part on part.id = p.part_id
"""


def paper_of(part_id: int) -> PaperRow:
    """Raises NotFound where the part has no pool."""
    return _paper(rows.first(lambda *row: row, _PAPER + "where p.part_id = %s", [part_id]))


def paper_by_id(paper_id: int) -> PaperRow:
    """For those who have it from elsewhere with the right to it. Raises NotFound."""
    return _paper(rows.first(lambda *row: row, _PAPER + "where p.id = %s", [paper_id]))


def _paper(found: Any) -> PaperRow:
    if found is None:
        raise NotFound
    return PaperRow(tuple(found[0]), *found[1:])


def standing(person_id: int, part_id: int, *, renewed_from: dt.datetime | None = None) -> Standing:
    """In three queries. renewed_from: since when her certificate may be renewed (learning.renews_from).

    Raises NotFound where the part has no pool.
    """
    paper = paper_of(part_id)
    attempts = rows.fetch(
        AttemptRow,
        ATTEMPT_COLUMNS + "where a.person_id = %s and a.paper_id = %s order by a.number",
        [person_id, paper.id],
    )
    pleas = rows.fetch(
        Plea,
        "select asked_at, decided_at, granted, note, extra_percent from assessment_attemptrequest"
        " where person_id = %s and paper_id = %s order by id",
        [person_id, paper.id],
    )
    return Standing(paper, tuple(attempts), tuple(pleas), renewed_from)


@dataclasses.dataclass(frozen=True, slots=True)
class SectionRow:
    """questions: drawn for it."""

    number: int
    titles: dict[str, str]
    minutes: int | None
    cut_off: int | None
    questions: int


def sections(paper_id: int) -> list[SectionRow]:
    """Empty for a paper that is one piece."""
    return rows.fetch(
        lambda number, titles, *rest: SectionRow(number, json.loads(titles), *rest),
        "select s.number, s.titles::text, s.minutes, s.cut_off, (select sum(c.count)::int from assessment_papercell c"
        " where c.paper_id = s.paper_id and c.section = s.number)"
        " from assessment_papersection s where s.paper_id = %s order by s.number",
        [paper_id],
    )


def cells(paper_id: int) -> list[Cell]:
    """The blueprint; empty where the whole pool is drawn from."""
    return rows.fetch(
        Cell,
        "select section, count, competency_id, level, difficulty, course_id from assessment_papercell"
        " where paper_id = %s order by number",
        [paper_id],
    )


def overdue(at: dt.datetime, grace: dt.timedelta, limit: int) -> list[AttemptRow]:
    """Open attempts whose time and grace are over, longest over first."""
    sql = ATTEMPT_COLUMNS + "where a.submitted_at is null and a.due_at < %s order by a.due_at limit %s"
    return rows.fetch(AttemptRow, sql, [at - grace, limit])


def part_of(paper_id: int) -> UUID:
    """The uuid of the part whose test it is."""
    return UUID(str(rows.scalar(
        "select part.uuid from assessment_paper p join learning_part part on part.id = p.part_id where p.id = %s",
        [paper_id],
    )))  # fmt: skip
