"""Sessions in the rule of a course, as its pages show them."""

import dataclasses
import datetime as dt
from uuid import UUID

from karmayogi.kernel import clock
from karmayogi.learning.queries.gatherings.sessions import sessions_of, states_of
from karmayogi.learning.web.words import session_in_words, span_in_words
from karmayogi.ui.api import pick

_TONES = {"attended": "ok", "make_up": "ok", "missed": "bad", "missed_open": "warn"}


@dataclasses.dataclass(frozen=True, slots=True)
class Session:
    """told: how the reader stands to it. needed: of all of them, so many."""

    uuid: UUID
    title: str
    span: str
    place: str
    told: str
    tone: str
    needed: int


def sessions(course_id: int, person_id: int | None, at: dt.datetime) -> list[Session]:
    lines = sessions_of(course_id, person_id, clock.day(at))
    states = states_of(lines, at) if person_id is not None else ["none"] * len(lines)
    return [
        Session(
            one.uuid, pick(one.title_en, one.title_hi, one.title_ur), span_in_words(one.starts_at, one.ends_at),
            one.place,
            session_in_words(state), _TONES.get(state, ""), one.needed,
        )
        for one, state in zip(lines, states, strict=True)
    ]  # fmt: skip
