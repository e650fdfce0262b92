"""How people stand to the certificate of a course, a test or a programme: is its rule met, and what is missing."""

import dataclasses
import uuid
from collections.abc import Collection

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning.engine.collections.rules import evaluate, lacking
from karmayogi.learning.queries.collections.done import done_of_many
from karmayogi.learning.queries.collections.structures import structure
from karmayogi.learning.queries.records.rule import RULE_MET


@dataclasses.dataclass(frozen=True, slots=True)
class Certified:
    """What certificates are issued for, as it is published."""

    id: int
    uuid: uuid.UUID
    code: str
    kind: str
    title_en: str
    title_hi: str
    title_ur: str

    @property
    def ref_kind(self) -> str:
        return "programme" if self.kind == "programme" else "enrolment"


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """enrolment, ref: of the person in it. completed: and recorded so. met: its rule is met by what is recorded now.
    lacks: what is missing, of each rule that is not met: (parts, tests, sessions, of a programme courses, stages or
    points; how many there are; how many it takes)."""

    person: int
    enrolment: int
    ref: uuid.UUID
    completed: bool
    met: bool
    lacks: tuple[tuple[str, int, int], ...]


_WHAT = """
select c.id, c.uuid, c.code, c.kind, te.title, coalesce(th.title, ''), coalesce(tu.title, '')
from learning_course c
join learning_coursetext te on te.version_id = c.current_version_id and te.language = 'en'
left join learning_coursetext th on th.version_id = te.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = te.version_id and tu.language = 'ur'
where c.code = %s and c.kind in ('course', 'assessment', 'programme')
"""
_COURSE = f"""
select n.person_id, n.id, n.uuid, n.status = 'completed', {RULE_MET}, parts.done, v.parts_needed, parts.passed,
  parts.tests, (
    select count(*)::int from learning_versionsession s
    join learning_gatheringplace a on a.person_id = n.person_id and a.course_id = s.event_id
      and a.attended_minutes is not null
    where s.version_id = v.id), v.sessions_needed
from learning_enrolment n join learning_courseversion v on v.id = n.version_id, lateral (
  select count(g.part_id)::int as done, count(*) filter (where part.kind = 'quiz')::int as tests,
    count(g.part_id) filter (where part.kind = 'quiz')::int as passed
  from learning_part part
  left join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id and g.state = 'done'
  where part.version_id = v.id) parts
where n.course_id = %s and n.person_id = any(%s::bigint[]) and n.status <> 'withdrawn'
"""
_PROGRAMME = """
select person_id, id, uuid, status = 'completed', version_id from learning_programmeenrolment
where course_id = %s and person_id = any(%s::bigint[]) and status <> 'withdrawn'
"""
_COMPLETED = """
select person_id from learning_enrolment
where course_id = %s and organisation_path >= %s collate "C" and organisation_path < (%s || '~') collate "C"
  and status = 'completed' order by person_id limit %s
"""
_COMPLETED_PROGRAMME = """
select pe.person_id from learning_programmeenrolment pe
where pe.course_id = %s and pe.status = 'completed' and exists (
  select from orgs_incumbency i where i.person_id = pe.person_id
    and i.organisation_path >= %s collate "C" and i.organisation_path < (%s || '~') collate "C")
order by pe.person_id limit %s
"""


def certified(code: str) -> Certified:
    """Raises NotFound for what is not published, and for an event (its certificates follow its list)."""
    found = rows.first(Certified, _WHAT, [code])
    if found is None:
        raise NotFound
    return found


def completed_below(what: Certified, path: str, most: int) -> list[int]:
    """People of that office and below who completed it; at most so many."""
    sql = _COMPLETED_PROGRAMME if what.kind == "programme" else _COMPLETED
    return rows.fetch(int, sql, [what.id, path, path, most])


def standings(what: Certified, people: Collection[int]) -> dict[int, Standing]:
    """By person; without those who never began it."""
    if what.kind != "programme":
        return {one.person: one for one in rows.fetch(_in_course, _COURSE, [what.id, list(people)])}
    found = rows.fetch(lambda *row: row, _PROGRAMME, [what.id, list(people)])
    done = done_of_many([enrolment for _person, enrolment, *_rest in found])
    return {one[0]: _in_programme(*one, done=set(done.get(one[1], ()))) for one in found}


def _in_course(
    person: int, enrolment: int, ref: uuid.UUID, completed: bool, met: bool, done: int, needed: int, passed: int,
    tests: int, attended: int, sessions: int,
) -> Standing:  # fmt: skip
    asked = (("parts", done, needed), ("tests", passed, tests), ("sessions", attended, sessions))
    return Standing(person, enrolment, ref, completed, met, tuple(one for one in asked if one[1] < one[2]))


def _in_programme(
    person: int, enrolment: int, ref: uuid.UUID, completed: bool, version: int, *, done: set[int]
) -> Standing:
    root = structure(version)
    states = evaluate(root, done)
    return Standing(person, enrolment, ref, completed, states[root.key].met, tuple(lacking(root, states)))
