"""Reactions to what happens below."""

from karmayogi.competencies.actions.withdraw_evidence import withdraw_evidence
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
