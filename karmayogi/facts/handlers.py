"""What happens below that the marks do not see: everything is then read anew, in the background."""

from karmayogi.facts.actions.rebuild import rebuild_soon
from karmayogi.kernel.events import on
from karmayogi.orgs.events import DesignationsMerged, DesignationsParted


@on(DesignationsMerged)
def on_designations_merged(event: DesignationsMerged) -> None:
    """Posts anywhere have another designation."""
    rebuild_soon.enqueue()


@on(DesignationsParted)
def on_designations_parted(event: DesignationsParted) -> None:
    """As after a merge."""
    rebuild_soon.enqueue()
