"""Planning a sitting: test, place, time, proctors; who sits where."""

import datetime as dt
import re
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.models import ProctoredSitting, Seat, SittingProctor, VenueLine
from karmayogi.assessment.policies import can_organise, organises
from karmayogi.assessment.queries.proctored.sittings import SittingRow, access_sitting, test_by_code
from karmayogi.kernel import audit, bulk, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people

MOST_PLACES, MOST_PROCTORS = 500, 20
LONGEST = dt.timedelta(hours=12)

_SERVE = """
select distinct i.person_id from orgs_incumbency i
where i.person_id = any(%s::bigint[]) and starts_with(i.organisation_path, %s)
  and i.valid_from <= %s and (i.valid_to is null or i.valid_to > %s)
"""
_FREE = """
select n from generate_series(1, %s) n
where not exists (select from assessment_seat s where s.sitting_id = %s and s.number = n) order by n limit %s
"""


@transaction.atomic
def plan_sitting(
    *, actor: Actor, office: str, test: str, venue: str, starts_at: dt.datetime, ends_at: dt.datetime,
    late_minutes: int, places: int, proctors: str, at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """The uuid of the sitting; the same place, time and test pressed twice is one sitting. proctors: contacts or
    employee codes, one a line.

    Raises NotFound for whoever plans no sittings, Refused in words.
    """
    if not organises(actor):
        raise NotFound
    unit = orgs.organisation_by_code(office.strip()[:60])
    if unit is None or not can_organise(actor, unit.path):
        raise Refused(_("You look after no organisation with the code %(code)s.") % {"code": office.strip()[:60]})
    paper = test_by_code(actor, test.strip()[:60])
    if paper is None:
        raise Refused(_("There is no test with the code %(code)s that stands alone.") % {"code": test.strip()[:60]})
    venue = " ".join(venue.split())[:200]
    if not venue:
        raise Refused(_("Say where it takes place."))
    if not (at < ends_at and dt.timedelta() < ends_at - starts_at <= LONGEST):
        raise Refused(_("A sitting ends after it begins and after now, and lasts at most 12 hours."))
    if not (1 <= places <= MOST_PLACES and 0 <= late_minutes <= 120):
        raise Refused(
            _("A sitting has 1 to %(most)s seats; late entry is at most 120 minutes.") % {"most": MOST_PLACES}
        )
    rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"assessment.proctored {unit.id}"])
    same = ProctoredSitting.objects.filter(
        organisation_id=unit.id, paper_id=paper.paper_id, venue=venue, starts_at=starts_at
    ).first()
    if same is not None:
        return same.uuid
    watching = _persons(proctors, unit.path, at, most=MOST_PROCTORS)
    if not watching:
        raise Refused(_("Name at least one proctor."))
    made = ProctoredSitting.objects.create(
        paper_id=paper.paper_id, organisation_id=unit.id, venue=venue, starts_at=starts_at, ends_at=ends_at,
        late_minutes=late_minutes, places=places, made_by_id=actor.person_id, made_at=at,
    )  # fmt: skip
    SittingProctor.objects.bulk_create(SittingProctor(sitting=made, person_id=one) for one in watching)
    audit.record(
        "assessment:proctored:plan", agent=actor, at=at, kind="proctored sitting", subject=made.uuid,
        label=f"{paper.title_en}, {venue}"[:300], detail={"office": unit.code, "places": places},
    )  # fmt: skip
    return made.uuid


@transaction.atomic
def seat_people(*, actor: Actor, sitting: uuids.UUID, text: str, at: dt.datetime) -> int:
    """Gives the next free seats to those named, one a line, who serve in the office or below it; how many are new.
    Naming somebody twice changes nothing. Raises Refused for names that are unknown there, or too few free seats."""
    row = _to_change(actor, sitting, at)
    wanted = _persons(text, row.office_path, at, most=MOST_PLACES)
    there = set(rows.fetch(int, "select person_id from assessment_seat where sitting_id = %s", [row.id]))
    watching = set(rows.fetch(int, "select person_id from assessment_sittingproctor where sitting_id = %s", [row.id]))
    if watching & set(wanted):
        raise Refused(_("A proctor of this sitting cannot take the test at it."))
    new = [one for one in wanted if one not in there]
    free = rows.fetch(int, _FREE, [row.places, row.id, len(new)])
    if len(free) < len(new):
        raise Refused(_("Only %(free)s seats are free.") % {"free": len(free)})
    seats = Seat.objects.bulk_create(
        Seat(sitting_id=row.id, number=number, person_id=person) for number, person in zip(free, new, strict=True)
    )
    bulk.record_many(
        "assessment:seat:give",
        [
            bulk.Entry(
                seat.uuid, row.title_en, seat.person_id,
                {"sitting": row.uuid, "seat": seat.number, "venue": row.venue},
            )
            for seat in seats
        ],
        account_id=actor.account_id, agent_label=actor.name, kind="seat", at=at,
    )  # fmt: skip
    return len(new)


