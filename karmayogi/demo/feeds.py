"""What waits on the desks of training admins: two corrections, and a transfer from Health to Rural Development."""

import datetime as dt

from karmayogi.feeds import api as feeds
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people


def requests(*, at: dt.datetime) -> None:
    """Sends them as the officers would, a few days ago."""
    asked = at - dt.timedelta(days=3)
    day = clock.day(asked)
    second, third = (orgs.organisation_by_code(f"DEMO-mord-{number}") for number in (2, 3))
    health = orgs.organisation_by_code("DEMO-mohfw-1")
    assert second is not None and third is not None and health is not None
    first, other = (one.person_id for one in orgs.people_in(second.path, day, limit=2).rows)
    feeds.ask_correction(
        actor=_actor(first), field="group", value="C", reason="Order 14/2026, service book page 12", at=asked
    )
    feeds.ask_correction(
        actor=_actor(other), field="birth_on", value="1984-07-19", reason="Matriculation certificate", at=asked
    )
    feeds.ask_transfer(
        actor=_actor(orgs.people_in(health.path, day, limit=1).rows[0].person_id), organisation_uuid=third.uuid,
        designation="Section Officer", effective_on=day + dt.timedelta(days=2), order_number="A-22013/7/2026", at=asked,
    )  # fmt: skip


def _actor(person_id: int) -> Actor:
    account, person = people.account_of(person_id), people.person(person_id)
    assert account is not None
    return Actor(account.id, account.uuid, person.id, person.uuid, person.name, account.language, "")
