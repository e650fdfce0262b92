"""What every step of a feed checks again: authority, one feed at a time, the circuit breaker."""

import datetime as dt

from django.utils.translation import gettext as _

from karmayogi.feeds.models import Feed
from karmayogi.feeds.policies import ROLES
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.kernel.bulk import Act
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

_LOCK = 0xFEED
_MINISTRY = 16  # two steps of a path: country and ministry


def organisation_of(act: Act, at: dt.datetime) -> OrganisationRow:
    """The organisation of the feed. Raises Refused when the asker no longer administers it."""
    organisation = orgs.organisations([act.params["organisation_id"]])[act.params["organisation_id"]]
    held = tuple(one.path for one in orgs.authorities_of(act.asked_by_id, at) if one.role in ROLES)
    if not organisation.path.startswith(held or ("-",)):
        raise Refused(_("Whoever asked for this no longer administers the organisation."))
    return organisation


def one_at_a_time(path: str) -> None:
    """Until the transaction ends, nobody else works at a feed of this ministry. Raises Refused when somebody does."""
    key = f"select pg_try_advisory_xact_lock({_LOCK}, hashtext(%s::text))"
    if not rows.scalar(key, [path[:_MINISTRY]]):
        raise Refused(_("Another feed of this ministry is being worked at. Try again when it is done."))


def wait_for_others(path: str) -> None:
    """The same, but waits: for the chunks of a feed that is approved already."""
    rows.run(f"select pg_advisory_xact_lock({_LOCK}, hashtext(%s::text))", [path[:_MINISTRY]])


def check_breaker(act: Act) -> None:
    """Raises Refused for a trial, and for a feed that the breaker has stopped and nobody has let through."""
    feed = Feed.objects.get(act_uuid=act.uuid)
    if feed.trial:
        raise Refused(_("This was a trial: it cannot be applied."))
    if feed.stopped and feed.override_by_id is None:
        raise Refused(_("The circuit breaker has stopped this feed."))
