"""Asking for one more attempt when none is left, or for more time before the next one."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.conf import EXTRA
from karmayogi.assessment.engine.permission import Next
from karmayogi.assessment.queries import papers
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning import api as learning
from karmayogi.learning.types import QuizPart
from karmayogi.orgs import api as orgs

_ASK = """
insert into assessment_attemptrequest (uuid, person_id, paper_id, organisation_path, why, asked_at, extra_percent, note)
values (%s, %s, %s, %s, %s, %s, %s, '')
on conflict (person_id, paper_id) where decided_at is null and extra_percent is {} do nothing
returning uuid
"""
# Each has a key of its own: a request of one kind never swallows one of the other.
_ASK_AGAIN, _ASK_FOR_TIME = _ASK.format("null"), _ASK.format("not null")


@transaction.atomic
def ask_again(*, actor: Actor, part_uuid: uuid.UUID, why: str, at: dt.datetime) -> None:
    """Puts her request before the training admin of her office; asking twice asks once.

    Raises NotFound without an enrolment and Refused while she has attempts left or has passed.
    """
    quiz = learning.part_for_quiz(part_uuid, actor.person_id)
    renewed_from = learning.renews_from(actor.person_id, part_uuid, at)
    standing = papers.standing(actor.person_id, quiz.part_id, renewed_from=renewed_from)
    if standing.next is not Next.EXHAUSTED:
        raise Refused(_("You do not need to ask: open the test to see what you can do."))
    _ask(actor, quiz, standing, why, None, at)


@transaction.atomic
def ask_for_time(*, actor: Actor, part_uuid: uuid.UUID, extra_percent: int, why: str, at: dt.datetime) -> None:
    """The same for more time at this test, in per cent of it, which needs a reason.

    Raises NotFound without an enrolment and Refused for another figure than EXTRA, or when no attempt can follow.
    """
    quiz = learning.part_for_quiz(part_uuid, actor.person_id)
    renewed_from = learning.renews_from(actor.person_id, part_uuid, at)
    standing = papers.standing(actor.person_id, quiz.part_id, renewed_from=renewed_from)
    if standing.next is not Next.START:
        raise Refused(_("You do not need to ask: open the test to see what you can do."))
    if extra_percent not in EXTRA or not why.strip():
        raise Refused(_("Choose how much more time you need, and say why."))
    _ask(actor, quiz, standing, why, extra_percent, at)


def _ask(
    actor: Actor, quiz: QuizPart, standing: papers.Standing, why: str, extra_percent: int | None, at: dt.datetime
) -> None:
    post = orgs.current_post(actor.person_id, clock.day(at))
    asked = rows.scalar(
        _ASK_AGAIN if extra_percent is None else _ASK_FOR_TIME,
        [uuid7(), actor.person_id, standing.paper.id, post.path if post else "", why.strip()[:500], at, extra_percent],
    )
    if asked is not None:
        audit.record(
            "assessment:request:create",
            agent=actor,
            at=at,
            kind="attempt request",
            subject=asked,
            label=quiz.course_en,
            concerns=actor.person_id,
            detail={"extra_percent": extra_percent} if extra_percent else None,
        )
