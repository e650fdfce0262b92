"""A provider answers a request: takes it, declines it with a reason, names the course that is to be the answer."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.demand.actions.steps import plain, said, step
from karmayogi.demand.models import ContentRequest, RequestStep
from karmayogi.demand.queries.access import answers_for, locked_request
from karmayogi.demand.queries.answers import course_of
from karmayogi.demand.types import ENDED, State
from karmayogi.kernel.access import Actor, NotFound, Refused


def accept(*, actor: Actor, request: uuids.UUID, provider: uuids.UUID, at: dt.datetime) -> None:
    """For a provider for which the actor may answer; whoever asked does not answer. Twice changes nothing."""
    with transaction.atomic():
        row, mine = _answering(actor, request, provider)
        if row.state == State.ACCEPTED and row.provider_id == mine:
            return
        if row.state != State.OPEN:
            raise Refused(_("The request does not wait for an answer any more: look at it anew."))
        row.state, row.accepted, row.provider_id, row.reason = State.ACCEPTED, True, mine, ""
        step(row, "accept", actor, at, provider=mine)


def decline(*, actor: Actor, request: uuids.UUID, provider: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Not this provider, or not any more. One that is open to all stays open to the others."""
    with transaction.atomic():
        row, mine = _answering(actor, request, provider)
        if row.state in ENDED:
            raise Refused(_("The request has ended."))
        why = said(reason, _("Say why: the Commission reads this."))
        if row.provider_id is None:
            if not RequestStep.objects.filter(request=row, act="decline", provider_id=mine).exists():
                step(row, "decline", actor, at, provider=mine, reason=why)
            return
        if row.state == State.DECLINED:
            return
        row.state, row.accepted, row.reason, row.course_id = State.DECLINED, False, why, None
        step(row, "decline", actor, at, provider=mine, reason=why)


def link(*, actor: Actor, request: uuids.UUID, code: str, at: dt.datetime) -> None:
    """Names the course, published or being written, that is to answer it; "" takes it back."""
    with transaction.atomic():
        row = locked_request(actor, request)
        if not row.accepted or row.provider_id is None or not answers_for(actor, row.provider_id):
            raise NotFound
        if row.state in ENDED:
            raise Refused(_("The request has ended."))
        named = plain(code, 40)
        course = course_of(row.provider_id, named) if named else None
        if named and course is None:
            raise Refused(_("The provider has no course with the code %(code)s.") % {"code": named})
        if row.course_id == course:
            return
        row.course_id = course
        step(row, "link", actor, at, provider=row.provider_id, reason=named)


def _answering(actor: Actor, request: uuids.UUID, provider: uuids.UUID) -> tuple[ContentRequest, int]:
    """(the request under lock, the id of the provider). Refused: whoever asked."""
    row = locked_request(actor, request)
    mine = next((one.id for one in answers_for(actor, row.provider_id) if one.uuid == provider), None)
    if mine is None:
        raise NotFound
    if row.asked_by_id == actor.person_id:
        raise Refused(_("You asked for this yourself. Another person has to answer for the provider."))
    return row, mine
