"""Reactions to what happens below."""

from karmayogi.competencies.actions.proof.publish_round import end_questions
from karmayogi.competencies.actions.withdraw_evidence import withdraw_evidence
from karmayogi.competencies.actions.workbench.print_order import print_order
from karmayogi.competencies.events import WorkOrderPublished
from karmayogi.credentials.events import Revoked
from karmayogi.kernel import clock, events, rows
from karmayogi.kernel.access import System
from karmayogi.orgs.events import OrganisationMoved, Relieved


@events.on(Revoked)
def on_revoked(event: Revoked) -> None:
    """A revoked certificate no longer proves anything: the evidence it came with is withdrawn."""
    if event.person_id is None:  # somebody from outside, of whom there is none
        return
    withdraw_evidence(
        agent=System("credentials"),
        person_id=event.person_id,
        ref_kind=event.ref_kind,
        ref_uuid=event.ref_uuid,
        reason="certificate revoked",
        at=event.at,
    )


@events.on(WorkOrderPublished)
def on_order_published(event: WorkOrderPublished) -> None:
    """Makes the signed paper, unless a download has made it already."""
    print_order(event.order_id)


@events.on(Relieved)
def on_relieved(event: Relieved) -> None:
    """Who has left the office of a round is asked nothing more in it; what she answered stays."""
    if event.valid_to <= clock.day(event.at):
        end_questions(person_id=event.person_id, on=event.valid_to)


@events.on(OrganisationMoved)
def on_organisation_moved(event: OrganisationMoved) -> None:
    """Who may judge, decide and organise follows the office to where it stands now. Twice is fine."""
    for table in ("competencies_proof", "competencies_contest", "competencies_round"):
        rows.run(
            f"update {table} set organisation_path = %s::text || substr(organisation_path, %s::int)"
            " where starts_with(organisation_path, %s::text)",
            [event.now, len(event.was) + 1, event.was],
        )
