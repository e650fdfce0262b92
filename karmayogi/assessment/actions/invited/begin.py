"""Starting the test as somebody who was invited, under the same clock and rules as everybody."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.invited.prove import OUTSIDE
from karmayogi.assessment.actions.start import Taker, open_attempt
from karmayogi.assessment.actions.submit import close_if_over
from karmayogi.assessment.engine.permission import Next, next_step
from karmayogi.assessment.engine.timing import with_extra
from karmayogi.assessment.queries.invited.candidates import Visitor, attempts_of
from karmayogi.assessment.queries.invited.pleas import terms_of
from karmayogi.assessment.queries.papers import paper_of
from karmayogi.assessment.types import AttemptRow
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7


def next_of(found: list[AttemptRow], allowed: int) -> Next:
    return next_step(
        allowed=allowed, used=len(found), has_open=any(one.is_open for one in found),
        has_passed=any(one.passed for one in found), is_waiting=any(one.is_waiting for one in found),
    )  # fmt: skip


@transaction.atomic
def begin(*, visitor: Visitor, language: str, at: dt.datetime) -> uuids.UUID:
    """The uuid of her attempt; one that runs is returned as it is. Raises Refused outside the days of the test, when
    she has passed, or when no attempt is left. It ends with the days of the test at the latest."""
    # Of two presses one comes first; somebody who is being removed does not begin.
    if not rows.scalar(
        "select 1 from assessment_candidate where id = %s and removed_at is null for update", [visitor.candidate_id]
    ):
        raise NotFound
    paper = paper_of(visitor.part_id)
    for one in attempts_of(visitor.candidate_id):
        close_if_over(one, at)
    found, terms = attempts_of(visitor.candidate_id), terms_of(visitor.candidate_id)
    step = next_of(found, paper.attempts + terms.attempts)
    if step is Next.RESUME:
        return next(one.uuid for one in found if one.is_open)
    if step is Next.PASSED:
        raise Refused(_("You have passed this test. There is nothing more to do here."))
    if step is not Next.START:
        raise Refused(_("You have used all your attempts at this test."))
    if not visitor.opens_at <= at < visitor.closes_at:
        raise Refused(_("The test can be taken in its days alone."))
    made = open_attempt(
        Taker(candidate_id=visitor.candidate_id), paper, named=uuid7(), number=len(found) + 1, language=language,
        extra_percent=terms.extra_percent,
        due_at=min(at + with_extra(dt.timedelta(minutes=paper.minutes), terms.extra_percent), visitor.closes_at), at=at,
    )  # fmt: skip
    if made is None:
        raise Refused(_("This attempt has ended elsewhere. Open the test again."))
    audit.record(
        "assessment:candidate:begin", agent=OUTSIDE, at=at, kind="candidate", subject=visitor.uuid,
        label=visitor.course_en,
        detail={"attempt": made.uuid, "number": len(found) + 1, "extra_percent": terms.extra_percent},
    )  # fmt: skip
    return made.uuid