@transaction.atomic
def move_seat(*, actor: Actor, sitting: uuids.UUID, seat: uuids.UUID, number: int, at: dt.datetime) -> None:
    """To a free place, or changing places with whoever sits there. Raises NotFound for a seat of another sitting,
    Refused once one of the two has begun."""
    row = access_sitting(actor, sitting, "see")
    _lock(row)
    mine = Seat.objects.filter(sitting_id=row.id, uuid=seat).first()
    if mine is None:
        raise NotFound
    if not 1 <= number <= row.places:
        raise Refused(_("The seats have the numbers 1 to %(most)s.") % {"most": row.places})
    other = Seat.objects.filter(sitting_id=row.id, number=number).first()
    if mine.attempt_id is not None or (other is not None and other.attempt_id is not None):
        raise Refused(_("Whoever has begun keeps the seat."))
    was, mine.number = mine.number, number
    if other is not None and other.id != mine.id:
        other.number = was
        other.save(update_fields=["number"])
    mine.save(update_fields=["number"])
    for one in {mine.id: mine, **({other.id: other} if other else {})}.values():
        audit.record(
            "assessment:seat:move", agent=actor, at=at, kind="seat", subject=one.uuid, label=row.title_en,
            concerns=one.person_id, detail={"sitting": row.uuid, "seat": one.number},
        )  # fmt: skip


@transaction.atomic
def take_seat_away(*, actor: Actor, sitting: uuids.UUID, seat: uuids.UUID, at: dt.datetime) -> None:
    """Twice is fine. Raises Refused once the person has begun."""
    row = _to_change(actor, sitting, at)
    found = Seat.objects.filter(sitting_id=row.id, uuid=seat).first()
    if found is None:
        return
    if found.attempt_id is not None or VenueLine.objects.filter(paper__seat=found).exists():
        raise Refused(_("Whoever has begun keeps the seat."))
    audit.record(
        "assessment:seat:take", agent=actor, at=at, kind="seat", subject=found.uuid, label=row.title_en,
        concerns=found.person_id, detail={"sitting": row.uuid, "seat": found.number},
    )  # fmt: skip
    found.delete()


def _to_change(actor: Actor, sitting: uuids.UUID, at: dt.datetime) -> SittingRow:
    row = access_sitting(actor, sitting, "plan")
    _lock(row)
    if row.released_at is not None or at >= row.ends_at:
        raise Refused(_("This sitting is over. Its seats stay as they are."))
    return row


def _lock(row: SittingRow) -> None:
    """Seats change one act after the other; whoever comes in with the code waits, too."""
    rows.run("select from assessment_proctoredsitting where id = %s for update", [row.id])
    if rows.scalar("select released_at is not null from assessment_proctoredsitting where id = %s", [row.id]):
        raise Refused(_("This sitting is over. Its seats stay as they are."))


def _persons(text: str, path: str, at: dt.datetime, *, most: int) -> Sequence[int]:
    """Ids in the order of the lines. Who is unknown and who serves elsewhere are answered alike."""
    lines = list(dict.fromkeys(one.strip() for one in re.split(r"[\n,;]", text.replace("\0", "")) if one.strip()))
    if len(lines) > most:
        raise Refused(_("Name at most %(most)s people at a time.") % {"most": most})
    found = people.find_people(lines)
    on = clock.day(at)
    serve = set(rows.fetch(int, _SERVE, [list(found.values()), path, on, on]))
    if unknown := [line for line in lines if found.get(line) not in serve]:
        raise Refused(_("Nobody of this office is known by: %(lines)s") % {"lines": ", ".join(unknown[:20])})
    return list(dict.fromkeys(found[line] for line in lines))
