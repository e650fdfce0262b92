"""Lines from a place without network, when they arrive: kept until the paper is settled; marks of a proctor at once."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Mapping, Sequence

from django.db import transaction

from karmayogi.assessment.actions.lock_marking import SHARED
from karmayogi.assessment.actions.proctored.mark_seat import mark_seat
from karmayogi.assessment.actions.proctored.settle import settle
from karmayogi.assessment.actions.save_answer import is_answer
from karmayogi.assessment.engine.sitting_code import typed
from karmayogi.assessment.engine.venue import HAND_IN_DIGITS, is_whole
from karmayogi.assessment.models import Seat, VenueDuty, VenueLine, VenuePaper
from karmayogi.assessment.queries.proctored.sittings import access_sitting
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused

HELD = ("counted", "held")
Post = Mapping[str, Sequence[str]]
# Whoever brings answers shares the sitting, against whoever tells its results; a proctor's list, which marks many
# seats in an order of its own, has it alone.
_OPEN = "select 1 from assessment_proctoredsitting where id = %s and released_at is null for share"
_ALONE = "select 1 from assessment_proctoredsitting where id = %s and released_at is null for update"
_PAPER = """
select s.sitting_id, s.person_id, part.uuid, v.device_id, v.seat_id, jsonb_array_length(v.items)
from assessment_venuepaper v join assessment_seat s on s.id = v.seat_id
join assessment_proctoredsitting t on t.id = s.sitting_id
join assessment_paper p on p.id = t.paper_id join learning_part part on part.id = p.part_id
where v.uuid = %s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """As learning read it and found it signed. pack: of a paper or a duty. happened_at: by the clock line of the
    device, None where its clock was set meanwhile."""

    pack: uuids.UUID
    part: uuids.UUID
    kind: str
    seq: int
    link: str
    prev: str
    position: int
    post: Post
    happened_at: dt.datetime | None


def is_venue(line: Line) -> bool:
    return line.kind in ("begin", "proctor") or VenuePaper.objects.filter(uuid=line.pack).exists()


@transaction.atomic
def take_line(*, agent: Agent, person_id: int, device_id: int, line: Line, at: dt.datetime) -> tuple[str, str]:
    """(outcome, reason) as learning keeps them."""
    rows.run(f"select {SHARED}")  # before rows: see lock_marking
    if line.kind == "proctor":
        return _noted(agent, person_id, device_id, line, at)
    found = rows.first(lambda *row: row, _PAPER, [line.pack])
    if found is None or found[1] != person_id or found[3] != device_id:
        return "refused", "pack"
    sitting_id, _person, part, _device, seat_id, questions = found
    if line.part != part:
        return "refused", "part"
    is_open = rows.scalar(_OPEN, [sitting_id]) is not None
    list(Seat.objects.select_for_update().filter(id=seat_id))
    # Read anew: another may have been fetched, another code made, the seat taken away while this waited for the locks.
    paper = VenuePaper.objects.filter(uuid=line.pack).first()
    if paper is None:
        return "refused", "pack"
    if paper.replaced_at is not None:
        return "claimed", "replaced"
    if not is_open:
        return "claimed", "told"
    if paper.settled:
        return "refused", "closed"
    if line.kind == "answer" and not 1 <= line.position <= questions:
        return "refused", "answer"
    post = _storable(line.post)
    if line.kind == "answer" and not is_answer(
        paper.items[line.position - 1][0], paper.items[line.position - 1][2], post
    ):
        return "claimed", "answer"  # a claim, since it stays in the chain; what she answered there before stands
    VenueLine.objects.create(
        paper=paper, seq=line.seq, link=line.link, prev=line.prev, kind=line.kind, position=min(line.position, 999),
        post=post, happened_at=line.happened_at, arrived_at=at,
    )  # fmt: skip
    if line.kind == "begin":
        VenuePaper.objects.filter(id=paper.id).update(wrong_codes=min(line.position, 999))
    settle(paper_id=paper.id, at=at)
    return HELD


def _storable(post: Post) -> dict[str, list[str]]:
    """What no page sends and no table takes is left out, or it would stop all that waits behind it on the phone."""
    return {name.replace("\0", ""): [one.replace("\0", "") for one in sent] for name, sent in post.items()}


def _noted(agent: Agent, person_id: int, device_id: int, line: Line, at: dt.datetime) -> tuple[str, str]:
    """What a proctor noted at the sitting. Who may watch over it no more may note nothing, whenever it was noted."""
    duty = VenueDuty.objects.filter(uuid=line.pack, person_id=person_id, device_id=device_id).first()
    if duty is None:
        return "refused", "pack"
    if not isinstance(agent, Actor):
        return "claimed", "duty"  # out of a locked phone: nobody is there who may
    sitting = rows.scalar("select uuid from assessment_proctoredsitting where id = %s", [duty.sitting_id])
    try:
        access_sitting(agent, sitting, "watch")
    except NotFound:
        return "refused", "duty"
    if rows.scalar(_ALONE, [duty.sitting_id]) is None:
        return "claimed", "told"
    if "started" in line.post:
        _start(agent, duty, sitting, line, at)
        return "counted", ""
    seat = Seat.objects.select_for_update().filter(sitting_id=duty.sitting_id, uuid=line.part).first()
    if seat is None:
        return "refused", "part"
    when = line.happened_at or at
    if "hand_in" in line.post:
        return _hand_in(agent, sitting, seat, line, when, at)
    if seat.marked_at is not None and seat.marked_at > when:
        return "claimed", "older"
    try:
        mark_seat(
            actor=agent, sitting=sitting, seat=seat.uuid, state=_first(line.post, "state"),
            incident=_first(line.post, "incident") == "1", note=_first(line.post, "note"), at=at, noted_at=when,
        )  # fmt: skip
    except (Refused, NotFound):
        return "refused", "mark"
    return "counted", ""


def _start(agent: Actor, duty: VenueDuty, sitting: uuids.UUID, line: Line, at: dt.datetime) -> None:
    """The first time stays. Without a clock to go by, only that it was entered."""
    if duty.started_at is not None:
        return
    duty.started_at, duty.wrong_codes = line.happened_at, min(line.position, 999)
    duty.save(update_fields=["started_at", "wrong_codes"])
    audit.record(
        "assessment:venue:start", agent=agent, at=at, kind="proctored sitting", subject=sitting,
        detail={"entered": line.happened_at, "wrong codes": duty.wrong_codes, "without network": True},
    )  # fmt: skip


def _hand_in(
    agent: Actor, sitting: uuids.UUID, seat: Seat, line: Line, when: dt.datetime, at: dt.datetime
) -> tuple[str, str]:
    code = typed(_first(line.post, "hand_in"))
    if not is_whole(code, HAND_IN_DIGITS):
        return "refused", "mark"
    if seat.handed_at is not None and seat.handed_at > when:
        return "claimed", "older"
    if code != seat.hand_in:
        seat.hand_in, seat.handed_at = code, when
        seat.save(update_fields=["hand_in", "handed_at"])
        audit.record(
            "assessment:seat:hand_in", agent=agent, at=at, kind="seat", subject=seat.uuid, concerns=seat.person_id,
            detail={"sitting": sitting, "noted": when},
        )  # fmt: skip
    paper = VenuePaper.objects.filter(seat=seat, replaced_at=None, settled="").first()
    if paper is not None:
        settle(paper_id=paper.id, at=at)
    return "counted", ""


def _first(post: Post, name: str) -> str:
    return next(iter(post.get(name, ())), "")
