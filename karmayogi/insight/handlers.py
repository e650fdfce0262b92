"""What happens below that the marks do not see: the next refresh then counts everything, or what an order touches."""

from karmayogi.insight.actions.ask_full import ask_full_refresh
from karmayogi.insight.actions.ask_order import ask_order
from karmayogi.kernel.events import on
from karmayogi.orgs.events import DesignationsMerged, DesignationsParted, OrganisationMoved
from karmayogi.plans.events import MandatePublished, MandateRetired


@on(OrganisationMoved)
def on_organisation_moved(event: OrganisationMoved) -> None:
    """The paths of a whole subtree changed."""
    ask_full_refresh()


@on(DesignationsMerged)
def on_designations_merged(event: DesignationsMerged) -> None:
    """Posts anywhere have another designation, so perhaps another profile."""
    ask_full_refresh()


@on(DesignationsParted)
def on_designations_parted(event: DesignationsParted) -> None:
    """As after a merge."""
    ask_full_refresh()


@on(MandatePublished)
def on_mandate_published(event: MandatePublished) -> None:
    """It binds people anywhere below its issuer; who they are is worked out, not written."""
    ask_order(event.mandate_id)
    if event.replaces_id is not None:
        ask_order(event.replaces_id)


@on(MandateRetired)
def on_mandate_retired(event: MandateRetired) -> None:
    """What was due by it is no longer owed."""
    ask_order(event.mandate_id)
