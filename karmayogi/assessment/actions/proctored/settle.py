"""Making an attempt of what came from a place without network.

Nothing runs on the server while somebody sits there. When the answers are here, and what the proctor noted, the attempt
is opened, answered and handed in in one transaction, each answer at the moment that is believed of it.
"""

import dataclasses
import datetime as dt

from django.db import transaction

from karmayogi.assessment.actions.save_answer import save_sent
from karmayogi.assessment.actions.start import Drawn, Taker, write_attempt
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine.permission import Next
from karmayogi.assessment.engine.timing import ends_for, last_entry
from karmayogi.assessment.engine.venue import Settled, Window, hand_in_code, judge
from karmayogi.assessment.models import Seat, VenueLine, VenuePaper
from karmayogi.assessment.queries.attempts import by_id
from karmayogi.assessment.queries.papers import Standing, standing
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System
from karmayogi.learning import api as learning

VENUE = System("sitting without network")
COUNTS = (Settled.WITNESSED, Settled.IN_TIME)
_MOST_HAND_INS = 5  # lines that hand in, tried against the code that was noted
_FACTS = """
select t.starts_at, t.ends_at, t.late_minutes, part.id, part.uuid, (
    select min(d.started_at) from assessment_venueduty d where d.sitting_id = t.id)
from assessment_proctoredsitting t join assessment_paper p on p.id = t.paper_id
join learning_part part on part.id = p.part_id where t.id = %s
"""
_UNSETTLED = """
select v.id from assessment_venuepaper v join assessment_seat s on s.id = v.seat_id
where s.sitting_id = %s and v.replaced_at is null and v.settled = ''
  and exists (select from assessment_venueline l where l.paper_id = v.id)
order by v.id
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Came:
    """lines: of one chain from the beginning to what hands in; not whole where some have not arrived. handed: when the
    proctor noted the code of exactly these."""

    lines: list[VenueLine]
    whole: bool
    handed: dt.datetime | None


@dataclasses.dataclass(frozen=True, slots=True)
class _Judged:
    """opened, due: of the attempt that is made of it."""

    found: Settled
    began: dt.datetime | None
    arrived: dt.datetime
    opened: dt.datetime
    due: dt.datetime
    stands: Standing


@transaction.atomic
def settle(*, paper_id: int, at: dt.datetime, last: bool = False) -> Settled | None:
    """None while something may still come. last: the sitting is being closed, so it is judged by what is here.

    The caller has locked the sitting. Settling twice settles once.
    """
    seat = Seat.objects.select_for_update().get(id=VenuePaper.objects.get(id=paper_id).seat_id)
    paper = VenuePaper.objects.select_for_update().get(id=paper_id)
    came = None if paper.settled else _came(paper, seat)
    if came is None or not (last or came.whole):
        return None
    judged = _judge(came, paper, seat, at)
    if not (last or _is_final(judged.found, came, seat)):
        return None
    found, began, arrived = judged.found, judged.began, judged.arrived
    opened, due, stands = judged.opened, judged.due, judged.stands
    attempt = None if seat.attempt_id is not None else _open(paper, seat, stands, opened, due)
    if attempt is None:
        if not last:
            return None
        found = Settled.CLOSED
    else:
        _answer(attempt, came, found, opened, due, at)
        # The seat first: by it whoever closes the attempt knows that its result waits for the others.
        Seat.objects.filter(id=seat.id).update(attempt_id=attempt.id)
        submit(agent=VENUE, attempt=attempt, at=max(opened, min(at, came.handed or at)))
    paper.settled, paper.settled_at = found, at
    paper.save(update_fields=["settled", "settled_at"])
    audit.record(
        "assessment:venue:settle", agent=VENUE, at=at, kind="seat", subject=seat.uuid, concerns=seat.person_id,
        detail={
            "found": found.value, "began": began, "handed in": came.handed, "arrived": arrived,
            "wrong codes": paper.wrong_codes,
            "lines of a clock that was set": sum(line.happened_at is None for line in came.lines),
        },
    )  # fmt: skip
    return found


def _judge(came: _Came, paper: VenuePaper, seat: Seat, at: dt.datetime) -> _Judged:
    """By what is here now."""
    starts, ends, late_minutes, part_id, part, started = rows.first(lambda *row: row, _FACTS, [seat.sitting_id]) or ()
    began = came.lines[0].happened_at
    opened = min(max(began or starts, starts), max(starts, at))
    stands = standing(seat.person_id, part_id, renewed_from=learning.renews_from(seat.person_id, part, opened))
    window = Window(
        starts, last_entry(starts, ends, late_minutes), ends_for(starts, ends, stands.extra_percent), started
    )  # fmt: skip
    due = min(opened + dt.timedelta(minutes=paper.minutes), max(window.ends, opened + dt.timedelta(minutes=1)))
    arrived = max(line.arrived_at for line in came.lines)
    found = judge(window, began=began, handed=came.handed, arrived=arrived, due=due, grace=GRACE)
    if not came.whole:
        found = Settled.LATE if found in COUNTS else found
    if seat.state == Seat.State.ABSENT and found is not Settled.EARLY:
        found = Settled.ABSENT
    return _Judged(found, began, arrived, opened, due, stands)


def _is_final(found: Settled, came: _Came, seat: Seat) -> bool:
    """Of a whole list, whether nothing that may still come changes it: what this proctor noted of the seat, the start
    code that another one entered before."""
    if found is Settled.IN_TIME:
        return seat.state == Seat.State.PRESENT
    return found is Settled.WITNESSED or (found is Settled.LATE and came.handed is not None)


def settle_rest(sitting_id: int, at: dt.datetime, *, last: bool) -> None:
    """Before the results are told. last: what is here is judged as it is; what comes later is kept and not judged."""
    for paper_id in rows.fetch(int, _UNSETTLED, [sitting_id]):
        settle(paper_id=paper_id, at=at, last=last)


def awaited(sitting_id: int, at: dt.datetime) -> list[int]:
    """Numbers of the seats whose answers are on a phone, or whose answers may count with what the proctor noted and has
    not sent: without network both come when they come. Whoever is marked absent is not waited for."""
    papers = (
        VenuePaper.objects.filter(seat__sitting_id=sitting_id, seat__attempt=None, replaced_at=None, settled="")
        .exclude(seat__state=Seat.State.ABSENT).select_related("seat").order_by("seat__number")
    )  # fmt: skip
    begun = set(VenueLine.objects.filter(paper__seat__sitting_id=sitting_id).values_list("paper_id", flat=True))
    found = []
    for paper in papers:
        seat = paper.seat
        came = _came(paper, seat) if paper.id in begun else None
        if came is None or not came.whole or (not seat.hand_in and _judge(came, paper, seat, at).found is Settled.LATE):
            found.append(seat.number)
    return found


def _came(paper: VenuePaper, seat: Seat) -> _Came | None:
    lines = list(VenueLine.objects.filter(paper=paper).order_by("seq"))
    ends = [line for line in lines if line.kind == "submit"][:_MOST_HAND_INS]
    if not lines:
        return None
    noted = next((one for one in ends if seat.hand_in and hand_in_code(one.link, paper.uuid) == seat.hand_in), None)
    end = noted or next(iter(ends), None)
    begin = next((line for line in lines if line.kind == "begin"), None)
    if end is None or begin is None:
        return _Came(lines, False, None)
    # The line that hands in may be the one that is arriving: learning keeps it when it is judged.
    chain = {end.link} | learning.chain_back(paper.device_id, end.prev, begin.link)
    mine = [line for line in lines if line.link in chain]
    whole = begin.link in chain
    return _Came(mine if whole else lines, whole, seat.handed_at if noted is not None and whole else None)


def _open(paper: VenuePaper, seat: Seat, stands: Standing, opened: dt.datetime, due: dt.datetime) -> AttemptRow | None:
    if stands.open is not None or stands.next in (Next.PASSED, Next.WAITING, Next.EXHAUSTED):
        return None
    made = write_attempt(
        Taker(person_id=seat.person_id), stands.paper, [Drawn(*one) for one in paper.items], named=paper.uuid,
        number=len(stands.attempts) + 1, language=paper.language, form=paper.form, extra_percent=stands.extra_percent,
        due_at=due, at=opened,
    )  # fmt: skip
    return by_id(made.id) if made is not None else None


def _answer(
    attempt: AttemptRow, came: _Came, found: Settled, opened: dt.datetime, due: dt.datetime, at: dt.datetime
) -> None:
    """Each answer under the clock that counts: the proctor's word and the phone's, or that of the server. Of two to one
    question the later in the list stays. What does not count is kept beside the attempt, as ever.

    The own time of a section is judged by the clock line of the phone, in whose list time does not go back; where its
    clock was set meanwhile, by the arrival: nobody in the room knows when a single answer was given."""
    after = max(at, due + GRACE + dt.timedelta(seconds=1))
    clock = opened
    for line in came.lines:
        clock = max(clock, line.happened_at or clock)
        if line.kind != "answer":
            continue
        if found is Settled.WITNESSED:
            when = min(max(line.happened_at or opened, opened), max(came.handed or at, opened))
        else:
            when = line.arrived_at if found is Settled.IN_TIME else after
        given = clock if line.happened_at is not None else line.arrived_at
        save_sent(attempt=attempt, position=line.position, post=line.post, at=when, given=given)
