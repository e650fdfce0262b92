"""The way of a draft: sent, reviewed, returned or passed, published by somebody who did not write in it."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.kernel import clock, events, rows, slots
from karmayogi.kernel.access import Actor, Refused
from karmayogi.learning.actions.authoring.compose import compose
from karmayogi.learning.actions.authoring.licence import check_licence
from karmayogi.learning.actions.authoring.quality import ensure_quality_form
from karmayogi.learning.actions.authoring.write_part import spec_of
from karmayogi.learning.actions.authoring.writing import locked_draft, note_step
from karmayogi.learning.actions.publish import write_version
from karmayogi.learning.engine.authoring.gate import missing
from karmayogi.learning.events import DraftReturned, DraftSent
from karmayogi.learning.models import Course, CourseVersion, Draft, DraftedPart, DraftHand, Provider, QualityForm
from karmayogi.learning.queries.authoring.drafts import access_draft
from karmayogi.learning.queries.authoring.providers import access_provider
from karmayogi.learning.queries.authoring.said import draft_said
from karmayogi.learning.types import CourseRow

_S = Draft.Status


@transaction.atomic
def send(*, actor: Actor, draft: uuids.UUID, at: dt.datetime) -> None:
    """To the reviewers, once nothing that blocks is missing. Repeating changes nothing."""
    found = locked_draft(actor, draft, "write")
    if found.status == _S.REVIEW:
        return
    if found.status != _S.DRAFT:
        raise Refused(_("This draft has been reviewed already."))
    _complete(found)
    DraftHand.objects.get_or_create(draft=found, person_id=actor.person_id)
    found.status, found.round, found.score, found.reviewer = _S.REVIEW, found.round + 1, None, None
    found.sent_at = at
    ensure_quality_form(agent=actor, at=at)
    _step(found, "send", actor, "", at)
    events.announce(DraftSent(found.uuid, found.course_id, at))


@transaction.atomic
def take_back(*, actor: Actor, draft: uuids.UUID, at: dt.datetime) -> None:
    """Whoever may write fetches it back to change it. What the reviewers have marked no longer counts."""
    found = locked_draft(actor, draft, "write")
    if found.status == _S.DRAFT:
        return
    if found.status not in (_S.REVIEW, _S.READY):
        raise Refused(_("Only a draft that waits can be taken back."))
    _back(found)
    _step(found, "take_back", actor, "", at)


@transaction.atomic
def send_back(*, actor: Actor, draft: uuids.UUID, comment: str, at: dt.datetime) -> None:
    """A reviewer or the publisher returns it, and says what to mend."""
    row = access_draft(actor, draft)
    to = "publish" if row.status == _S.READY else "review"
    found = locked_draft(actor, draft, to)
    if found.status not in (_S.REVIEW, _S.READY):
        raise Refused(_("This draft is not in review."))
    if not comment.strip():
        raise Refused(_("Say what has to be put right."))
    _not_own(found, actor)
    _back(found)
    _step(found, "return", actor, comment, at)
    events.announce(DraftReturned(found.uuid, found.course_id, at))


@transaction.atomic
def pass_on(*, actor: Actor, draft: uuids.UUID, comment: str = "", at: dt.datetime) -> None:
    """The reviewer finds it good: it waits for the publisher. Asks for the reviewer's own answers to the form first."""
    found = locked_draft(actor, draft, "review")
    if found.status != _S.REVIEW:
        raise Refused(_("This draft is not in review."))
    _not_own(found, actor)
    _complete(found)
    marked = rows.scalar(
        "select 1 from learning_qualityreview where draft_id = %s and round = %s and reviewer_id = %s",
        [found.id, found.round, actor.person_id],
    )
    if not marked:
        raise Refused(_("Answer the quality form first: its score decides whether the course may be published."))
    _good_enough(found)
    found.status, found.reviewer_id = _S.READY, actor.person_id
    _step(found, "pass", actor, comment, at)


