"""An answer that was given on a phone without network, when it arrives: under the same clock as any other."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from karmayogi.assessment.actions.save_answer import Saved, save_sent
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.actions.venue.take import Line, is_venue, take_line
from karmayogi.assessment.models import SealedPaper
from karmayogi.assessment.queries.papers import ATTEMPT_COLUMNS
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Agent

_CLOCK = "clock"  # among the numbers of questions: the newest line of all, and when it was
_CLOCK_SET = "clock set"  # there, too: the first sign that the phone's clock was set during the test, in seconds
_SAVED = "select saved_at from assessment_attemptitem where attempt_id = %s and position = %s"


@transaction.atomic
def take_answer(
    *, agent: Agent, person_id: int, device_id: int, sealed_uuid: uuid.UUID, part_uuid: uuid.UUID, kind: str,
    seq: int, link: str, prev: str, position: int, post: Mapping[str, Sequence[str]], happened_at: dt.datetime | None,
    at: dt.datetime, clock_behind: int | None = None,
) -> tuple[str, str]:  # fmt: skip
    """(outcome, reason) as learning keeps them. "counted"; "claimed": it came after the time (kept with the attempt
    as a late answer) or a newer answer was there; "refused": the test was never opened, or it is no answer.

    kind: "answer" or "submit"; of a sitting without network also "begin" and what a proctor notes. seq: place in the
    device's list. link, prev: by what the next line names this one, and this one that before. happened_at: when it was
    given, None where the phone's clock was set meanwhile; it tells which of two answers is newer, and whether the own
    time of a section was over. clock_behind: where that clock was set meanwhile, by how many seconds it was behind the
    phone's counter, as far as one knows. What is in time for the test the server's clock alone says, or at a sitting
    the proctor.
    """
    line = Line(sealed_uuid, part_uuid, kind, seq, link, prev, position, post, happened_at)
    if is_venue(line):
        return take_line(agent=agent, person_id=person_id, device_id=device_id, line=line, at=at)
    row = SealedPaper.objects.select_for_update().filter(person_id=person_id, uuid=sealed_uuid).first()
    if row is None or row.device_id != device_id:
        return "refused", "pack"
    attempt = rows.first(
        AttemptRow, ATTEMPT_COLUMNS + "where a.person_id = %s and a.uuid = %s", [person_id, sealed_uuid]
    )
    if attempt is None:
        return "refused", "unopened"
    if attempt.part_uuid != part_uuid:
        return "refused", "part"
    if clock_behind is not None and _CLOCK_SET not in row.seen:
        row.seen[_CLOCK_SET] = clock_behind
        row.save(update_fields=["seen"])
        audit.record(
            "assessment:sealed:clock", agent=agent, at=at, kind="attempt", subject=attempt.uuid, concerns=person_id,
            detail={"behind seconds": clock_behind, "question": position},
        )  # fmt: skip
    if kind == "submit":
        # Where time had closed it, or she did before: it is submitted.
        submit(agent=agent, attempt=attempt, at=at)
        return "counted", ""
    if not 1 <= position <= attempt.questions:
        return "refused", "answer"
    newest, arrived = row.seen.get(str(position), (0, 0))
    if newest > seq:
        return "claimed", "older"
    saved_at = rows.scalar(_SAVED, [attempt.id, position])
    if saved_at and happened_at and saved_at > happened_at and saved_at.timestamp() != arrived:
        return "claimed", "older"  # what is there was given on a page of the test, after this
    given = _given(row, seq, happened_at, at)
    saved = save_sent(attempt=attempt, position=position, post=post, at=at, given=given)
    if saved in (Saved.SAVED, Saved.PARTLY):
        row.seen[str(position)] = [seq, at.timestamp()]
        row.save(update_fields=["seen"])
        return "counted", ""
    return {Saved.LATE: ("claimed", "late"), Saved.CLOSED: ("refused", "closed")}.get(saved, ("refused", "answer"))


def _given(row: SealedPaper, seq: int, happened_at: dt.datetime | None, at: dt.datetime) -> dt.datetime:
    """By the clock line of the phone. In its list time does not go back, so a clock that was set back meanwhile gains
    nothing; one that was set out of all bounds leaves the arrival."""
    given = min(happened_at, at) if happened_at is not None else at
    last_seq, last = row.seen.get(_CLOCK, (0, 0.0))
    if seq > last_seq:
        given = max(given, dt.datetime.fromtimestamp(last, tz=dt.UTC))
        row.seen[_CLOCK] = [seq, given.timestamp()]
        row.save(update_fields=["seen"])
    return given
