"""By which names units, learners and the record store are known to a package."""

from uuid import UUID

from django.conf import settings

from karmayogi.ingest.types import Agent


def learner(person_uuid: UUID | str) -> Agent:
    """No name, no address: a package needs to know that it is the same person, not who (8.1)."""
    return {"objectType": "Agent", "account": {"homePage": f"{settings.PUBLIC_ORIGIN}/", "name": str(person_uuid)}}


def activity(unit_uuid: UUID | str) -> str:
    """Our identifier of a unit, block or course of a cmi5 package; never the publisher's (8.1, 9.3.9)."""
    return f"{settings.PUBLIC_ORIGIN}/learning/units/{unit_uuid}"


def endpoint() -> str:
    return f"{settings.PUBLIC_ORIGIN}/xapi/"