@transaction.atomic
def publish_draft(*, actor: Actor, draft: uuids.UUID, at: dt.datetime) -> CourseRow:
    """The draft becomes the next version of its course. Never by anybody who wrote in it, never without a review.

    Raises Refused for a score below the threshold, a provider without a licence or at its limit, and a draft that was
    begun before a version that has been published since.
    """
    found = locked_draft(actor, draft, "publish")
    if found.status != _S.READY:
        raise Refused(_("Only a draft that a reviewer has passed can be published."))
    _not_own(found, actor)
    _complete(found)
    _good_enough(found)
    course = Course.objects.select_for_update().get(id=found.course_id)  # an import at the same moment waits
    provider = Provider.objects.select_for_update().get(id=course.provider_id)
    row = access_provider(actor, provider.uuid, "publish")
    check_licence(row, course_id=course.id, on=clock.day(at))
    if course.current_version_id != found.based_on_id:
        raise Refused(
            _(
                "Another version of this course was published after this draft was begun. Return it: its author "
                "compares them."
            )
        )
    made = write_version(agent=actor, draft=compose(found, provider), provider=provider, at=at)
    found.number = made.version
    found.version = CourseVersion.objects.get(course_id=made.id, number=made.version)
    found.status, found.publisher_id, found.published_at = _S.PUBLISHED, actor.person_id, at
    _step(found, "publish", actor, "", at)
    return made


@transaction.atomic
def accept_newer(*, actor: Actor, draft: uuids.UUID, at: dt.datetime) -> None:
    """The author has seen what was published meanwhile, and this draft is to follow it all the same."""
    found = locked_draft(actor, draft, "write")
    if found.status != _S.DRAFT:
        raise Refused(_("This draft has been sent on. Take it back, or wait until it is returned, to change it."))
    found.based_on_id = found.course.current_version_id
    found.number = rows.scalar(
        "select coalesce(max(number), 0) + 1 from learning_courseversion where course_id = %s", [found.course_id]
    )
    DraftHand.objects.get_or_create(draft=found, person_id=actor.person_id)
    _step(found, "accept_newer", actor, "", at)


@transaction.atomic
def discard(*, actor: Actor, draft: uuids.UUID, at: dt.datetime) -> None:
    """Nothing will come of it. What is published stays. Repeating changes nothing."""
    found = locked_draft(actor, draft, "write")
    if found.status == _S.DISCARDED:
        return
    if found.status != _S.DRAFT:
        raise Refused(_("Take the draft back before you discard it."))
    found.status = _S.DISCARDED
    _step(found, "discard", actor, "", at)


def _complete(draft: Draft) -> None:
    lacking = sum(one.blocks for one in missing(draft_said(draft.id)))
    if lacking:
        raise Refused(
            ngettext(
                "%(count)s thing is missing. The page lists it.", "%(count)s things are missing. The page lists them.",
                lacking,
            )
            % {"count": lacking}
        )  # fmt: skip
    for questions in DraftedPart.objects.filter(draft=draft, kind="quiz").values_list("questions", flat=True):
        # A blueprint or a form that the pool does not fill is told before the review, not after it.
        if draft.sections or any(one.get("form") for one in questions):
            for check in slots.every("learning.check_questions"):
                check(questions, spec_of(draft))


def _good_enough(draft: Draft) -> None:
    threshold = QualityForm.objects.filter(in_force=True).values_list("threshold", flat=True).first()
    if draft.score is None or threshold is None:
        raise Refused(_("Answer the quality form first: its score decides whether the course may be published."))
    if draft.score < threshold:
        raise Refused(
            _("The quality score is %(score)s per cent; %(threshold)s are needed. Return the draft with what to mend.")
            % {"score": draft.score, "threshold": threshold}
        )


def _not_own(draft: Draft, actor: Actor) -> None:
    if draft.author_id == actor.person_id or DraftHand.objects.filter(draft=draft, person_id=actor.person_id).exists():
        raise Refused(_("You wrote in this draft. Another person has to review and publish it."))


def _back(draft: Draft) -> None:
    draft.status, draft.score, draft.reviewer = _S.DRAFT, None, None


def _step(draft: Draft, step: str, actor: Actor, comment: str, at: dt.datetime) -> None:
    draft.changed_at = at
    draft.save()
    note_step(draft, step, actor, comment, at)
