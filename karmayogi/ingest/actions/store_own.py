"""Statements of the product itself: its players, its tests, its certificates."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.conf import settings

from karmayogi.ingest.actions.store import Source, store
from karmayogi.ingest.types import Agent, Statement, Version


def own_authority() -> Agent:
    """The platform, which vouches for what it has seen itself."""
    return {
        "objectType": "Agent",
        "name": settings.OWNER_NAME or "Karmayogi",
        "account": {"homePage": f"{settings.PUBLIC_ORIGIN}/xapi/", "name": "platform"},
    }


def store_statements(
    statements: Sequence[Statement], *, at: dt.datetime, authority: Agent | None = None, version: Version = Version.V1
) -> list[uuid.UUID]:
    """Stores them in the caller's transaction, all or none; their ids.

    A statement without a timestamp happened at `at`; `stored` is the database's own clock, as for every statement.
    Repeating a statement with its id changes nothing. Raises Invalid, or Conflict for an id that says something else.
    """
    return store(with_moment(statements, at), source=Source(authority=authority or own_authority()), version=version)


def with_moment(statements: Sequence[Statement], at: dt.datetime) -> list[Statement]:
    """Each with a timestamp: its own, or that moment."""
    moment = at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return [statement if "timestamp" in statement else {**statement, "timestamp": moment} for statement in statements]
