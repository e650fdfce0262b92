"""The Commission turns a lack into a request: to one provider or open to all, by a day."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.demand.actions.steps import plain, step
from karmayogi.demand.models import ContentRequest, LackRow
from karmayogi.demand.queries.access import access_lack, check_asks, locked_request
from karmayogi.demand.types import ENDED, LIVE, State
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning import api as learning

LONGEST = dt.timedelta(days=3 * 366)
COUNTED = ("people", "lacking", "courses", "in_language", "lower", "languages", "rated", "stars", "plans", "counted_on")


def ask(
    *, actor: Actor, lack: uuids.UUID, provider: uuids.UUID | None, due_on: dt.date, note: str = "", at: dt.datetime
) -> uuids.UUID:
    """The request. For a lack that has been asked for the same one is given again, where nothing of it differs; another
    is refused. provider: None for all of them."""
    access_lack(actor, lack)
    with transaction.atomic():
        row = LackRow.objects.select_for_update(of=("self",)).select_related("competency").get(uuid=lack)
        asked = _provider(actor, provider, at)
        there = ContentRequest.objects.filter(lack=row, state__in=LIVE).first()
        if there is not None:
            if (there.provider_id, there.due_on) == (asked, due_on):
                return there.uuid
            raise Refused(_("This has been asked for already; its request is still running."))
        if row.ended_on is not None:
            raise Refused(_("The last scan did not find this lack any more."))
        check_due(due_on, at)
        made = ContentRequest(
            lack=row, terms_id=row.terms_id, provider_id=asked, due_on=due_on, note=plain(note, 1000),
            asked_by_id=actor.person_id, asked_at=at, **{name: getattr(row, name) for name in COUNTED},
        )  # fmt: skip
        step(made, "ask", actor, at, provider=asked)
        return made.uuid


def offer(
    *, actor: Actor, request: uuids.UUID, provider: uuids.UUID | None, due_on: dt.date, reason: str, at: dt.datetime
) -> None:
    """Puts a request that was declined, lapsed or is not answered yet to another provider, or to all."""
    check_asks(actor)
    with transaction.atomic():
        row = locked_request(actor, request)
        asked = _provider(actor, provider, at)
        if row.state == State.OPEN and (row.provider_id, row.due_on) == (asked, due_on):
            return
        if row.state in ENDED:
            raise Refused(_("The request has ended."))
        if row.state == State.ACCEPTED:
            raise Refused(_("A provider has taken it. It goes to another once that one gives it back or is late."))
        check_due(due_on, at)
        row.provider_id, row.due_on, row.state, row.accepted = asked, due_on, State.OPEN, False
        row.course_id, row.reason = None, plain(reason, 500)
        step(row, "offer", actor, at, provider=asked, reason=row.reason)


def check_due(due_on: dt.date, at: dt.datetime) -> None:
    today = clock.day(at)
    if due_on <= today:
        raise Refused(_("Give a day after today."))
    if due_on > today + LONGEST:
        raise Refused(_("Give a day within three years."))


def _provider(actor: Actor, provider: uuids.UUID | None, at: dt.datetime) -> int | None:
    """Its id; NotFound where there is none such, Refused without a licence today."""
    if provider is None:
        return None
    found = learning.provider_by_uuid(provider)
    if found is None:
        raise NotFound
    if learning.licence_of(found, clock.day(at)) != "licensed":
        raise Refused(_("This provider has no licence today."))
    return found.id
