"""What somebody's completions mean for the programmes in which they are: gates, completion, certificate.

Set-based: one statement locks the enrolments, one reads all completions, the pure engine decides, one statement writes
what changed. Called in the transaction that completed something, and by a nightly job over everybody.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from karmayogi.credentials import api as credentials
from karmayogi.kernel import audit, events, rows
from karmayogi.kernel.access import Agent
from karmayogi.learning.engine.collections.rules import closed, evaluate, items
from karmayogi.learning.events import ProgrammeCompleted
from karmayogi.learning.queries.collections.done import COUNTED, IS_DONE, done_of
from karmayogi.learning.queries.collections.structures import structure
from karmayogi.learning.queries.row import Row
from karmayogi.learning.queries.taught import taught
from karmayogi.learning.types import CLAIMED
from karmayogi.people import api as people

_TOUCHED = """
select 1 from learning_programmeenrolment pe
join learning_programmenode node on node.version_id = pe.version_id and node.course_id = %s
where pe.person_id = %s and pe.status = 'active' limit 1
"""
# Of two items that are completed at the same moment, the second waits here and then sees the first. Always all of a
# person's rows in the same order, so that nobody waits for each other.
_LOCK = """
select id from learning_programmeenrolment where person_id = any(%s::bigint[]) order by id for no key update
"""
_RUNNING = """
select id, person_id, version_id, status = 'completed' from learning_programmeenrolment
where person_id = any(%s::bigint[]) and status in ('active', 'completed') order by id
"""
_DONE = f"""
select pe.id, node.course_id {COUNTED} where pe.id = any(%s::bigint[]) and {IS_DONE}
"""
_COMPLETE = """
update learning_programmeenrolment set status = 'completed', completed_at = %s
where id = any(%s::bigint[]) and status = 'active' returning id
"""
_GATES = """
with wanted as (
  select * from unnest(%(people)s::bigint[], %(courses)s::bigint[], %(enrolments)s::bigint[])
    as x(person_id, course_id, enrolment_id)
), opened as (
  delete from learning_closedgate g where g.person_id = any(%(all)s::bigint[]) and not exists (
    select from wanted w where w.person_id = g.person_id and w.course_id = g.course_id)
)
insert into learning_closedgate as g (person_id, course_id, enrolment_id)
select w.person_id, w.course_id, w.enrolment_id from wanted w
where not exists (
  select from learning_enrolment n
  where n.person_id = w.person_id and n.course_id = w.course_id and n.status <> 'withdrawn')
on conflict (person_id, course_id) do update set enrolment_id = excluded.enrolment_id
  where g.enrolment_id <> excluded.enrolment_id
"""
_TOLD = """
select pe.id, pe.uuid, pe.person_id, pe.course_id, pe.language, c.uuid, c.code, te.title, coalesce(th.title, ''),
  coalesce(tu.title, ''), coalesce(own.title, ''), pe.version_id
from learning_programmeenrolment pe
join learning_course c on c.id = pe.course_id
join learning_coursetext te on te.version_id = pe.version_id and te.language = 'en'
left join learning_coursetext th on th.version_id = pe.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = pe.version_id and tu.language = 'ur'
left join learning_coursetext own on own.version_id = pe.version_id and own.language = pe.language
where pe.id = any(%s::bigint[])
"""
# Minutes that the certificate names, and the weakest proof among the items that were completed.
_WORTH = """
select coalesce(sum(x.minutes), 0)::int, coalesce(min(x.grade), 'E1') from (
  select v.minutes, case
    when exists (select from learning_part part where part.version_id = v.id and part.kind = 'quiz') then 'E2'
    when exists (select from learning_part part where part.version_id = v.id and part.kind = any(%(claimed)s))
      then 'E0'
    else 'E1' end as grade
  from learning_enrolment n join learning_courseversion v on v.id = n.version_id
  where n.person_id = %(person)s and n.status = 'completed' and n.course_id = any(%(courses)s::bigint[])
  union all
  select p.attended_minutes, 'E1' from learning_gatheringplace p
  where p.person_id = %(person)s and p.attended_at is not null and p.course_id = any(%(courses)s::bigint[])
) x
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Told:
    id: int
    uuid: UUID
    person_id: int
    course_id: int
    language: str
    course_uuid: UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    title_own: str
    version_id: int


