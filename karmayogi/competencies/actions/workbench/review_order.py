"""The way of an order: submitted, reviewed twice by two other persons, published; or returned to its author."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.competencies.actions.workbench.publish_order import end_profiles, publish
from karmayogi.competencies.models import WorkOrder, WorkOrderStep
from karmayogi.competencies.queries.workbench.orders import OrderRow, access_order, is_hand, outside
from karmayogi.competencies.queries.workbench.tree import tree, unmapped
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, Refused, Role

_STATUS = WorkOrder.Status
_REVIEW = {_STATUS.L1: "review_l1", _STATUS.L2: "review_l2"}


@transaction.atomic
def submit(*, actor: Actor, order: uuid.UUID, at: dt.datetime) -> None:
    """From the author to the first review, once nothing is unmapped. Repeating changes nothing."""
    row = access_order(actor, order, to="draft")
    found = _locked(row)
    if found.status == _STATUS.L1:
        return
    if found.status != _STATUS.DRAFT:
        raise Refused(_("This order has been reviewed already."))
    if found.author_id != actor.person_id:
        raise Refused(_("Its author submits it. Take the draft over if the author is away."))
    positions = tree(row.id)
    left = unmapped(positions)
    if not positions or left.count:
        raise Refused(
            ngettext(
                "%(count)s thing is not yet mapped. The page lists it.",
                "%(count)s things are not yet mapped. The page lists them.",
                max(1, left.count),
            )
            % {"count": max(1, left.count)}
        )
    found.first_reviewer = found.second_reviewer = None
    _step(found, _STATUS.L1, "submit", actor, "", at)


@transaction.atomic
def approve(*, actor: Actor, order: uuid.UUID, comment: str = "", at: dt.datetime) -> None:
    """The first approval passes it on, the second publishes it. Refused for whoever wrote in it or approved before.

    The second reviewer has to reach every post of its designations: the profile will hold for all of them.
    """
    row = access_order(actor, order)
    found = _locked(row)
    to = _REVIEW.get(WorkOrder.Status(found.status))
    if to is None:
        raise Refused(_("This order is not in review."))
    access_order(actor, order, to=to)
    if found.author_id == actor.person_id or is_hand(row.id, actor.person_id):
        raise Refused(_("You wrote in this order. Another person has to review it."))
    if found.status == _STATUS.L1:
        found.first_reviewer_id = actor.person_id
        _step(found, _STATUS.L2, "approve", actor, comment, at)
        return
    gone = unmapped(tree(row.id)).gone
    if gone:
        raise Refused(
            _("“%(code)s” was replaced or withdrawn since this order was submitted. Return it to its author.")
            % {"code": gone[0][1]}
        )
    if found.first_reviewer_id == actor.person_id:
        raise Refused(_("You approved it in the first review. The second review needs another person."))
    beyond = outside(row.id, actor.paths(Role.FRAC_REVIEWER_L2), clock.day(at))
    if beyond:
        name, posts = beyond[0]
        raise Refused(
            _(
                "“%(name)s” has %(posts)s posts outside the organisations you review for. Its profile holds for "
                "them too, so somebody who reviews for all of them has to approve."
            )
            % {"name": name, "posts": posts}
        )
    found.second_reviewer_id = actor.person_id
    publish(found, actor, at)
    _step(found, _STATUS.PUBLISHED, "publish", actor, comment, at)


@transaction.atomic
def send_back(*, actor: Actor, order: uuid.UUID, comment: str, at: dt.datetime) -> None:
    """Back to its author as a draft, with what has to be put right. A FRAC administrator may do it too.

    There is no final refusal: a returned order is changed and submitted again.
    """
    row = access_order(actor, order)
    found = _locked(row)
    to = _REVIEW.get(WorkOrder.Status(found.status))
    if to is None:
        raise Refused(_("This order is not in review."))
    if not actor.may(row.path, Role.FRAC_ADMIN):
        access_order(actor, order, to=to)
    if not comment.strip():
        raise Refused(_("Say what has to be put right."))
    found.first_reviewer = found.second_reviewer = None
    _step(found, _STATUS.DRAFT, "return", actor, comment, at)


@transaction.atomic
def archive(*, actor: Actor, order: uuid.UUID, comment: str, at: dt.datetime) -> None:
    """The order no longer holds: its profiles end today. Only for a FRAC administrator. Repeating changes nothing."""
    row = access_order(actor, order, to="administer")
    found = _locked(row)
    if found.status == _STATUS.ARCHIVED:
        return
    if found.status != _STATUS.PUBLISHED:
        raise Refused(_("Only a published order can be archived."))
    if not comment.strip():
        raise Refused(_("Say why it no longer holds."))
    beyond = outside(row.id, actor.paths(Role.FRAC_ADMIN), clock.day(at))
    if beyond:
        raise Refused(
            _("“%(name)s” has posts outside the organisations you administer; its profile holds for them too.")
            % {"name": beyond[0][0]}
        )
    end_profiles(found, at)
    found.archived_at = at
    _step(found, _STATUS.ARCHIVED, "archive", actor, comment, at)


def _locked(row: OrderRow) -> WorkOrder:
    return WorkOrder.objects.select_for_update(of=("self",)).get(pk=row.id)


def _step(order: WorkOrder, status: WorkOrder.Status, step: str, actor: Actor, comment: str, at: dt.datetime) -> None:
    order.status, order.changed_at = status, at
    order.save()
    WorkOrderStep.objects.create(
        order=order, step=step, person_id=actor.person_id, comment=comment.strip()[:4000], at=at
    )
    audit.record(
        f"competencies:order:{step}", agent=actor, at=at, kind="work_order", subject=order.uuid,
        label=f"{order.number} {order.title}", why=comment.strip()[:300],
    )  # fmt: skip
