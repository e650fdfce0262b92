"""What an H5P exercise reports: what it keeps, what the learner did, and whether that makes the part done."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.ingest import api as ingest
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.actions.complete_course import complete_if_due
from karmayogi.learning.actions.mark_part import mark_part
from karmayogi.learning.actions.save_scorm import STORE
from karmayogi.learning.engine import h5p_statement
from karmayogi.learning.engine.h5p_package import ITEM
from karmayogi.learning.engine.honest_time import believable_seconds
from karmayogi.learning.queries import identity

MAX_STATE = 200_000
MOST_AT_ONCE = 20
MOST_A_VISIT = 500  # statements: a library that says more is broken, or means harm


@dataclasses.dataclass(frozen=True, slots=True)
class H5pReport:
    """One message of the page. state: None where it did not change. seconds: in front of her since the last report.

    scored: whether there is anything to answer. statements: by their number within the visit, which makes each one
    itself however often it is sent. visit, seq: order of reports.
    """

    visit: int
    seq: int
    seconds: int
    scored: bool
    state: str | None = None
    statements: tuple[tuple[int, dict[str, Any]], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Reported:
    """done: the part. needs: seconds still missing where it was gone through too quickly. refused: statements."""

    done: bool
    needs: int
    refused: int


@dataclasses.dataclass(frozen=True, slots=True)
class _Open:
    state: str
    seconds: int
    seen_at: dt.datetime
    part_uuid: uuid.UUID
    min_seconds: int
    enrolment_uuid: uuid.UUID
    course_uuid: uuid.UUID
    title: str
    location: str
    kept: str


_OPEN = """
select g.state, g.seconds, g.seen_at, part.uuid, part.min_seconds, n.uuid, c.uuid,
  coalesce((select v.title from learning_partvariant v where v.part_id = part.id and v.language = 'en'), ''),
  coalesce(s.location, ''), coalesce(s.suspend_data, '')
from learning_enrolment n
join learning_course c on c.id = n.course_id
join learning_partprogress g on g.person_id = n.person_id and g.enrolment_id = n.id
join learning_part part on part.id = g.part_id and part.kind = 'h5p'
left join learning_scormstate s on s.person_id = g.person_id and s.part_id = g.part_id and s.item = %s
where n.id = %s and n.person_id = %s and g.part_id = %s and g.visit >= %s
for no key update of n, g
"""

_COMPLETION = "select completion from learning_scormstate where person_id = %s and part_id = %s and item = %s"


@transaction.atomic
def save_h5p(*, actor: Actor, enrolment_id: int, part_id: int, report: H5pReport, at: dt.datetime) -> Reported:
    """Keeps the report. The part is done when the exercise says that it was gone through and the time is plausible.

    All of it is what a browser claims (grade E0): it never becomes evidence of a level. Raises NotFound for a part
    that is not hers or a visit that the server has not given out, and Refused for more data than may be kept.
    """
    if report.state is not None and len(report.state) > MAX_STATE:
        raise Refused(_("The exercise wants to keep more data than fits. What was saved before is still there."))
    found = rows.first(_Open, _OPEN, [ITEM, enrolment_id, actor.person_id, part_id, report.visit])
    if found is None:
        raise NotFound
    refused = _store(actor, found, report, at)
    ends = [end for _n, told in report.statements if (end := h5p_statement.ended(told))]
    best = max((end.score for end in ends if end.score is not None), default=None)
    completion = "completed" if ends else "incomplete" if report.scored else "unknown"
    seconds = found.seconds + believable_seconds(report.seconds, found.seen_at, at)
    rows.run(
        STORE,
        [
            actor.person_id, part_id, ITEM, found.location, found.kept if report.state is None else report.state,
            completion, "", best, seconds, report.visit, report.seq, at, "", 1,
        ],
    )  # fmt: skip
    through = rows.scalar(_COMPLETION, [actor.person_id, part_id, ITEM]) == "completed"
    done = through and seconds >= found.min_seconds
    mark_part(person_id=actor.person_id, part_id=part_id, done=done, score=best, seconds=seconds, at=at)
    if done:
        complete_if_due(agent=actor, enrolment_id=enrolment_id, at=at)
    done = done or found.state == "done"
    return Reported(done, max(0, found.min_seconds - seconds) if through and not done else 0, refused)


def _store(actor: Actor, found: _Open, report: H5pReport, at: dt.datetime) -> int:
    """Into the record store, as the learner's and vouched for as what any launched course says; how many it would not
    have. Those are kept with the reason, except what comes after all that a visit may say."""
    where = h5p_statement.Where(
        identity.learner(actor.person_uuid), found.enrolment_uuid, identity.part(found.part_uuid),
        identity.course(found.course_uuid),
    )  # fmt: skip
    authority = ingest.launch_authority(found.title)
    refused = 0
    for number, told in report.statements[:MOST_AT_ONCE]:
        key = uuid.uuid5(found.enrolment_uuid, f"{found.part_uuid} {report.visit} {number}")
        made = h5p_statement.statement(told, where, key) if 0 < number <= MOST_A_VISIT else None
        if made is not None:
            refused += ingest.store_or_keep(
                [made], source="exercise", bound=found.enrolment_uuid, at=at, authority=authority
            )
            continue
        refused += 1
        if number <= MOST_A_VISIT:
            # In a form that the store never takes, whatever it says: the browser speaks for nobody but her.
            ingest.keep_refused(
                [{"actor": where.learner, "said": told}], source="exercise", bound=found.enrolment_uuid, at=at,
                authority=authority,
                why="It says nothing that can be understood: no verb, or none about the exercise.",
            )  # fmt: skip
    return refused + max(0, len(report.statements) - MOST_AT_ONCE)
