"""Making an attempt of what came from a place without network.

Nothing runs on the server while somebody sits there. When the answers are here, and what the proctor noted, the attempt
is opened, answered and handed in in one transaction, each answer at the moment that is believed of it.
"""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from karmayogi.assessment.actions.save_answer import save_answer, save_fields
from karmayogi.assessment.actions.start import Drawn, Taker, write_attempt
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.conf import GRACE
from karmayogi.assessment.engine.kinds import FIELDS
from karmayogi.assessment.engine.permission import Next
from karmayogi.assessment.engine.timing import with_extra
from karmayogi.assessment.engine.venue import Settled, Window, hand_in_code, judge
from karmayogi.assessment.models import Seat, VenueLine, VenuePaper
from karmayogi.assessment.queries.attempts import by_id, kind_of
from karmayogi.assessment.queries.papers import Standing, standing
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System
from karmayogi.learning import api as learning

VENUE = System("sitting without network")
COUNTS = (Settled.WITNESSED, Settled.IN_TIME)
WAITED = dt.timedelta(days=7)  # for answers that the proctor saw handed in, before a sitting is closed without them
_MOST_HAND_INS = 5  # lines that hand in, tried against the code that was noted
_FACTS = """
select t.starts_at, t.ends_at, t.late_minutes, part.id, (
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
_AWAITED = """
select s.number from assessment_seat s
where s.sitting_id = %s and s.hand_in <> '' and s.attempt_id is null
  and exists (select from assessment_venuepaper v where v.seat_id = s.id and v.replaced_at is null and v.settled = ''
              and not exists (select from assessment_venueline l where l.paper_id = v.id and l.kind = 'submit'))
order by s.number
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Came:
    """lines: of one chain from the beginning to what hands in; not whole where some have not arrived. handed: when the
    proctor noted the code of exactly these."""

    lines: list[VenueLine]
    whole: bool
    handed: dt.datetime | None


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
    starts, ends, late_minutes, part_id, started = rows.first(lambda *row: row, _FACTS, [seat.sitting_id]) or ()
    stands = standing(seat.person_id, part_id)
    window = Window(
        starts, min(ends, starts + dt.timedelta(minutes=late_minutes)),
        starts + with_extra(ends - starts, stands.extra_percent), started,
    )  # fmt: skip
    began = came.lines[0].happened_at if came.lines else None
    opened = min(max(began or starts, starts), max(starts, at))
    due = min(opened + dt.timedelta(minutes=paper.minutes), max(window.ends, opened + dt.timedelta(minutes=1)))
    arrived = max((line.arrived_at for line in came.lines), default=at)
    found = judge(window, began=began, handed=came.handed, arrived=arrived, due=due, grace=GRACE)
    if not came.whole:
        found = Settled.LATE if found in COUNTS else found
    if seat.state == Seat.State.ABSENT and found is not Settled.EARLY:
        found = Settled.ABSENT
    if not last and (found is Settled.ABSENT or (found is Settled.LATE and came.handed is None)):
        return None  # the proctor's note may still come
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
        },
    )  # fmt: skip
    return found


def settle_rest(sitting_id: int, at: dt.datetime, *, last: bool) -> None:
    """Before the results are told. last: what is here is judged as it is; what comes later is kept and not judged."""
    for paper_id in rows.fetch(int, _UNSETTLED, [sitting_id]):
        settle(paper_id=paper_id, at=at, last=last)


def awaited(sitting_id: int) -> list[int]:
    """Numbers of the seats whose hand-in the proctor noted, and whose answers have not arrived."""
    return rows.fetch(int, _AWAITED, [sitting_id])


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
    question the later in the list stays. What does not count is kept beside the attempt, as ever."""
    after = max(at, due + GRACE + dt.timedelta(seconds=1))
    for line in came.lines:
        if line.kind != "answer":
            continue
        if found is Settled.WITNESSED:
            when = min(max(line.happened_at or opened, opened), max(came.handed or at, opened))
        else:
            when = line.arrived_at if found is Settled.IN_TIME else after
        _save(attempt, line.position, line.post, when)


def _save(attempt: AttemptRow, position: int, post: dict[str, list[str]], at: dt.datetime) -> None:
    if kind_of(attempt, position) in FIELDS:
        save_fields(attempt=attempt, position=position, post=lambda name: post.get(name, []), at=at)
        return
    sent: Sequence[str] = post.get("answer", [])
    if all(one.isascii() and one.isdigit() and len(one) < 3 for one in sent):
        save_answer(attempt=attempt, position=position, picked={int(one) for one in sent}, at=at)
