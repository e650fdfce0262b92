"""The completion rule of a version, and what follows from meeting it, in the transaction that met it.

What follows is three acts of their own (credit_minutes, prove, certify), so that the record checker repairs what is
missing by the very functions that should have done it.
"""

import dataclasses
import datetime as dt
from uuid import UUID

from django.db import transaction

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.credentials import api as credentials
from karmayogi.kernel import audit, clock, events, rows, tail
from karmayogi.kernel.access import Agent
from karmayogi.learning.actions.collections.advance import advance
from karmayogi.learning.events import Completed
from karmayogi.learning.queries.records.rule import RULE_MET
from karmayogi.learning.queries.renewals import is_renewable
from karmayogi.learning.queries.row import Row
from karmayogi.learning.types import CLAIMED

_FROM = """
learning_courseversion v, learning_course c, learning_coursetext te
left join learning_coursetext th on th.version_id = te.version_id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = te.version_id and tu.language = 'ur', people_person p,
lateral (
  select coalesce(array_agg(k.code order by k.code), '{}') as codes,
    coalesce(array_agg(k.name_en order by k.code), '{}') as names,
    coalesce(array_agg(cc.level order by k.code), '{}') as levels
  from learning_coursecompetency cc join competencies_competency k on k.id = cc.competency_id
  where cc.version_id = v.id) teaches
"""
_OF = """
v.id = n.version_id and c.id = n.course_id and te.version_id = v.id and te.language = 'en' and p.id = n.person_id
"""
_COLUMNS = """
n.uuid, n.person_id, n.course_id, n.language, v.id, v.number, v.minutes, v.certificate_months, c.uuid, c.code,
  te.title, coalesce(th.title, ''), coalesce(tu.title, ''),
  coalesce(
    (select own.title from learning_coursetext own where own.version_id = v.id and own.language = n.language), ''),
  (select min(g.score) from learning_part part
   join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id
   where part.version_id = v.id and part.kind = 'quiz'),
  (select array_agg(distinct part.kind::text) from learning_part part where part.version_id = v.id), n.completed_at,
  not exists (
    select from learning_part part
    left join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id
    where part.version_id = v.id and part.kind = 'quiz' and g.witnessed is not true), c.kind,
  p.name, p.name_native, teaches.codes, teaches.names, teaches.levels
"""
_COMPLETED = (
    f"select {_COLUMNS} from learning_enrolment n, {_FROM} where n.id = %s and n.status = 'completed' and {_OF}"
)

_CREDIT = """
insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
values (%s, %s, %s, 'formal', 'enrolment', %s) on conflict (person_id, ref_kind, ref_uuid) do nothing
"""

