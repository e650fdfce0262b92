"""What a test would ask, before it is started.

The very function that starts an attempt runs under the name that the attempt will have, its questions are read as its
pages would show them, and all of it is undone. So nothing that tells a right answer can be in what is given out: no
page has it either.
"""

import dataclasses
import datetime as dt
import uuid

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.start import Drawn, start
from karmayogi.assessment.engine.fields import Pick
from karmayogi.assessment.queries import attempts
from karmayogi.assessment.queries.attempts import Choice
from karmayogi.assessment.queries.proctored.seats import SeatRow
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.markup import without_pictures

_encode = msgspec.json.Encoder(order="deterministic").encode
_DRAWN = "select item_id, section, shown from assessment_attemptitem where attempt_id = %s order by position"
_FORM = "select form from assessment_attempt where id = %s"


@dataclasses.dataclass(frozen=True, slots=True)
class Rehearsed:
    """questions: JSON, as pages show them."""

    questions: bytes
    drawn: list[Drawn]
    form: str
    language: str


class _Undo(Exception):
    """Ends a rehearsal."""


def rehearse(
    actor: Actor, part_uuid: uuid.UUID, named: uuid.UUID, language: str, at: dt.datetime, seat: SeatRow | None = None
) -> Rehearsed:
    """Raises Refused where she could not start either, or a test is running."""
    found: list[Rehearsed] = []
    try:
        with transaction.atomic():
            questions = open_now(actor, part_uuid, named, language, at, seat)
            attempt = attempts.access_attempt(actor, named)
            drawn = rows.fetch(Drawn, _DRAWN, [attempt.id])
            found.append(Rehearsed(questions, drawn, rows.scalar(_FORM, [attempt.id]), attempt.language))
            raise _Undo
    except _Undo:
        return found[0]


def open_now(
    actor: Actor, part_uuid: uuid.UUID, named: uuid.UUID, language: str, at: dt.datetime, seat: SeatRow | None = None
) -> bytes:
    """Starts the attempt of that name; its questions as pages show them, without anything that depends on the hour.
    Pictures do not go to the phone: their descriptions stand."""
    if start(actor=actor, part_uuid=part_uuid, language=language, at=at, named=named, seat=seat) != named:
        raise Refused(_("This test is running already. Finish it first."))
    attempt = attempts.access_attempt(actor, named)
    shown = [attempts.question(attempt, place, attempt.language) for place in range(1, attempt.questions + 1)]
    return _encode(
        [
            {
                "position": one.position, "kind": one.kind, "text": without_pictures(one.text),
                "language": one.language,
                "section": one.section, "choices": [_pick(pick) for pick in one.choices],
                "fields": [
                    {
                        "name": field.name, "control": field.control, "text": without_pictures(field.text),
                        "language": field.language,
                        "place": field.place, "longest": field.longest,
                        "picks": [_pick(pick) for pick in field.picks],
                    }
                    for field in one.fields
                ],
            }
            for one in shown
        ]
    )  # fmt: skip


def _pick(pick: Choice | Pick) -> list[int | str]:
    return [pick.value, without_pictures(pick.text), pick.language]
