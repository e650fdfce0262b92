"""Certificates for those who attended an event, as an act on many: planned, approved, issued, taken back for a day.

They are of grade E3: an organiser witnessed who was there (docs/glossary.md).
"""

import datetime as dt
import uuid as uuids
from collections.abc import Iterator

from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.credentials.types import ATTENDANCE
from karmayogi.kernel import bulk, rows
from karmayogi.kernel.access import Actor, NotFound, Refused, Role, System
from karmayogi.learning.actions.gatherings.attendance import lent, path_of
from karmayogi.learning.queries.authoring.drafts import access_course
from karmayogi.learning.queries.row import Row
from karmayogi.learning.queries.taught import taught
from karmayogi.people import api as people

KIND = "learning.certificates"
_EVENT = """
select c.uuid, c.code, v.id, te.title, coalesce(th.title, ''), coalesce(tu.title, '')
from learning_course c join learning_courseversion v on v.id = c.current_version_id
join learning_gathering g on g.version_id = v.id
join learning_coursetext te on te.version_id = v.id and te.language = 'en'
left join learning_coursetext th on th.version_id = v.id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = v.id and tu.language = 'ur'
where c.uuid = %s and c.kind = 'event'
"""
_THERE = """
select p.uuid, p.person_id, p.attended_minutes from learning_gatheringplace p
join learning_course c on c.id = p.course_id
where c.uuid = %s and p.attended_at is not null order by p.id
"""
_STILL = """
select uuid, attended_minutes from learning_gatheringplace
where uuid = any(%s::uuid[]) and attended_at is not null for no key update
"""


def certify(*, actor: Actor, course: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """Asks for a plan; the uuid of the act. Raises NotFound for somebody who does not look after the event."""
    row = access_course(actor, course, "publish")
    _event(course)
    act = bulk.propose(
        KIND, actor=lent(actor, row), label=_("Certificates"), scope_path=path_of(row), params={"course": str(course)},
        at=at,
    )  # fmt: skip
    return act.uuid


def plan(act: bulk.Act, at: dt.datetime) -> Iterator[bulk.Planned]:
    """A row for each person who was there; who has a certificate of it already is left as they are. One that was
    revoked as issued by mistake is issued anew; one that was revoked for another reason is not."""
    course = uuids.UUID(act.params["course"])
    _event(course)
    there = rows.fetch(Row, _THERE, [course])
    if not there:
        raise Refused(_("Nobody is recorded as present yet."))
    names = people.persons(sorted({person for _place, person, _minutes in there}))
    issued = credentials.certificates_for([place for place, _person, _minutes in there], ATTENDANCE)
    for number, (place, person, minutes) in enumerate(there, start=1):
        has = issued.get(place)
        if has and has.revoked_at:
            told = _("This certificate is revoked already.")
            yield bulk.Planned(
                number, "error", names[person].name, messages=[(_("Certificate") + " " + has.code, told)]
            )
            continue
        yield bulk.Planned(
            number, "unchanged" if has else "new", names[person].name,
            data={"place": str(place), "person": person}, diff={} if has else {_("Minutes"): (None, minutes)},
            messages=[(_("Certificate"), has.code)] if has else [],
        )  # fmt: skip


def apply_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """Signs one for each who is still recorded as present. Nobody gets a second one."""
    course, code, version, en, hi, ur = _event(uuids.UUID(chunk.act.params["course"]))
    competencies = taught(version)
    still = dict(rows.fetch(lambda *row: row, _STILL, [[row.data["place"] for row in chunk.rows]]))
    names = people.persons([int(row.data["person"]) for row in chunk.rows])
    # After the places are locked: whoever issues for one of them meanwhile waits.
    issued = credentials.certificates_for(list(still), ATTENDANCE)
    agent = System(f"certificates issued by {chunk.act.asked_by_name}")
    found: list[bulk.Result] = []
    for row in chunk.rows:
        place, who = uuids.UUID(row.data["place"]), names[int(row.data["person"])]
        # A certificate that stands already is of another act: it is not this one's to take back.
        if place not in still or place in issued:
            found.append(bulk.Result(row.number, problem=_("It was changed since.")))
            continue
        made = credentials.issue(
            agent=agent, person_id=who.id, name=who.name, name_native=who.name_native, title_en=en, title_hi=hi,
            title_ur=ur, language=chunk.act.language, course_uuid=course, course_code=code,
            hours_minutes=still[place], grade="E3", score=None, competencies=competencies, ref_kind=ATTENDANCE,
            ref_uuid=place, at=chunk.at,
        )  # fmt: skip
        found.append(bulk.Result(row.number, undo={"certificate": str(made.uuid)}, subject_uuid=made.uuid))
    return found


def undo_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """Revokes what it issued, as issued by mistake; one that was replaced or revoked since stays as it is."""
    agent = System(f"undone by {chunk.act.asked_by_name}")
    found: list[bulk.Result] = []
    for row in chunk.rows:
        done = credentials.take_back(
            agent=agent, certificate_uuid=uuids.UUID(row.undo["certificate"]), why=chunk.act.label, at=chunk.at
        )
        found.append(bulk.Result(row.number, problem="" if done else _("It was changed since.")))
    return found


def _event(course: uuids.UUID) -> Row:
    found = rows.first(Row, _EVENT, [course])
    if found is None:
        raise NotFound
    return found


CERTIFICATES = bulk.register(
    bulk.Kind(
        name=KIND,
        plan=plan,
        apply_chunk=apply_chunk,
        undo_chunk=undo_chunk,
        roles=(Role.PROGRAM_COORDINATOR,),
        chunk=100,
    )
)