_TAUGHT = """
select cc.competency_id, cc.level from learning_coursecompetency cc
join competencies_competency k on k.id = cc.competency_id where cc.version_id = %s order by k.code
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Done:
    """A completed enrolment, with what its version says."""

    uuid: UUID
    person_id: int
    course_id: int
    language: str
    version_id: int
    number: int
    minutes: int
    certificate_months: int | None
    course_uuid: UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    title_own: str  # in the language of the enrolment
    score: int | None
    kinds: list[str]
    completed_at: dt.datetime
    witnessed: bool
    kind: str
    name: str
    name_native: str
    codes: list[str]
    names: list[str]
    levels: list[int]

    @property
    def competencies(self) -> list[tuple[str, str, int]]:
        """What its version teaches: code, name, level."""
        return list(zip(self.codes, self.names, self.levels, strict=True))

    @property
    def grade(self) -> str:
        """How well it is proved: E3 by tests that a proctor saw, E2 by a test marked on the server, E0 by the claim of
        a package or a tool of somebody else, E1 by seen time."""
        if "quiz" in self.kinds:
            return "E3" if self.witnessed else "E2"
        return "E0" if CLAIMED & set(self.kinds) else "E1"


# With its minutes, as credit_minutes adds them.
_COMPLETE = f"""
with done ({", ".join(field.name for field in dataclasses.fields(Done))}) as (
  update learning_enrolment n set status = 'completed', completed_at = %s::timestamptz, last_at = %s::timestamptz
  from {_FROM}
  where n.id = %s and n.status = 'active' and {_OF} and {RULE_MET}
  returning {_COLUMNS}
), credited as (
  insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
  select person_id, %s::date, minutes, 'formal', 'enrolment', uuid from done
  on conflict (person_id, ref_kind, ref_uuid) do nothing
)
select * from done
"""


def completed(enrolment_id: int) -> Done | None:
    """None for one that is not completed."""
    return rows.first(Done, _COMPLETED, [enrolment_id])


def credit_minutes(done: Done) -> bool:
    """The minutes of the course, on the day of completion; once. Whether they were missing."""
    return bool(rows.run(_CREDIT, [done.person_id, clock.day(done.completed_at), done.minutes, done.uuid]))


def prove(agent: Agent, done: Done, at: dt.datetime) -> None:
    """Evidence of what the version teaches. A course that nobody tested proves attendance, not ability: only a test is
    evidence of a level."""
    if "quiz" in done.kinds:
        _evidence(
            agent, done, score=done.score, grade=done.grade, ref_kind="enrolment", ref_uuid=done.uuid,
            observed_at=done.completed_at, at=at,
        )  # fmt: skip


def certify(agent: Agent, done: Done, at: dt.datetime, *, savepoint: bool = True) -> None:
    """Its certificate, with the grade; once. savepoint: as credentials.issue has it."""
    _issue(
        agent, done, score=done.score, grade=done.grade, counts_from=done.completed_at, at=at, savepoint=savepoint
    )  # fmt: skip


def renew(agent: Agent, done: Done, *, score: int, witnessed: bool, attempt_uuid: UUID, at: dt.datetime) -> bool:
    """The certificate anew, by a test that was passed again while the one there is ran out; what it teaches is proved
    anew, too. Whether it was due: done twice it is done once."""
    old = credentials.certificate_for(done.uuid, "enrolment")
    if not is_renewable(old, at) or old is None:
        return False
    grade = "E3" if witnessed else "E2"
    _issue(agent, done, score=score, grade=grade, counts_from=at, at=at, replaces=old.uuid)
    _evidence(
        agent, done, score=score, grade=grade, ref_kind="renewal", ref_uuid=attempt_uuid, observed_at=at, at=at
    )  # fmt: skip
    return True


def _issue(
    agent: Agent, done: Done, *, score: int | None, grade: str, counts_from: dt.datetime, at: dt.datetime,
    replaces: UUID | None = None, savepoint: bool = True,
) -> None:  # fmt: skip
    """counts_from: when the months begin for which it is good."""
    credentials.issue(
        agent=agent,
        person_id=done.person_id,
        name=done.name,
        name_native=done.name_native,
        title_en=done.title_en,
        title_hi=done.title_hi,
        title_ur=done.title_ur,
        title_own=done.title_own,
        language=done.language,
        course_uuid=done.course_uuid,
        course_code=done.code,
        hours_minutes=done.minutes,
        grade=grade,
        score=score,
        competencies=done.competencies,
        ref_kind="enrolment",
        ref_uuid=done.uuid,
        at=at,
        valid_until=credentials.good_until(counts_from, done.certificate_months),
        replaces=replaces,
        kind="test" if done.kind == "assessment" else "course",
        savepoint=savepoint,
    )


def _evidence(
    agent: Agent, done: Done, *, score: int | None, grade: str, ref_kind: str, ref_uuid: UUID,
    observed_at: dt.datetime, at: dt.datetime,
) -> None:  # fmt: skip
    """Of each competency that the version teaches."""
    for competency_id, level in rows.fetch(Row, _TAUGHT, [done.version_id]):
        competencies.record_evidence(
            agent=agent,
            person_id=done.person_id,
            competency_id=competency_id,
            level=level,
            score=score,
            source=Source.INDEPENDENT_TEST if grade == "E3" else Source.COURSE_TEST,
            instrument=done.code,
            instrument_version=str(done.number),
            ref_kind=ref_kind,
            ref_uuid=ref_uuid,
            context=done.title_en,
            observed_at=observed_at,
            at=at,
        )


@transaction.atomic(savepoint=False)
def complete_if_due(*, agent: Agent, enrolment_id: int, at: dt.datetime) -> bool:
    """Completes the enrolment when its rule is met; True when it was completed just now.

    Only the first caller completes (the update asks for an active enrolment), so that credit, evidence, certificate
    and event come once. Call it with the enrolment locked before the part was marked: of two last parts that are done
    at the same moment, neither would see the other, and the course would never be completed.
    """
    done = rows.first(Done, _COMPLETE, [at, at, enrolment_id, clock.day(at)])
    if done is None:
        return False
    with tail.written_as_one():
        prove(agent, done, at)
        certify(agent, done, at, savepoint=False)
        _tell(agent, done, at)
    advance(agent=agent, person_id=done.person_id, course_id=done.course_id, at=at)
    return True


def _tell(agent: Agent, done: Done, at: dt.datetime) -> None:
    audit.record(
        "learning:enrolment:complete",
        agent=agent,
        at=at,
        kind="enrolment",
        subject=done.uuid,
        label=done.title_en,
        concerns=done.person_id,
        detail={"grade": done.grade, "score": done.score, "minutes": done.minutes},
    )
    events.announce(Completed(done.person_id, done.course_id, done.uuid, done.minutes, at))
