"""Who may hand on which role."""

import datetime as dt

import pytest

from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.orgs import api as orgs
from karmayogi.orgs.actions.grant_authority import renew_authority


def grant(cast, at, part, role, office):
    return orgs.grant_authority(
        agent=cast.everyone[part].actor(at), person_id=cast.supervisor.person_id, role=role, organisation_id=office.id,
        valid_from=at, at=at,
    )  # fmt: skip


def test_the_holder_hands_it_on_below_and_the_platform_anywhere(cast, at):
    grant(cast, at, "admin", Role.MDO_ADMIN, cast.section)
    assert cast.supervisor.actor(at).may(cast.section.path, Role.MDO_ADMIN)
    assert not cast.supervisor.actor(at).may(cast.ministry.path, Role.MDO_ADMIN)
    grant(cast, at, "platform", Role.MDO_LEADER, cast.ministry)
    assert cast.supervisor.actor(at).may(cast.department.path, Role.MDO_LEADER)


@pytest.mark.parametrize(
    ("part", "role", "office"),
    [
        ("admin", Role.MDO_ADMIN, "other_ministry"), ("admin", Role.MDO_ADMIN, "country"),
        ("admin", Role.SPV_ADMIN, "section"), ("learner", Role.MDO_ADMIN, "section"),
        ("analyst", Role.MDO_LEADER, "ministry"),
    ],
)  # fmt: skip
def test_nobody_gives_what_she_does_not_hold_there(cast, at, part, role, office):
    with pytest.raises(NotFound):
        grant(cast, at, part, role, getattr(cast, office))
    assert cast.supervisor.actor(at).authorities == ()


def test_it_holds_for_its_time_only_and_can_be_taken_back(cast, at):
    uuid = grant(cast, at, "admin", Role.MDO_ADMIN, cast.section)
    assert grant(cast, at, "admin", Role.MDO_ADMIN, cast.section) == uuid, "granting again is granting once"
    assert cast.supervisor.actor(at - dt.timedelta(seconds=1)).authorities == ()
    later = at + dt.timedelta(days=1)
    with pytest.raises(NotFound):
        orgs.revoke_authority(agent=cast.other_admin.actor(at), authority_uuid=uuid, at=later)
    for _ in range(2):
        orgs.revoke_authority(agent=cast.admin.actor(at), authority_uuid=uuid, at=later)
    assert cast.supervisor.actor(later).authorities == ()


def test_nobody_grants_herself_and_nothing_is_for_ever(cast, at):
    values = {
        "agent": cast.admin.actor(at), "role": Role.MENTOR, "organisation_id": cast.section.id, "valid_from": at,
        "at": at,
    }  # fmt: skip
    for more, why in (
        ({"person_id": cast.admin.person_id}, "themselves"),
        ({"person_id": cast.head.person_id, "valid_to": at}, "lie ahead"),
        ({"person_id": cast.head.person_id, "valid_to": at + dt.timedelta(days=2000)}, "three years"),
    ):
        with pytest.raises(Refused, match=why):
            orgs.grant_authority(**values, **more)


def test_renewing_moves_the_end_of_what_still_holds(cast, at):
    end, later = at + dt.timedelta(days=5), at + dt.timedelta(days=50)
    uuid = orgs.grant_authority(
        agent=cast.admin.actor(at), person_id=cast.head.person_id, role=Role.MENTOR, organisation_id=cast.section.id,
        valid_from=at, valid_to=end, at=at,
    )  # fmt: skip
    with pytest.raises(NotFound):
        renew_authority(agent=cast.other_admin.actor(at), authority_uuid=uuid, valid_to=later, at=at)
    for _ in range(2):
        renew_authority(agent=cast.admin.actor(at), authority_uuid=uuid, valid_to=later, at=at)
    assert cast.head.actor(end).authorities
    assert cast.head.actor(later).authorities == ()
    with pytest.raises(Refused, match="has ended"):
        renew_authority(
            agent=cast.admin.actor(at), authority_uuid=uuid, valid_to=later + dt.timedelta(days=1), at=later
        )


def test_the_holder_may_lay_it_down(cast, at):
    uuid = grant(cast, at, "admin", Role.MENTOR, cast.section)
    orgs.revoke_authority(agent=cast.supervisor.actor(at), authority_uuid=uuid, at=at)
    assert cast.supervisor.actor(at).authorities == ()
