"""Who attended an event, recorded as an act on many: planned, approved, applied, undone for a day.

Members of a provider without an organisation hold no authority over a path. So the act lies over a path of the
provider's own, and whoever may publish for the provider is lent the role over it, for this call.
"""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.credentials.types import ATTENDANCE as CERTIFIED
from karmayogi.kernel import bulk, events, files, rows
from karmayogi.kernel.access import Actor, Authority, NotFound, Refused, Role, System
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.cascades.settle import settle_event
from karmayogi.learning.actions.collections.advance import advance_people
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.engine.media import MB, MOST
from karmayogi.learning.events import Attended
from karmayogi.learning.queries.authoring.drafts import CourseToEdit, access_course
from karmayogi.learning.queries.gatherings.sessions import waiting_for
from karmayogi.learning.queries.row import Row
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

MOST_BYTES, MOST_ROWS = MOST["sheet"], 20_000
KIND = "learning.attendance"
_EVENT = """
select c.id, g.starts_at, g.ends_at, g.credit from learning_course c
join learning_gathering g on g.version_id = c.current_version_id where c.uuid = %s and c.kind = 'event'
"""


def record_attendance(
    *, actor: Actor, course: uuids.UUID, minutes: dict[str, int | None] | None = None, sheet: bytes | None = None,
    filename: str = "", at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """Asks for a plan; the uuid of the act. minutes: by e-mail, mobile, employee code or person uuid; None for all.

    sheet: a spreadsheet whose first column names people in one of these ways, the second may hold minutes. Raises
    NotFound for somebody who does not look after the event, Refused before it began.
    """
    row = access_course(actor, course, "publish")
    found = rows.first(Row, _EVENT, [course])
    if found is None:
        raise NotFound
    if at < found[1]:
        raise Refused(_("Attendance is recorded once the event has begun."))
    if not minutes and not sheet:
        raise Refused(_("Tick who was there, or choose a spreadsheet."))
    source = None
    if sheet:
        if len(sheet) > MOST_BYTES:
            raise Refused(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // MB})
        source = files.put(sheet, "application/octet-stream")
    act = bulk.propose(
        KIND, actor=lent(actor, row), label=filename or row.code, scope_path=path_of(row),
        params={"course": str(course), "minutes": minutes or {}}, source=source, at=at,
    )  # fmt: skip
    return act.uuid


def approve_attendance(*, actor: Actor, course: uuids.UUID, act: uuids.UUID, at: dt.datetime) -> None:
    """Applies what was planned. Raises NotFound for somebody who does not look after the event."""
    bulk.approve(actor=lent(actor, access_course(actor, course, "publish")), uuid=act, at=at)


def path_of(row: CourseToEdit) -> str:
    """Not of any organisation: a subtree that only the acts of this course lie in."""
    return f"!course/{row.uuid}"


def lent(actor: Actor, row: CourseToEdit) -> Actor:
    """The actor with the role over the acts of a course; the caller has fetched it with authority."""
    role = Authority(Role.PROGRAM_COORDINATOR, path_of(row), 0)
    return dataclasses.replace(actor, authorities=(*actor.authorities, role))


def plan(act: bulk.Act, at: dt.datetime) -> Iterator[bulk.Planned]:
    """A row for each person named. Who is not registered is taken in: a talk has walk-ins."""
    course_id, starts_at, ends_at, _credit = _event(act)
    whole = max(1, round((ends_at - starts_at).total_seconds() / 60))
    lines = list(_lines(act))
    keys = [key for _number, key, _minutes in lines]
    known = people.find_people(keys) | _by_uuid(keys)
    there = dict(
        rows.fetch(
            lambda person, minutes: (person, minutes),
            "select person_id, attended_minutes from learning_gatheringplace"
            " where course_id = %s and person_id = any(%s)",
            [course_id, list(set(known.values()))],
        )
    )
    names = {one.id: one.name for one in people.persons(sorted(set(known.values()))).values()}
    seen: set[int] = set()
    for number, key, given in lines:
        person = known.get(key)
        if person is None:
            yield bulk.Planned(number, "error", key, raw=[key], messages=[(_("Who"), _("Nobody is known by this."))])
            continue
        if given == 0 or (given is not None and given > whole):
            told = _("Minutes are a number from 1 to %(most)s, the length of the event.") % {"most": whole}
            yield bulk.Planned(number, "error", names[person], raw=[key], messages=[(_("Minutes"), told)])
            continue
        if person in seen:
            yield bulk.Planned(number, "unchanged", names[person], messages=[(_("Who"), _("Named twice."))])
            continue
        seen.add(person)
        was, now = there.get(person), given or whole
        outcome = "unchanged" if was == now else "changed" if person in there else "new"
        yield bulk.Planned(
            number, outcome, names[person], data={"person": person, "minutes": now}, raw=[key],
            diff={} if was == now else {_("Minutes"): (was, now)},
        )  # fmt: skip


def _event(act: bulk.Act) -> Row:
    found = rows.first(Row, _EVENT, [uuids.UUID(act.params["course"])])
    if found is None:
        raise Refused(_("The event is not there any more."))
    return found


def _lines(act: bulk.Act) -> Iterator[tuple[int, str, int | None]]:
    """(number, how somebody is named, minutes). Minutes that are no number are 0, which the plan refuses."""
    number = 0
    for key, minutes in act.params["minutes"].items():
        number += 1
        yield number, key, minutes
    if not act.source_sha256:
        return
    sheet = orgs.open_sheet(files.path_of(act.source_sha256), most_bytes=MOST_BYTES, most_rows=MOST_ROWS)
    first = [orgs.cell_text(cell) for cell in sheet.headings]
    if people.find_people([first[0]] if first else []):
        number += 1
        yield number, first[0], _minutes(first)
    for _row, raw in sheet.rows:
        cells = [orgs.cell_text(cell) for cell in raw[:2]]  # a code that Excel keeps as a number is a code
        if cells and cells[0]:
            number += 1
            yield number, cells[0], _minutes(cells)


def _minutes(cells: Sequence[str]) -> int | None:
    given = orgs.cell_digits(cells[1]) if len(cells) > 1 else ""
    if not given:
        return None
    whole = given.removesuffix(".0")
    return int(whole) if whole.isascii() and whole.isdigit() and len(whole) < 5 else 0


def _by_uuid(keys: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    wanted = []
    for key in keys:
        try:
            wanted.append(uuids.UUID(key))
        except ValueError:
            continue
    if wanted:
        for uuid, person in rows.fetch(Row, "select uuid, id from people_person where uuid = any(%s)", [wanted]):
            found[str(uuid)] = person
    return found


_WAS = """
select person_id, state, attended_minutes, attended_at, uuid from learning_gatheringplace
where course_id = %s and person_id = any(%s) order by person_id for no key update
"""
_APPLY = """
insert into learning_gatheringplace (uuid, person_id, course_id, state, asked_at, attended_minutes, attended_at)
select x.uuid, x.person, %(course)s, 'registered', %(at)s, x.minutes, %(ends)s
from unnest(%(uuids)s::uuid[], %(people)s::bigint[], %(minutes)s::smallint[]) as x(uuid, person, minutes)
on conflict (person_id, course_id) do update set state = 'registered', attended_minutes = excluded.attended_minutes,
  attended_at = excluded.attended_at
"""
_CREDIT = """
insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
select x.person, (%(ends)s::timestamptz at time zone 'Asia/Kolkata')::date, x.minutes, %(kind)s, 'event', %(course)s
from unnest(%(people)s::bigint[], %(minutes)s::smallint[]) as x(person, minutes)
on conflict (person_id, ref_kind, ref_uuid) do update set minutes = excluded.minutes
"""


def apply_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """Places, hours, and what they mean for programmes. The same list again changes nothing."""
    course = uuids.UUID(chunk.act.params["course"])
    course_id, _starts, ends, credit = _event(chunk.act)
    who = [int(row.data["person"]) for row in chunk.rows]
    minutes = [int(row.data["minutes"]) for row in chunk.rows]
    was = {one[0]: one[1:] for one in rows.fetch(Row, _WAS, [course_id, who])}
    given = {
        "course": course_id, "at": chunk.at, "ends": ends, "uuids": [uuid7() for _one in who], "people": who,
        "minutes": minutes, "kind": credit,
    }  # fmt: skip
    rows.run(_APPLY, given)
    rows.run(_CREDIT, given | {"course": course})
    agent = System(f"attendance recorded by {chunk.act.asked_by_name}")
    noted = [(person, {"minutes": spent}) for person, spent in zip(who, minutes, strict=True)]
    _note("attended", agent, chunk, course, noted)
    events.announce_many(
        [Attended(person, course_id, spent, chunk.at) for person, spent in zip(who, minutes, strict=True)]
    )
    # What waited for this session alone is complete now.
    for enrolment in waiting_for(course_id, who):
        complete_if_due(agent=agent, enrolment_id=enrolment, at=chunk.at)
    advance_people(agent=agent, people=sorted(who), at=chunk.at)
    settle_event(agent=agent, event_id=course_id, people=who, at=chunk.at)
    return [
        bulk.Result(
            row.number, undo={"person": person, "now": spent, "was": list(was[person][:2]) if person in was else None}
        )
        for row, person, spent in zip(chunk.rows, who, minutes, strict=True)
    ]  # fmt: skip


def _note(
    act: str, agent: System, chunk: bulk.Chunk, course: uuids.UUID, concerns: Sequence[tuple[int, dict[str, Any]]]
) -> None:
    bulk.record_many(
        f"learning:place:{act}",
        [
            bulk.Entry(course, concerns=person, detail={**detail, "act": str(chunk.act.uuid)})
            for person, detail in concerns
        ],
        account_id=chunk.act.asked_by_account_id, agent_label=agent.label, kind="course", at=chunk.at,
    )  # fmt: skip


_TAKE_AWAY = "delete from learning_gatheringplace where course_id = %s and person_id = any(%s::bigint[])"
_PUT_BACK = """
update learning_gatheringplace p set state = x.state, attended_minutes = x.minutes,
  attended_at = case when x.minutes is null then null else %s::timestamptz end
from unnest(%s::bigint[], %s::text[], %s::smallint[]) as x(person, state, minutes)
where p.course_id = %s and p.person_id = x.person
"""
_NO_CREDIT = """
delete from learning_learningcredit where person_id = any(%s::bigint[]) and ref_kind = 'event' and ref_uuid = %s
"""
_CREDIT_BACK = """
update learning_learningcredit c set minutes = x.minutes
from unnest(%s::bigint[], %s::smallint[]) as x(person, minutes)
where c.person_id = x.person and c.ref_kind = 'event' and c.ref_uuid = %s
"""


@transaction.atomic
def undo_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """Back to what was, unless it was changed since. A programme's certificate stays: taking it is a decision. So does
    a course whose rule asked for this session; the record checker shows it to people (`rule_not_met`).

    Whoever has a certificate of having been there stays on the list: that is undone first, or there would be a second
    one when the list is recorded again.
    """
    course = uuids.UUID(chunk.act.params["course"])
    course_id, _starts, ends, _credit = _event(chunk.act)
    undos = [row.undo for row in chunk.rows]
    places = rows.fetch(Row, _WAS, [course_id, [one["person"] for one in undos]])
    certified = credentials.certificates_for([place[4] for place in places], CERTIFIED)
    now = {place[0]: place[2] for place in places if place[4] not in certified}
    mine = [one for one in undos if now.get(one["person"]) == one["now"]]
    kept = {one["person"] for one in undos} - {one["person"] for one in mine}
    back = [(one["person"], *one["was"]) for one in mine if one["was"] is not None]
    credited = [(person, minutes) for person, _state, minutes in back if minutes is not None]
    rows.run(_TAKE_AWAY, [course_id, [one["person"] for one in mine if one["was"] is None]])
    rows.run(_PUT_BACK, [ends, *_columns(back, 3), course_id])
    rows.run(_NO_CREDIT, [sorted({one["person"] for one in mine} - {person for person, _minutes in credited}), course])
    rows.run(_CREDIT_BACK, [*_columns(credited, 2), course])
    agent = System(f"undone by {chunk.act.asked_by_name}")
    _note("attended_undone", agent, chunk, course, [(one["person"], {}) for one in mine])
    advance_people(agent=System("attendance"), people=sorted(one["person"] for one in mine), at=chunk.at)
    settle_event(agent=agent, event_id=course_id, people=[one["person"] for one in mine], at=chunk.at)
    changed = _("It was changed since.")
    return [bulk.Result(row.number, problem=changed if row.undo["person"] in kept else "") for row in chunk.rows]


def _columns(found: Sequence[tuple[Any, ...]], count: int) -> list[list[Any]]:
    return [[one[place] for one in found] for place in range(count)]


ATTENDANCE = bulk.register(
    bulk.Kind(name=KIND, plan=plan, apply_chunk=apply_chunk, undo_chunk=undo_chunk, roles=(Role.PROGRAM_COORDINATOR,))
)
