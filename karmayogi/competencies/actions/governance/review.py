"""Two reviews by two people, neither of them the proposer; comments, return, refusal, withdrawal."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.governance.propose import add_step
from karmayogi.competencies.actions.governance.versions import lock_framework
from karmayogi.competencies.models import FrameworkProposal
from karmayogi.competencies.policies import can_over_framework
from karmayogi.competencies.queries.governance.frameworks import FrameworkRow
from karmayogi.competencies.queries.governance.proposals import ProposalRow, access_proposal
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused

Status = FrameworkProposal.Status
_REVIEW = {"sent": "first", "first": "second"}  # status -> the review it waits for


def may_review(actor: Actor, proposal: ProposalRow, framework: FrameworkRow) -> bool:
    """Whether the review that it waits for is hers to give."""
    step = _REVIEW.get(proposal.status)
    return (
        step is not None
        and actor.person_id not in (proposal.proposer_id, proposal.first_reviewer_id)
        and can_over_framework(actor, framework.path, step)
    )


@transaction.atomic
def review(*, actor: Actor, proposal: uuids.UUID, decision: str, comment: str, at: dt.datetime) -> None:
    """decision: approve | return | refuse. A return or refusal says why.

    Raises NotFound for somebody who does not see the proposal, Refused for the proposer, for the first reviewer at
    the second review, without the role of that review, and when it does not wait for one (any more).
    """
    found, framework = access_proposal(actor, proposal)
    row = FrameworkProposal.objects.select_for_update(of=("self",)).get(pk=found.id)
    if row.status not in _REVIEW or row.status != found.status:
        raise Refused(_("It does not wait for a review."))
    if actor.person_id == row.proposer_id:
        raise Refused(_("Nobody reviews their own proposal."))
    if actor.person_id == row.first_reviewer_id:
        raise Refused(_("The second review is for somebody else than the first."))
    if not can_over_framework(actor, framework.path, _REVIEW[row.status]):
        raise Refused(_("This review is for somebody with another role."))
    if decision in ("return", "refuse") and not comment.strip():
        raise Refused(_("Say why."))
    if decision == "approve":
        if row.status == Status.SENT:
            row.status, row.first_reviewer_id = Status.FIRST, actor.person_id
        else:
            row.status, row.second_reviewer_id, row.decided_at = Status.ACCEPTED, actor.person_id, at
    elif decision == "return":
        row.status = Status.RETURNED
    elif decision == "refuse":
        row.status, row.decided_at = Status.REFUSED, at
    else:
        raise NotFound
    row.save()
    add_step(row.id, row.status, actor, comment, at)
    audit.record(
        "competencies:proposal:review", agent=actor, at=at, kind="framework_proposal", subject=row.uuid,
        label=row.title, why=comment, detail={"status": row.status},
    )  # fmt: skip


@transaction.atomic
def withdraw(*, actor: Actor, proposal: uuids.UUID, comment: str, at: dt.datetime) -> None:
    """The proposer takes it back, until a version takes it up. Withdrawing twice changes nothing."""
    found, framework = access_proposal(actor, proposal)
    if found.proposer_id != actor.person_id:
        raise NotFound
    lock_framework(framework.id)  # not while it is being published
    row = FrameworkProposal.objects.select_for_update(of=("self",)).get(pk=found.id)
    if row.status == Status.WITHDRAWN:
        return
    if row.status not in (Status.SENT, Status.FIRST, Status.RETURNED, Status.ACCEPTED):
        raise Refused(_("It is decided already."))
    row.status, row.decided_at = Status.WITHDRAWN, at
    row.save()
    add_step(row.id, Status.WITHDRAWN, actor, comment, at)
    audit.record(
        "competencies:proposal:withdraw", agent=actor, at=at, kind="framework_proposal", subject=row.uuid,
        label=row.title,
    )  # fmt: skip


@transaction.atomic
def comment_on(*, actor: Actor, proposal: uuids.UUID, comment: str, at: dt.datetime) -> None:
    """Adds words, decides nothing."""
    found, _framework = access_proposal(actor, proposal)
    if not comment.strip():
        raise Refused(_("Write something."))
    add_step(found.id, "comment", actor, comment, at)
