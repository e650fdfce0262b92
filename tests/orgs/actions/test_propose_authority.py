"""Powerful roles take two people."""

import datetime as dt

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.orgs import api as orgs
from karmayogi.orgs.actions.propose_authority import approve_authority, decline_authority, propose_authority
from karmayogi.orgs.policies import GRANTED_BY, POWERFUL, needs_second


@pytest.fixture
def second(cast):
    """Another platform administrator, as there must be one."""
    who = cast.player("Harpreet Kaur", "harpreet@platform.example.in", None, None)
    cast.grant(who, Role.SPV_ADMIN, cast.country)
    return who


def propose(cast, at, who=None, role=Role.SPV_ADMIN, unit=None, person=None, **more):
    return propose_authority(
        actor=(who or cast.platform).actor(at), person_id=(person or cast.analyst).person_id, role=role,
        organisation_id=(unit or cast.country).id, valid_from=at,
        **{"valid_to": at + dt.timedelta(days=300), "reason": "Night duty", "at": at, **more},
    )  # fmt: skip


def test_it_holds_only_after_the_second_person_says_so(cast, at, second):
    uuid = propose(cast, at)
    assert propose(cast, at) == uuid, "proposing twice is proposing once"
    assert not cast.analyst.actor(at).paths(Role.SPV_ADMIN)
    with pytest.raises(Refused, match="You proposed it"):
        approve_authority(actor=cast.platform.actor(at), proposal_uuid=uuid, at=at)
    for part in ("admin", "learner", "analyst"):
        with pytest.raises(NotFound):
            approve_authority(actor=cast.everyone[part].actor(at), proposal_uuid=uuid, at=at)
    granted = approve_authority(actor=second.actor(at), proposal_uuid=uuid, at=at)
    assert approve_authority(actor=second.actor(at), proposal_uuid=uuid, at=at) == granted
    assert cast.analyst.actor(at).paths(Role.SPV_ADMIN) == (cast.country.path,)
    tags = rows.scalar(
        "select array_agg(tag order by id) from kernel_auditentry where tag like 'orgs:authority:%%'", ()
    )
    assert tags[-2:] == ["orgs:authority:propose", "orgs:authority:approve"]


def test_nobody_receives_what_she_proposed_or_approves_her_own(cast, at, second):
    with pytest.raises(Refused, match="themselves"):
        propose(cast, at, role=Role.CERTIFICATE_ADMIN, person=cast.platform)
    uuid = propose(cast, at, role=Role.CERTIFICATE_ADMIN, person=second)
    with pytest.raises(Refused, match="themselves"):
        approve_authority(actor=second.actor(at), proposal_uuid=uuid, at=at)


def test_declined_withdrawn_or_stale_it_grants_nothing(cast, at, second):
    declined = propose(cast, at, role=Role.FRAC_ADMIN)
    with pytest.raises(Refused, match="reason"):
        decline_authority(actor=second.actor(at), proposal_uuid=declined, reason="", at=at)
    for _ in range(2):
        decline_authority(actor=second.actor(at), proposal_uuid=declined, reason="Not needed", at=at)
    with pytest.raises(Refused, match="decided already"):
        approve_authority(actor=second.actor(at), proposal_uuid=declined, at=at)
    old = propose(cast, at, role=Role.STATE_ADMIN)
    with pytest.raises(Refused, match="thirty days"):
        approve_authority(actor=second.actor(at), proposal_uuid=old, at=at + dt.timedelta(days=31))
    decline_authority(actor=cast.platform.actor(at), proposal_uuid=old, reason="", at=at)
    assert cast.analyst.actor(at).paths(Role.FRAC_ADMIN, Role.STATE_ADMIN) == ()


def test_a_ministry_takes_two_and_a_section_one(cast, at):
    grant = {"person_id": cast.head.person_id, "role": Role.MDO_ADMIN, "valid_from": at, "at": at}
    with pytest.raises(Refused, match="Two people"):
        orgs.grant_authority(agent=cast.platform.actor(at), organisation_id=cast.ministry.id, **grant)
    assert orgs.grant_authority(agent=cast.admin.actor(at), organisation_id=cast.section.id, **grant)
    with pytest.raises(Refused, match="no second person"):
        propose(cast, at, who=cast.admin, role=Role.MDO_ADMIN, unit=cast.section)
    with pytest.raises(NotFound):
        propose(cast, at, who=cast.admin, role=Role.MDO_ADMIN, unit=cast.other_ministry)
    with pytest.raises(NotFound):
        propose(cast, at, who=cast.admin, role=Role.SPV_ADMIN, unit=cast.section)
    with pytest.raises(Refused, match="has an end"):
        propose(cast, at, valid_to=None)


def test_the_table_knows_every_role_but_everybodys(cast):
    assert set(GRANTED_BY) == set(Role) - {Role.PUBLIC}
    assert all(needs_second(role, "x" * 40) for role in POWERFUL)
    assert set(GRANTED_BY) >= POWERFUL


def test_a_role_tied_to_a_post_that_she_left_is_not_granted(cast, at, second):
    uuid = propose(cast, at, person=cast.head, role=Role.FRAC_ADMIN, while_on_post_id=cast.learner.post_id)
    with pytest.raises(Refused, match="no longer held"):
        approve_authority(actor=second.actor(at), proposal_uuid=uuid, at=at)
    held = propose(cast, at, person=cast.supervisor, role=Role.FRAC_ADMIN, while_on_post_id=cast.supervisor.post_id)
    assert approve_authority(actor=second.actor(at), proposal_uuid=held, at=at)
