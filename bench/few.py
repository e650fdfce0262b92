"""A few people with open sessions, for benchmarks that need no country."""

import datetime as dt

from bench.catalogue import AGENT
from bench.world import Officer
from karmayogi.kernel.access import Actor, Role


def person(name: str, at: dt.datetime, *roles: Role) -> tuple[Officer, Actor]:
    """As whom she asks over HTTP, and in process. roles: over the whole country."""
    from karmayogi.orgs import api as orgs
    from karmayogi.people import api as people

    made = people.create_person(agent=AGENT, at=at, name=name)
    email = f"{name.lower().replace(' ', '.')}@bench.example"
    account = people.open_account(
        agent=AGENT, email=email, mobile=None, password=None, person_id=made.id, verified=True, at=at
    )
    country = orgs.organisation_by_code("IN")
    assert country is not None
    for role in roles:
        orgs.grant_authority(
            agent=AGENT, person_id=made.id, role=role, organisation_id=country.id, valid_from=at - dt.timedelta(days=1),
            at=at,
        )  # fmt: skip
    held = orgs.authorities_of(made.id, at)
    session = people.open_session(account.id, at, strict=bool(held))
    actor = Actor(
        account_id=account.id, account_uuid=account.uuid, person_id=made.id, person_uuid=made.uuid, name=name,
        language="en", session_key="", authorities=held,
    )  # fmt: skip
    return Officer(made.id, session, "en"), actor
