"""What feeds does when something happens below: the paths on its rows are copies, kept fresh here."""

from karmayogi.kernel import rows
from karmayogi.kernel.events import on
from karmayogi.orgs.events import OrganisationMoved

_TABLES = ("feeds_profilerequest", "feeds_token", "feeds_feed", "feeds_scimuser", "feeds_scimgroup")


@on(OrganisationMoved)
def on_organisation_moved(event: OrganisationMoved) -> None:
    """Twice is fine: after the first time no path begins with `was`."""
    for table in _TABLES:
        rows.run(
            f"""
            update {table} set path = %s::text || substr(path, length(%s::text) + 1)
            where starts_with(path, %s::text)
            """,
            [event.now, event.was, event.was],
        )
