"""Reactions to what happens below."""

from karmayogi.competencies.actions.withdraw_evidence import withdraw_evidence
from karmayogi.competencies.actions.workbench.print_order import print_order
from karmayogi.competencies.events import WorkOrderPublished
from karmayogi.credentials.events import Revoked
from karmayogi.kernel import events
from karmayogi.kernel.access import System


@events.on(Revoked)
def on_revoked(event: Revoked) -> None:
    """A revoked certificate no longer proves anything: the evidence it came with is withdrawn."""
    withdraw_evidence(
        agent=System("credentials"),
        ref_kind=event.ref_kind,
        ref_uuid=event.ref_uuid,
        reason="certificate revoked",
        at=event.at,
    )


@events.on(WorkOrderPublished)
def on_order_published(event: WorkOrderPublished) -> None:
    """Makes the signed paper, unless a download has made it already."""
    print_order(event.order_id)
