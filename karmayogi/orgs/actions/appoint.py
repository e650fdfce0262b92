"""Putting a person on a post (joining, additional charge, officiating and the other kinds), and relieving her of it."""

import datetime as dt
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs.actions.posting import hold
from karmayogi.orgs.models import Incumbency
from karmayogi.orgs.queries.officers import lock_persons
from karmayogi.orgs.queries.persons import may_place


def appoint(
    *,
    agent: Agent,
    person_id: int,
    post_id: int,
    kind: str = Incumbency.Kind.SUBSTANTIVE,
    valid_from: dt.date,
    valid_to: dt.date | None = None,
    order_number: str = "",
    at: dt.datetime,
) -> int:
    """The person holds the post from `valid_from` until before `valid_to`. Returns the id of the incumbency.

    Raises NotFound when the post is not the actor's to fill or the person works where she has no say; Refused when
    the seat or the person is taken then: the database decides that, so that two clerks at once cannot both win.
    Refused as well outside the days of the post.
    """
    post = hold.post_to_fill(agent, post_id)
    if kind not in Incumbency.Kind.values:
        raise NotFound
    if isinstance(agent, Actor) and not may_place(agent, person_id, clock.day(at)):
        raise NotFound
    try:
        with transaction.atomic():
            lock_persons([person_id])
            row = hold.open_incumbency(
                person_id=person_id, post=post, kind=kind, valid_from=valid_from, valid_to=valid_to,
                order_number=order_number, at=at,
            )  # fmt: skip
            audit.record(
                "orgs:incumbency:create", agent=agent, at=at, kind="incumbency", subject=row.uuid, label=post.code,
                concerns=person_id, why=order_number, detail={"kind": kind, "from": valid_from},
            )  # fmt: skip
            hold.tell(person_id, None, row, valid_from, at)
    except IntegrityError as error:
        raise Refused(hold.why(error)) from error
    return row.id


def relieve(
    *, agent: Agent, incumbency_uuid: uuids.UUID, valid_to: dt.date, order_number: str = "", at: dt.datetime
) -> None:
    """Ends an incumbency: `valid_to` is the first day on which it no longer holds. Repeating it changes nothing."""
    with transaction.atomic():
        row = Incumbency.objects.select_for_update().filter(uuid=incumbency_uuid).first()
        if row is None or not hold.may_staff(agent, row.organisation_path):
            raise NotFound
        if row.valid_to == valid_to:
            return
        if row.valid_to is not None and row.valid_to < valid_to:
            raise Refused(_("This appointment has ended already."))
        if valid_to <= row.valid_from:
            raise Refused(_("An appointment cannot end before it began."))
        if row.placed_from is not None and valid_to <= row.placed_from:
            raise Refused(_("The post was changed after that day. Changes are entered in their order."))
        row.valid_to = valid_to
        row.save(update_fields=["valid_to"])
        ended = hold.end_authorities(row.person_id, valid_to, at, row.post_id)
        audit.record(
            "orgs:incumbency:end", agent=agent, at=at, kind="incumbency", subject=row.uuid, concerns=row.person_id,
            why=order_number, detail={"to": valid_to, "authorities": ended},
        )  # fmt: skip
        hold.tell(row.person_id, row, None, valid_to, at)
