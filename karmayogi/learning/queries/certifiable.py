"""How people stand to the certificate of a course, a test or a programme: is its rule met, and what is missing."""

import dataclasses
import uuid
from collections.abc import Collection

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning.engine.collections.rules import evaluate, items
from karmayogi.learning.queries.collections.done import done_by
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
    done, needed: parts of a course, items of a programme."""

    person: int
    enrolment: int
    ref: uuid.UUID
    completed: bool
    met: bool
    done: int
    needed: int


_WHAT = """
select c.id, c.uuid, c.code, c.kind, te.title, coalesce(th.title, ''), coalesce(tu.title, '')
from learning_course c
join learning_coursetext te on te.version_id = c.current_version_id and te.language = 'en'
left join learning_coursetext th on th.version_id = te.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = te.version_id and tu.language = 'ur'
where c.code = %s and c.kind in ('course', 'assessment', 'programme')
"""
_COURSE = f"""
select n.person_id, n.id, n.uuid, n.status = 'completed', {RULE_MET}, (
    select count(*)::int from learning_part part
    join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id and g.state = 'done'
    where part.version_id = v.id), v.parts_needed
from learning_enrolment n join learning_courseversion v on v.id = n.version_id
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
    """People of that office and below who completed it, of a programme who ever served there; at most so many."""
    sql = _COMPLETED_PROGRAMME if what.kind == "programme" else _COMPLETED
    return rows.fetch(int, sql, [what.id, path, path, most])


def standings(what: Certified, people: Collection[int]) -> dict[int, Standing]:
    """By person; without those who never began it."""
    if what.kind != "programme":
        return {one.person: one for one in rows.fetch(Standing, _COURSE, [what.id, list(people)])}
    found = rows.fetch(lambda *row: row, _PROGRAMME, [what.id, list(people)])
    done = done_by([enrolment for _person, enrolment, *_rest in found])
    return {
        person: _in_programme(person, enrolment, ref, completed, version, done[enrolment])
        for person, enrolment, ref, completed, version in found
    }


def _in_programme(
    person: int, enrolment: int, ref: uuid.UUID, completed: bool, version: int, done: set[int]
) -> Standing:
    root = structure(version)
    states = evaluate(root, done)
    counted = list(items(root))
    return Standing(
        person, enrolment, ref, completed, states[root.key].met, sum(item.course in done for item in counted),
        len(counted),
    )  # fmt: skip
