"""What becomes of a request that nobody fulfils in time: more time, or an end with a reason; and the night that tells
who is late."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.demand.actions.ask import check_due
from karmayogi.demand.actions.steps import said, step
from karmayogi.demand.models import ContentRequest
from karmayogi.demand.queries.access import check_asks, locked_request
from karmayogi.demand.types import ENDED, State
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, Agent, Refused


def extend(*, actor: Actor, request: uuids.UUID, due_on: dt.date, reason: str, at: dt.datetime) -> None:
    """A later last day. One that lapsed runs again: with its provider where it was taken."""
    check_asks(actor)
    with transaction.atomic():
        row = locked_request(actor, request)
        if row.state in ENDED:
            raise Refused(_("The request has ended."))
        if row.due_on == due_on and row.state != State.LAPSED:
            return
        check_due(due_on, at)
        if due_on <= row.due_on:
            raise Refused(_("It is due on that day or later already."))
        row.reason = said(reason, _("Say why: the provider reads this."))
        if row.state == State.LAPSED:
            row.state = State.ACCEPTED if row.accepted else State.OPEN
        row.due_on = due_on
        step(row, "extend", actor, at, reason=row.reason)


def close(*, actor: Actor, request: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Ends it without a course. Twice changes nothing."""
    check_asks(actor)
    with transaction.atomic():
        row = locked_request(actor, request)
        if row.state == State.CLOSED:
            return
        if row.state == State.FULFILLED:
            raise Refused(_("The request has ended."))
        row.reason = said(reason, _("Say why: the provider reads this."))
        row.state, row.ended_at = State.CLOSED, at
        step(row, "close", actor, at, reason=row.reason)


def lapse(*, agent: Agent, at: dt.datetime) -> int:
    """Those whose last day was yesterday or before; how many. Both sides find them among what waits."""
    with transaction.atomic():
        late = ContentRequest.objects.select_for_update(of=("self",)).select_related("lack__competency")
        found = list(late.filter(state__in=(State.OPEN, State.ACCEPTED), due_on__lt=clock.day(at)).order_by("pk"))
        for row in found:
            row.state = State.LAPSED
            step(row, "lapse", agent, at, provider=row.provider_id)
    return len(found)
