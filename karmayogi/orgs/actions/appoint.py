"""Putting a person on a post, and relieving her of it."""

import datetime as dt
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, events
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs.events import Appointed, Relieved
from karmayogi.orgs.models import Incumbency, Post
from karmayogi.orgs.policies import can_over_organisation
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
    """
    post = Post.objects.filter(pk=post_id).first()
    if post is None or not _may_staff(agent, post.organisation_path):
        raise NotFound
    if isinstance(agent, Actor) and not may_place(agent, person_id, clock.day(at)):
        raise NotFound
    try:
        with transaction.atomic():
            row = Incumbency.objects.create(
                person_id=person_id, post=post, organisation_path=post.organisation_path, kind=kind,
                valid_from=valid_from, valid_to=valid_to, order_number=order_number, created_at=at,
            )  # fmt: skip
            audit.record(
                "orgs:incumbency:create",
                agent=agent,
                at=at,
                kind="incumbency",
                subject=row.uuid,
                label=post.code,
                concerns=person_id,
                detail={"kind": kind, "from": valid_from},
            )
            events.announce(Appointed(row.id, person_id, post_id, valid_from, at))
    except IntegrityError as error:
        raise Refused(_why(error)) from error
    return row.id


def relieve(
    *, agent: Agent, incumbency_uuid: uuids.UUID, valid_to: dt.date, order_number: str = "", at: dt.datetime
) -> None:
    """Ends an incumbency: `valid_to` is the first day on which it no longer holds. Repeating it changes nothing."""
    with transaction.atomic():
        row = Incumbency.objects.select_for_update().filter(uuid=incumbency_uuid).first()
        if row is None or not _may_staff(agent, row.organisation_path):
            raise NotFound
        if row.valid_to == valid_to:
            return
        if row.valid_to is not None and row.valid_to < valid_to:
            raise Refused(_("This appointment has ended already."))
        if valid_to <= row.valid_from:
            raise Refused(_("An appointment cannot end before it began."))
        row.valid_to = valid_to
        row.save(update_fields=["valid_to"])
        audit.record(
            "orgs:incumbency:end",
            agent=agent,
            at=at,
            kind="incumbency",
            subject=row.uuid,
            concerns=row.person_id,
            why=order_number,
            detail={"to": valid_to},
        )
        events.announce(Relieved(row.id, row.person_id, row.post_id, valid_to, at))


def _may_staff(agent: Agent, path: str) -> bool:
    return not isinstance(agent, Actor) or can_over_organisation(agent, path, "staff")


def _why(error: IntegrityError) -> str:
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if constraint == "post_one_substantive_incumbent":
        return _("This post has a substantive incumbent in that period.")
    if constraint == "person_one_substantive_post":
        return _("This person holds a substantive post in that period. Relieve her first.")
    if constraint == "incumbency_days":
        return _("An appointment cannot end before it began.")
    raise error
