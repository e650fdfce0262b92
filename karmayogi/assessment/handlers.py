"""What assessment does when something happens below: offices on open requests and unmarked answers are copies."""

from karmayogi.kernel import rows
from karmayogi.kernel.events import on
from karmayogi.orgs.events import OrganisationMoved

_MOVE = """
update assessment_attemptrequest
set organisation_path = %s::text || substr(organisation_path, length(%s::text) + 1)
where decided_at is null and starts_with(organisation_path, %s::text)
"""
_MOVE_MARKING = """
update assessment_marking
set organisation_path = %s::text || substr(organisation_path, length(%s::text) + 1)
where done_at is null and starts_with(organisation_path, %s::text)
"""


@on(OrganisationMoved)
def on_organisation_moved(event: OrganisationMoved) -> None:
    """Twice is fine: after the first time no path begins with `was`."""
    rows.run(_MOVE, [event.now, event.was, event.was])
    rows.run(_MOVE_MARKING, [event.now, event.was, event.was])
