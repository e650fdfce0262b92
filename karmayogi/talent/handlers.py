"""What happens below, as far as copies here follow it."""

from karmayogi.kernel import events, rows
from karmayogi.orgs.events import OrganisationMoved


@events.on(OrganisationMoved)
def on_organisation_moved(event: OrganisationMoved) -> None:
    """Whoever decides a contest is found by a copy of the path. Twice is fine: no path begins with `was` then."""
    rows.run(
        "update talent_contest set organisation_path = %s::text || substr(organisation_path, length(%s::text) + 1)"
        " where starts_with(organisation_path, %s::text)",
        [event.now, event.was, event.was],
    )