def advance(*, agent: Agent, person_id: int, course_id: int, at: dt.datetime) -> int:
    """After somebody completed an item; how many programmes that completed. Almost always one statement."""
    touched = rows.scalar(_TOUCHED, [course_id, person_id])
    return advance_people(agent=agent, people=[person_id], at=at) if touched else 0


def lock_people(people: Sequence[int]) -> None:
    """Their programmes, until the transaction ends."""
    rows.fetch(int, _LOCK, [list(people)])


@transaction.atomic
def advance_people(*, agent: Agent, people: Sequence[int], at: dt.datetime) -> int:
    """Everything of these people anew: programmes completed just now (how many), gates opened and closed.

    A gate holds a course only where no other programme of theirs has it open; one that is completed has all of its
    items open for good, so that completing it closes nothing.
    """
    lock_people(people)
    running = rows.fetch(Row, _RUNNING, [list(people)])
    done: dict[int, set[int]] = {one[0]: set() for one in running}
    for enrolment, course in rows.fetch(Row, _DONE, [list(done)]):
        done[enrolment].add(course)
    met: dict[int, frozenset[int]] = {}
    shut: dict[tuple[int, int], int] = {}
    free: set[tuple[int, int]] = set()
    for enrolment, person, version, completed_before in running:
        root = structure(version)
        states = evaluate(root, done[enrolment])
        if states[root.key].met:
            met[enrolment] = frozenset(item.course for item in items(root) if states[item.key].met)
        behind = set() if completed_before or states[root.key].met else closed(root, states)
        for item in items(root):
            if item.course in behind:
                shut[person, item.course] = enrolment
            else:
                free.add((person, item.course))
    gates = [
        (person, course, enrolment) for (person, course), enrolment in shut.items() if (person, course) not in free
    ]
    rows.run(
        _GATES,
        {
            "people": [one[0] for one in gates], "courses": [one[1] for one in gates],
            "enrolments": [one[2] for one in gates], "all": list(people),
        },
    )  # fmt: skip
    completed = set(rows.fetch(int, _COMPLETE, [at, list(met)])) if met else set()
    for told in rows.fetch(_Told, _TOLD, [list(completed)]) if completed else ():
        _celebrate(agent, told, met[told.id], at)
    return len(completed)


def certify_programme(agent: Agent, enrolment_id: int, at: dt.datetime) -> None:
    """The certificate of a completed programme; once. The caller has locked the enrolment and found its rule met."""
    told = rows.fetch(_Told, _TOLD, [[enrolment_id]])[0]
    root = structure(told.version_id)
    states = evaluate(root, set(done_of(enrolment_id)))
    _certify(agent, told, frozenset(item.course for item in items(root) if states[item.key].met), at)


def _celebrate(agent: Agent, told: _Told, courses: frozenset[int], at: dt.datetime) -> None:
    """Certificate, trail, event. The hours were credited by the items, each once: a programme adds none."""
    _certify(agent, told, courses, at)
    audit.record(
        "learning:programme:complete", agent=agent, at=at, kind="programme_enrolment", subject=told.uuid,
        label=told.title_en, concerns=told.person_id, detail={"items": len(courses)},
    )  # fmt: skip
    events.announce(ProgrammeCompleted(told.person_id, told.course_id, told.uuid, at))


def _certify(agent: Agent, told: _Told, courses: frozenset[int], at: dt.datetime) -> None:
    asked = {"person": told.person_id, "courses": list(courses), "claimed": sorted(CLAIMED)}
    minutes, grade = rows.first(Row, _WORTH, asked) or (0, "E1")
    person = people.person(told.person_id)
    credentials.issue(
        agent=agent,
        person_id=told.person_id,
        name=person.name,
        name_native=person.name_native,
        title_en=told.title_en,
        title_hi=told.title_hi,
        title_ur=told.title_ur,
        title_own=told.title_own,
        language=told.language,
        course_uuid=told.course_uuid,
        course_code=told.code,
        hours_minutes=minutes,
        grade=grade,
        score=None,
        competencies=taught(told.version_id),
        ref_kind="programme",
        ref_uuid=told.uuid,
        at=at,
    )
