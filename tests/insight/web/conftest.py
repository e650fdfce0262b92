import pytest

from karmayogi.insight.actions.refresh import refresh
from tests.cast import NOON, Cast
from tests.insight.conftest import World


def build_country() -> World:
    world, at = World(Cast(NOON)), NOON
    cast = world.cast
    world.large = world.unit(cast.ministry, "Large unit", state="KA")
    world.middling = world.unit(cast.ministry, "Middling unit", state="TN")
    world.small = world.unit(cast.ministry, "Small unit", state="KA")
    world.elsewhere = world.unit(cast.other_ministry, "Elsewhere", state="TN")
    course = world.course(60)
    people = world.officers(world.large, 14) + world.officers(world.middling, 11) + world.officers(world.small, 4)
    people += world.officers(world.elsewhere, 12)
    for number, person in enumerate(people):
        enrolment = world.enrol(person, course)
        if number % 2:
            world.complete(enrolment)
    refresh(at=at, everything=True)
    return world


@pytest.fixture(scope="session")
def country_snapshot(snapshots):
    return snapshots("country", build_country)


@pytest.fixture
def country(country_snapshot, db, frozen_time) -> World:
    """A ministry with a large, a middling and a small unit in two States; figures counted."""
    return country_snapshot.put_back() if country_snapshot else build_country()


@pytest.fixture
def browse(client, settings, at):
    """Opens a page as a player, or as nobody."""

    def call(address, who=None, **headers):
        client.cookies.clear()
        if who is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client.get(address, headers=headers)

    return call
