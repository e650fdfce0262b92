"""What a test would ask, before it is started.

The very function that starts an attempt runs under the name that the attempt will have, its questions are read as its
pages would show them, and all of it is undone. So nothing that tells a right answer can be in what is given out: no
page has it either.
"""

import base64
import dataclasses
import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.start import Drawn, start
from karmayogi.assessment.engine.along import EACH, TOGETHER
from karmayogi.assessment.engine.fields import Pick
from karmayogi.assessment.queries import attempts
from karmayogi.assessment.queries.attempts import Choice, Question
from karmayogi.assessment.queries.proctored.seats import SeatRow
from karmayogi.kernel import files, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.markup import PICTURE, without_pictures

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
    Pictures lie in what is locked; descriptions stand for those that are too heavy for a phone."""
    if start(actor=actor, part_uuid=part_uuid, language=language, at=at, named=named, seat=seat) != named:
        raise Refused(_("This test is running already. Finish it first."))
    attempt = attempts.access_attempt(actor, named)
    shown = [attempts.question(attempt, place, attempt.language) for place in range(1, attempt.questions + 1)]
    left = TOGETHER
    said = []
    for one in shown:
        pictures = _along(one, left)
        left -= sum(map(len, pictures.values()))
        said.append(_said(one, pictures))
    return _encode(said)


def _said(one: Question, pictures: dict[str, str]) -> dict[str, Any]:
    def text(of: str) -> str:
        return PICTURE.sub(lambda found: found[0] if found[2] in pictures else f"[{found[1]}]", of)

    def picks(of: Iterable[Choice | Pick], *, listed: bool = False) -> list[list[int | str]]:
        return [[pick.value, without_pictures(pick.text) if listed else text(pick.text), pick.language] for pick in of]

    return {
        "position": one.position, "kind": one.kind, "text": text(one.text), "language": one.language,
        "section": one.section, "choices": picks(one.choices),
        "fields": [
            {
                "name": field.name, "control": field.control, "text": text(field.text), "language": field.language,
                "place": field.place, "longest": field.longest,
                "picks": picks(field.picks, listed=field.control == "select"),
            }
            for field in one.fields
        ],
        **({"pictures": pictures} if pictures else {}),
    }  # fmt: skip


def _along(one: Question, left: int) -> dict[str, str]:
    """The pictures of a question, by name, as addresses that hold them: no heavier than EACH, all no longer than
    `left`."""
    picks: list[Choice | Pick] = [
        *one.choices,
        *(pick for field in one.fields if field.control != "select" for pick in field.picks),
    ]
    texts = [one.text, *(field.text for field in one.fields), *(pick.text for pick in picks)]
    made: dict[str, str] = {}
    for name in dict.fromkeys(name for text in texts for _alt, name in PICTURE.findall(text)):
        lies = files.path_of(name[:64])
        if not lies.is_file() or lies.stat().st_size > EACH:
            continue
        address = f"data:image/webp;base64,{base64.b64encode(lies.read_bytes()).decode()}"
        if len(address) <= left:
            made[name] = address
            left -= len(address)
    return made
