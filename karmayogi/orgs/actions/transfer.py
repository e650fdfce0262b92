"""From one post to another on one day: nobody sees her on both, or on none."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.orgs.actions.posting import hold
from karmayogi.orgs.models import Incumbency
from karmayogi.orgs.queries.officers import lock_persons


def transfer(
    *,
    agent: Agent,
    person_id: int,
    to_post_id: int,
    on: dt.date,
    kind: str = Incumbency.Kind.SUBSTANTIVE,
    order_number: str,
    at: dt.datetime,
) -> int:
    """From `on` she holds `to_post_id`, and no longer what she filled until then. Returns the id of the new incumbency.

    Additional charges stay. Repeating it answers the same incumbency. Raises NotFound unless both posts are the actor's
    to staff (where they are not, one office relieves and the other one lets her join); Refused when she fills no post
    then, when the seat is taken, and without the number of the order.
    """
    post = hold.post_to_fill(agent, to_post_id)
    if kind not in hold.FILLING:
        raise Refused(
            _("Additional charge and officiating are given beside the post that somebody fills, not by a transfer.")
        )
    if not order_number.strip():
        raise Refused(_("Enter the number of the order."))
    try:
        with transaction.atomic():
            lock_persons([person_id])
            left = (  # one at most: nobody fills two posts
                Incumbency.objects.select_for_update()
                .filter(person_id=person_id, kind__in=hold.FILLING, valid_from__lte=on)
                .exclude(valid_to__lte=on)
                .first()
            )
            if left is not None and (left.post_id, left.kind, left.valid_from) == (post.id, kind, on):
                return left.id
            if left is None or not hold.may_staff(agent, left.organisation_path):
                raise NotFound
            if left.post_id == post.id:
                raise Refused(_("The officer is on this post already."))
            if on <= max(left.valid_from, left.placed_from or left.valid_from):
                raise Refused(_("The present post was taken on that day or later."))
            left.valid_to = on
            left.save(update_fields=["valid_to"])
            took = hold.open_incumbency(
                person_id=person_id, post=post, kind=kind, valid_from=on, valid_to=None, order_number=order_number,
                at=at,
            )  # fmt: skip
            ended = hold.end_authorities(person_id, on, at, left.post_id)
            audit.record(
                "orgs:person:transfer", agent=agent, at=at, kind="incumbency", subject=took.uuid, label=post.code,
                concerns=person_id, why=order_number, detail={"from": on, "authorities": ended},
            )  # fmt: skip
            hold.tell(person_id, left, took, on, at)
    except IntegrityError as error:
        raise Refused(hold.why(error)) from error
    return took.id
