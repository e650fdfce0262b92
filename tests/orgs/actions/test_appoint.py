"""Who may give whom which post."""

import datetime as dt

import pytest

from karmayogi.kernel.access import NotFound, System
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency
from karmayogi.people import api as people

TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def give(cast, at):
    """Gives the person an additional charge in that office, as `who`."""

    def given(who, person, office):
        person_id = getattr(person, "person_id", None) or person.id
        seat = orgs.create_post(
            agent=System("t"), organisation_id=office.id, designation_id=cast.director.id, valid_from=TODAY, at=at
        )
        return orgs.appoint(
            agent=who.actor(at), person_id=person_id, post_id=seat.id, kind=Incumbency.Kind.ADDITIONAL,
            valid_from=TODAY, at=at,
        )  # fmt: skip

    return given


def test_an_admin_gives_posts_of_hers_to_people_of_hers_and_to_who_has_none(cast, at, give):
    assert give(cast.admin, cast.learner, cast.section)
    newcomer = people.create_person(agent=System("t"), name="Latha Nair", at=at)
    assert give(cast.admin, newcomer, cast.section)


def test_who_runs_the_platform_is_placed_by_nobody_below_it(cast, give):
    for player in (cast.platform, cast.analyst):
        with pytest.raises(NotFound):
            give(cast.admin, player, cast.section)


def test_an_additional_charge_gives_no_say_over_her_service(cast, at):
    charge = orgs.create_post(
        agent=System("t"), organisation_id=cast.other_department.id, designation_id=cast.director.id, valid_from=TODAY,
        at=at,
    )  # fmt: skip
    orgs.appoint(
        agent=System("t"), person_id=cast.learner.person_id, post_id=charge.id, kind="additional", valid_from=TODAY,
        at=at,
    )  # fmt: skip
    later = {"person_id": cast.learner.person_id, "on": dt.date(2026, 12, 1), "reason": "Superannuation", "at": at}
    with pytest.raises(NotFound):
        orgs.retire(agent=cast.other_admin.actor(at), **later)
    for _ in range(2):
        orgs.retire(agent=cast.admin.actor(at), **later)


def test_nobody_opens_the_record_of_another_ministry_by_an_additional_charge(cast, at, give):
    with pytest.raises(NotFound):
        give(cast.other_admin, cast.learner, cast.other_department)
    assert not orgs.may_see_person(cast.other_admin.actor(at), cast.learner.person_id, TODAY)


def test_a_post_elsewhere_is_not_hers_to_fill(cast, give):
    with pytest.raises(NotFound):
        give(cast.other_admin, cast.outsider, cast.section)
