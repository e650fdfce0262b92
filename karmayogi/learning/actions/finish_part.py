"""Saying that a part is done. It is believed when she has had it open for a plausible time."""

import dataclasses
import datetime as dt

from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.actions.mark_part import mark_part
from karmayogi.learning.engine import watching
from karmayogi.learning.engine.honest_time import believable_seconds
from karmayogi.learning.queries.films import PLAYED, film_of
from karmayogi.learning.queries.row import Row

_SELF_DECLARED = ("page", "video", "audio", "slides", "pdf")
# An H5P exercise that has nothing to answer, as it said itself, never reports that it is completed.
_NOTHING_TO_ANSWER = """
select 1 from learning_scormstate where person_id = %s and part_id = %s and completion = 'unknown'
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Finished:
    """done False: too quick; `missing` seconds more make it plausible. completed: with it the whole course is done.

    unwatched: of a film or recording, stretches of it were not played yet, nor was its text read.
    """

    done: bool
    missing: int = 0
    completed: bool = False
    unwatched: bool = False


@transaction.atomic
def finish_part(
    *, actor: Actor, enrolment_id: int, part_id: int, at: dt.datetime, claimed: int | None = None
) -> Finished:
    """Marks an opened page, recording, set of slides or PDF of her own enrolment as done.

    claimed: seconds in front of her since the last report, None where the browser keeps no count (then the time since
    the part was opened counts). What has been counted is kept also when it is too little. Doing it twice is fine.
    A film or recording is judged by what was played of it; a browser that tells nothing, by the time.
    Raises NotFound for a part that is not hers, was never opened or is finished in another way (test, package,
    H5P with something to answer).
    """
    found = rows.first(
        Row,
        """
        select g.state, g.seconds, g.seen_at, part.min_seconds, part.kind, n.language, g.watched::text, g.read_seconds
        from learning_enrolment n
        join learning_partprogress g on g.person_id = n.person_id and g.enrolment_id = n.id
        join learning_part part on part.id = g.part_id
        where n.id = %s and n.person_id = %s and g.part_id = %s
        for no key update of n, g
        """,
        [enrolment_id, actor.person_id, part_id],
    )
    if found is None or not (
        found[4] in _SELF_DECLARED
        or (found[4] == "h5p" and rows.scalar(_NOTHING_TO_ANSWER, [actor.person_id, part_id]))
    ):
        raise NotFound
    state, seconds, seen_at, min_seconds, kind, language, watched, read_seconds = found
    if state == "done":
        return Finished(True, completed=complete_if_due(agent=actor, enrolment_id=enrolment_id, at=at))
    elapsed = max(0, int((at - seen_at).total_seconds()))
    seconds += believable_seconds(elapsed if claimed is None else claimed, seen_at, at)
    film = film_of(part_id, language) if kind in PLAYED else None
    if film is not None and film.by_stretches and claimed is not None:
        by = film.proof(watching.read(watched), read_seconds)
        missing = 0 if by else 1
    else:
        by = "time" if kind in PLAYED else ""
        missing = max(0, min_seconds - seconds)
    mark_part(person_id=actor.person_id, part_id=part_id, done=not missing, seconds=seconds, by=by, at=at)
    if missing:
        return Finished(False, missing=missing, unwatched=by == "" and kind in PLAYED)
    return Finished(True, completed=complete_if_due(agent=actor, enrolment_id=enrolment_id, at=at))
