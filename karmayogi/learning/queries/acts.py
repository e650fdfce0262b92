"""What learners did since a moment, and where, for the record store. Set-based; nothing of it happens in a request."""

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import msgspec

from karmayogi.kernel import rows, slots
from karmayogi.learning.engine import cmi
from karmayogi.learning.engine.telling import Answered, PackageAct
from karmayogi.learning.types import Act, ActKind

# Each arm reads an index of its own in the order of time and stops with the page. The seconds of a part go on growing
# after it is done: those of the moment when it was finished are not kept, so nothing is said of them. An H5P exercise
# speaks for itself: what it saved is never told, and that it is done only where it said nothing of it.
_ACTS = """
(select 'enrolled', n.enrolled_at as at, n.id, null::bigint, '', null::float, null::bool, false, null::int, '', '', 0
 from learning_enrolment n where n.enrolled_at > %(since)s and n.enrolled_at <= %(until)s
 order by n.enrolled_at limit %(limit)s)
union all
(select 'opened', g.opened_at, g.enrolment_id, g.part_id, '', null, null, false, null, '', '', 0
 from learning_partprogress g where g.opened_at > %(since)s and g.opened_at <= %(until)s
 order by g.opened_at limit %(limit)s)
union all
(select 'finished', g.completed_at, g.enrolment_id, g.part_id, '', g.score, null, true, null, '', '', 0
 from learning_partprogress g where g.completed_at > %(since)s and g.completed_at <= %(until)s
   and not exists (
     select from learning_scormstate s join learning_part part on part.id = s.part_id and part.kind = 'h5p'
     where s.person_id = g.person_id and s.part_id = g.part_id and s.completion = 'completed')
 order by g.completed_at limit %(limit)s)
union all
(select 'saved', s.updated_at, g.enrolment_id, s.part_id,
   s.item || ' ' || s.visit || ' ' || s.seq || ' ' || s.completion || ' ' || s.success, s.score,
   case s.success when 'passed' then true when 'failed' then false end, s.completion = 'completed', s.seconds, s.item,
   s.record, s.attempt
 from learning_scormstate s join learning_partprogress g on g.person_id = s.person_id and g.part_id = s.part_id
 join learning_part part on part.id = s.part_id and part.kind <> 'h5p'
 where s.updated_at > %(since)s and s.updated_at <= %(until)s
 order by s.updated_at limit %(limit)s)
union all
(select 'completed', n.completed_at, n.id, null, '', null, null, true, null, '', '', 0
 from learning_enrolment n where n.completed_at > %(since)s and n.completed_at <= %(until)s
 order by n.completed_at limit %(limit)s)
order by at limit %(limit)s
"""
_COURSES = """
select n.id, n.uuid, person.uuid, n.language, c.uuid, v.number,
  (select json_object_agg(t.language, t.title)::text from learning_coursetext t where t.version_id = v.id)
from learning_enrolment n
join people_person person on person.id = n.person_id
join learning_courseversion v on v.id = n.version_id
join learning_course c on c.id = n.course_id
where n.id = any(%s::bigint[])
"""
_PARTS = """
select part.id, part.uuid, part.kind,
  (select json_object_agg(v.language, v.title)::text from learning_partvariant v where v.part_id = part.id)
from learning_part part where part.id = any(%s::bigint[])
"""


@dataclasses.dataclass(frozen=True, slots=True)
class InCourse:
    """titles: by language."""

    enrolment_id: int
    enrolment_uuid: UUID
    person_uuid: UUID
    language: str
    course_uuid: UUID
    version: int
    titles: dict[str, str]


@dataclasses.dataclass(frozen=True, slots=True)
class InPart:
    part_id: int
    part_uuid: UUID
    kind: str
    titles: dict[str, str]


def acts(since: dt.datetime, until: dt.datetime, limit: int) -> list[Act]:
    """After the one moment, up to and with the other, the oldest first; what others know of comes by a slot."""
    params = {"since": since, "until": until, "limit": limit}
    found = [act for told in rows.fetch(_told, _ACTS, params) for act in told]
    for results in slots.every("learning.results"):
        found += results(since, until, limit)
    return sorted(found, key=lambda act: act.at)[:limit]


def _told(kind: str, *rest: Any) -> list[Act]:
    """What one row tells: of a package also how far it is and each answer in it. An answer that was changed since is
    told again; one without a response or a result is still being given."""
    *told, record, attempt = rest
    if not record:
        return [Act(ActKind(kind), *told)]
    kept = cmi.read(record)
    progress = cmi.number(kept.progress)
    act = PackageAct(ActKind(kind), *told)
    if progress is not None and 0 <= progress <= 1:
        act = dataclasses.replace(act, progress=progress)
    answers = []
    for number, one in enumerate(kept.interactions):
        if one.id and (one.response or one.result):
            mark = hashlib.sha256("\0".join((one.id, one.response, one.result, one.timestamp)).encode()).hexdigest()[
                :16
            ]
            answer = Answered(one.id, one.type, one.response, one.result, one.latency, one.correct)
            key = f"{act.item} {attempt} {number} {mark}"
            answers.append(
                PackageAct(ActKind.ANSWERED, act.at, act.enrolment_id, act.part_id, key, item=act.item, answer=answer)
            )
    return [act, *answers]


def courses_of(enrolments: Iterable[int]) -> dict[int, InCourse]:
    def into(enrolment: int, uuid: UUID, person: UUID, language: str, course: UUID, number: int, text: str) -> InCourse:
        return InCourse(enrolment, uuid, person, language, course, number, _titles(text))

    return {one.enrolment_id: one for one in rows.fetch(into, _COURSES, [sorted(set(enrolments))])}


def parts_of(parts: Iterable[int]) -> dict[int, InPart]:
    def into(part: int, uuid: UUID, kind: str, text: str) -> InPart:
        return InPart(part, uuid, kind, _titles(text))

    return {one.part_id: one for one in rows.fetch(into, _PARTS, [sorted(set(parts))])}


def _titles(text: str | None) -> dict[str, str]:
    return msgspec.json.decode(text, type=dict[str, str]) if text else {}
