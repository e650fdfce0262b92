"""Our own events, heard again in jobs: what need not happen before the learner sees her certificate."""

from karmayogi.credentials.actions.publish_revocation import publish_replacement, publish_revocation
from karmayogi.credentials.actions.typeset import typeset
from karmayogi.credentials.events import Issued, Replaced, Revoked
from karmayogi.kernel.events import on


@on(Issued)
def on_issued(event: Issued) -> None:
    """Makes the PDF, unless a download has made it already."""
    typeset(event.certificate_uuid)


@on(Revoked)
def on_revoked(event: Revoked) -> None:
    """Signs the public status list with the new bit."""
    publish_revocation(event.ref_kind, event.ref_uuid, event.at)


@on(Replaced)
def on_replaced(event: Replaced) -> None:
    """Signs the public status list with the new bit."""
    publish_replacement(event.certificate_uuid, event.at)
