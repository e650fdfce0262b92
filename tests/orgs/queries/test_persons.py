"""Who may see Asha."""

import datetime as dt
import uuid

import pytest

from karmayogi.kernel.access import NotFound
from karmayogi.orgs import api as orgs

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("part", "sees"),
    [
        ("learner", True), ("supervisor", True), ("head", True), ("admin", True),
        ("outsider", False), ("other_admin", False), ("analyst", False), ("platform", False),
    ],
)  # fmt: skip
def test_who_may_see_asha(cast, at, part, sees):
    actor = cast.everyone[part].actor(at)
    assert orgs.may_see_person(actor, cast.learner.person_id, TODAY) is sees
    if sees:
        found = orgs.access_person(actor, cast.learner.person_uuid, "see", TODAY)
        assert found.person_id == cast.learner.person_id
        assert found.post is not None
    else:
        with pytest.raises(NotFound):
            orgs.access_person(actor, cast.learner.person_uuid, "see", TODAY)


def test_a_report_does_not_see_the_supervisor(cast, at):
    assert not orgs.may_see_person(cast.learner.actor(at), cast.supervisor.person_id, TODAY)


def test_only_the_training_admin_may_staff_her(cast, at):
    assert orgs.access_person(cast.admin.actor(at), cast.learner.person_uuid, "staff", TODAY)
    for part in ("learner", "supervisor", "other_admin", "platform"):
        with pytest.raises(NotFound):
            orgs.access_person(cast.everyone[part].actor(at), cast.learner.person_uuid, "staff", TODAY)


def test_nobody_is_not_found(cast, at):
    with pytest.raises(NotFound):
        orgs.access_person(cast.admin.actor(at), uuid.uuid4(), "see", TODAY)


def test_authority_ends_with_the_office(cast, at):
    """When Asha's post is left, the admin of her old ministry sees her no more."""
    assert not orgs.may_see_person(cast.admin.actor(at), cast.learner.person_id, dt.date(2023, 1, 1))


def test_a_whole_line_is_asked_at_once(cast):
    """The same as asking about each of them."""
    everyone = {one.person_id for one in cast.everyone.values()}
    for one in sorted(everyone):
        lead = {other for other in everyone if orgs.supervises(other, one, TODAY)}
        assert set(orgs.above(one, TODAY)) & everyone == lead
        assert set(orgs.under(one, sorted(everyone), TODAY)) == {
            other for other in everyone if orgs.supervises(one, other, TODAY)
        }
    assert cast.supervisor.person_id in orgs.above(cast.learner.person_id, TODAY)
    assert orgs.under(cast.head.person_id, [], TODAY) == []
