"""Roles on the screen, and their end in the middle of a session."""

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.kernel import clock
from karmayogi.kernel.access import Role
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import AuthorityProposal, DelegatedAuthority

NEW = {
    "role": "MENTOR",
    "unit": "T-EST",
    "until": "2027-03-31",
    "reason": "Mentoring",
    "who": "farah@personnel.example.in",
}


def test_a_role_ends_under_the_hands_of_a_live_session(cast, at):
    """No minute, no second: the authority is asked of the database with the time of each request."""
    end = at + dt.timedelta(minutes=10)
    orgs.grant_authority(
        agent=cast.admin.actor(at), person_id=cast.head.person_id, role=Role.MDO_LEADER,
        organisation_id=cast.section.id, valid_from=at, valid_to=end, at=at,
    )  # fmt: skip
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.head.cookie(at)
    page = reverse("orgs:people", args=(cast.section.uuid,))
    for moment, status in ((at, 200), (end - dt.timedelta(seconds=1), 200), (end, 404)):
        with clock.frozen(moment):
            assert client.get(page).status_code == status


def test_granting_from_the_page(cast, browser):
    client = browser(cast.admin)
    assert client.post(reverse("orgs:authority_new"), NEW).status_code == 302
    row = DelegatedAuthority.objects.get(role="MENTOR")
    assert (row.person_id, row.while_on_post_id, row.granted_by_id) == (cast.head.person_id, None, cast.admin.person_id)
    html = client.get(reverse("orgs:authorities")).content.decode()
    assert "Farah Naqvi" in html
    assert client.post(reverse("orgs:authority_renew", args=(row.uuid,)), {"until": "2027-06-30"}).status_code == 302
    assert client.post(reverse("orgs:authority_revoke", args=(row.uuid,)), {"reason": "over"}).status_code == 302
    row.refresh_from_db()
    assert row.valid_to is not None
    assert "Farah Naqvi" not in client.get(reverse("orgs:authorities")).content.decode()
    assert "Farah Naqvi" in client.get(reverse("orgs:authorities"), {"show": "ended"}).content.decode()


@pytest.mark.parametrize(
    "change",
    [{"unit": "T-MORD"}, {"unit": "NOWHERE"}, {"role": "SPV_ADMIN"}, {"who": "nobody@x.in"}, {"until": "2020-01-01"},
     {"who": "bala@personnel.example.in"}],
)  # fmt: skip
def test_outside_the_subtree_and_the_table_nothing_is_granted(cast, browser, change):
    before = DelegatedAuthority.objects.count()
    answer = browser(cast.admin).post(reverse("orgs:authority_new"), NEW | change)
    assert answer.status_code == 422
    assert DelegatedAuthority.objects.count() == before


def test_a_powerful_one_waits_for_the_second_person(cast, browser):
    second = cast.player("Harpreet Kaur", "harpreet@platform.example.in", None, None)
    cast.grant(second, Role.SPV_ADMIN, cast.country)
    gita, harpreet = browser(cast.platform), browser(second)
    new = NEW | {"role": "FRAC_ADMIN", "unit": "T-MOP"}
    assert gita.post(reverse("orgs:authority_new"), new).status_code == 302
    proposal = AuthorityProposal.objects.get()
    for client in (gita, harpreet):
        assert "Waiting for a second person" in client.get(reverse("orgs:authorities")).content.decode()
    approve = reverse("orgs:proposal_approve", args=(proposal.uuid,))
    gita.post(approve)
    assert not DelegatedAuthority.objects.filter(role="FRAC_ADMIN").exists()
    assert browser(cast.admin).post(approve).status_code == 404
    harpreet.post(approve)
    row = DelegatedAuthority.objects.get(role="FRAC_ADMIN")
    renew = reverse("orgs:authority_renew", args=(row.uuid,))
    assert gita.post(renew, {"until": "2028-01-01"}).status_code == 302
    assert AuthorityProposal.objects.filter(status="open").count() == 1, "renewing it takes two as well"


def test_only_those_who_can_grant_open_it(cast, browser):
    for part in ("learner", "supervisor", "head"):
        for name in ("authorities", "authority_new"):
            assert browser(cast.everyone[part]).get(reverse(f"orgs:{name}")).status_code == 404
