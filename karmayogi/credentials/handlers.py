"""Our own events, heard again in jobs: what need not happen before the learner sees her certificate."""

from karmayogi.credentials.actions.publish_revocation import publish_replacement, publish_revocation
from karmayogi.credentials.events import Replaced, Revoked
from karmayogi.kernel.events import on


@on(Revoked)
def on_revoked(event: Revoked) -> None:
    """Signs the public status list with the new bit."""
    publish_revocation(event.ref_kind, event.ref_uuid, event.at)


@on(Replaced)
def on_replaced(event: Replaced) -> None:
    """Signs the public status list with the new bit."""
    publish_replacement(event.certificate_uuid, event.at)
