"""The page of a programme: its stages as the reader stands in them."""

import dataclasses
import datetime as dt
import functools
import uuid as uuids
from collections.abc import Callable
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning.engine.collections.outline import Line
from karmayogi.learning.engine.collections.rules import State, evaluate
from karmayogi.learning.queries.admitted import admitted, finds
from karmayogi.learning.queries.collections.done import IS_DONE, done_of
from karmayogi.learning.queries.collections.gates import in_language, opens_after, title_of
from karmayogi.learning.queries.collections.structures import structure, version_lines
from karmayogi.learning.queries.row import Row


@dataclasses.dataclass(frozen=True, slots=True)
class ItemFacts:
    """Of the course behind an item. uuid None: the reader may not find it. status: of their enrolment, "" without."""

    course: int
    uuid: uuids.UUID | None
    kind: str
    title_en: str
    title_hi: str
    title_ur: str
    minutes: int
    live: bool
    status: str


@dataclasses.dataclass(frozen=True, slots=True)
class Stage:
    """A line of the picture. state: done | open | closed; waits: why it is closed, in words. depth: from 0."""

    key: str
    depth: int
    title: str
    rule: str
    points: int
    state: State
    standing: str
    waits: str
    item: ItemFacts | None


@dataclasses.dataclass(frozen=True, slots=True)
class ProgrammePage:
    course_id: int
    uuid: uuids.UUID
    code: str
    status: str
    retire_reason: str
    audience: str
    admitted: bool
    provider: str
    provider_hi: str
    provider_ur: str
    title_en: str
    title_hi: str
    title_ur: str
    summary_en: str
    summary_hi: str
    summary_ur: str
    minutes: int
    counts_prior: bool
    current: bool
    enrolment_uuid: uuids.UUID | None
    enrolment_status: str
    completed_at: dt.datetime | None
    whole: State
    rule: str
    stages: tuple[Stage, ...]

    @property
    def items(self) -> list[Stage]:
        return [stage for stage in self.stages if stage.item is not None]

    @property
    def next(self) -> Stage | None:
        """The first item that can be begun or continued."""
        return next(
            (one for one in self.items if one.standing == "open" and one.item and one.item.uuid and one.item.live), None
        )


_HEAD = f"""
select c.id, c.uuid, c.code, c.status, coalesce(r.reason, ''), c.audience,
  c.audience = 'everyone' or {admitted("c.id", "%(person)s", "%(on)s")}, p.name_en, p.name_hi, p.name_ur,
  e.title_en, e.title_hi, e.title_ur, e.summary_en, e.summary_hi, e.summary_ur, v.minutes, v.counts_prior,
  v.id = c.current_version_id, n.uuid, coalesce(n.status, ''), n.completed_at, n.id, v.id
from learning_catalogueentry e
join learning_course c on c.id = e.course_id and c.kind = 'programme'
join learning_provider p on p.id = c.provider_id
left join learning_programmeenrolment n on n.person_id = %(person)s::bigint and n.course_id = c.id
  and n.status <> 'withdrawn'
join learning_courseversion v on v.id = coalesce(n.version_id, c.current_version_id)
left join learning_retirement r on r.course_id = c.id and r.ended_at is null
where e.uuid = %(course)s and (not e.hidden or {finds("c.id", "%(person)s", "%(on)s")})
  and (c.status = 'published' or n.id is not null)
"""
_ITEMS = f"""
select c.id, case when c.audience <> 'invited' or {finds("c.id", "%(person)s", "%(on)s")} then c.uuid end, c.kind,
  e.title_en, e.title_hi, e.title_ur, e.minutes, c.status = 'published',
  coalesce(n.status, case when g.attended_at is not null then 'completed' else g.state end, '')
from learning_programmenode node
join learning_course c on c.id = node.course_id
join learning_catalogueentry e on e.course_id = c.id
left join learning_enrolment n on n.person_id = %(person)s::bigint and n.course_id = c.id and n.status <> 'withdrawn'
left join learning_gatheringplace g on g.person_id = %(person)s::bigint and g.course_id = c.id
  and g.state <> 'cancelled'
where node.version_id = %(version)s
"""


def programme_page(course: uuids.UUID, person_id: int | None, on: dt.date) -> ProgrammePage:
    """In four statements, in the version that the reader is in, or today's. Raises NotFound."""
    head: Any = rows.first(Row, _HEAD, {"person": person_id, "course": course, "on": on})
    if head is None:
        raise NotFound
    enrolment, version = head[22:]
    lines = version_lines(version)
    root = structure(version)
    states = evaluate(root, done_of(enrolment) if enrolment else frozenset())
    facts = {
        one.course: one for one in rows.fetch(ItemFacts, _ITEMS, {"person": person_id, "version": version, "on": on})
    }
    titles = {one.course: in_language(one.title_en, one.title_hi, one.title_ur) for one in facts.values() if one.uuid}
    waiting = functools.partial(opens_after, {line.key: line for line in lines}, states, titles=titles)
    stages = tuple(_stages(root.key, 0, lines, states, waiting, facts))
    fields: Any = (*head[:22], states[root.key], str(root.rule), stages)
    return ProgrammePage(*fields)


def _stages(
    parent: str, depth: int, lines: tuple[Line, ...], states: dict[str, State], waiting: Callable[[str], str],
    facts: dict[int, ItemFacts],
) -> list[Stage]:  # fmt: skip
    found: list[Stage] = []
    for line in (one for one in lines if one.parent == parent):
        state = states[line.key]
        standing = "done" if state.met else "open" if state.open else "closed"
        waits = "" if standing != "closed" else waiting(state.waits_for)
        item = facts.get(line.course) if line.course else None
        found.append(Stage(line.key, depth, title_of(line), line.rule, line.points, state, standing, waits, item))
        if line.rule:
            found += _stages(line.key, depth + 1, lines, states, waiting, facts)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class MyProgramme:
    """have of need: of the rule of the whole."""

    uuid: uuids.UUID
    course_uuid: uuids.UUID
    title_en: str
    title_hi: str
    title_ur: str
    status: str
    completed_at: dt.datetime | None
    have: int
    need: int


_MINE = f"""
select pe.uuid, c.uuid, t.title, coalesce(th.title, ''), coalesce(tu.title, ''), pe.status, pe.completed_at,
  pe.version_id,
  coalesce((select array_agg(distinct node.course_id) from learning_programmenode node
    join learning_courseversion v on v.id = node.version_id
    where node.version_id = pe.version_id and node.course_id is not null and {IS_DONE}), '{{}}')
from learning_programmeenrolment pe
join learning_course c on c.id = pe.course_id
join learning_coursetext t on t.version_id = pe.version_id and t.language = 'en'
left join learning_coursetext th on th.version_id = pe.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = pe.version_id and tu.language = 'ur'
where pe.person_id = %s and pe.status <> 'withdrawn' order by pe.enrolled_at desc, pe.id desc limit %s
"""


def programmes_of(person_id: int, limit: int = 50) -> list[MyProgramme]:
    """Those that somebody is in or has completed, the latest first, in one statement."""
    found = []
    for row in rows.fetch(Row, _MINE, [person_id, limit]):
        root = structure(row[7])
        state = evaluate(root, frozenset(row[8]))[root.key]
        fields: Any = (*row[:7], state.have, state.need)
        found.append(MyProgramme(*fields))
    return found
