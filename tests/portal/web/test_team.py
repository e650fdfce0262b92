"""A team and one member of it."""

import pytest
from django.urls import reverse

from karmayogi.kernel import rows


def test_whoever_looks_at_a_member_is_recorded_and_she_herself_is_not(browse, cast):
    seen = "select count(*) from kernel_auditentry where tag = 'portal:person:see' and concerns_id = %s"
    page = reverse("portal:member", args=[cast.learner.person_uuid])
    assert "can see that you opened" not in browse(page, cast.learner).content.decode()
    assert rows.scalar(seen, [cast.learner.person_id]) == 0
    assert "can see that you opened" in browse(page, cast.supervisor).content.decode()
    assert rows.scalar(seen, [cast.learner.person_id]) == 1


@pytest.mark.parametrize("part", ["outsider", "other_admin", "analyst", "platform", "publisher"])
def test_nobody_else_may_open_a_member(browse, cast, part):
    page = reverse("portal:member", args=[cast.learner.person_uuid])
    assert browse(page, getattr(cast, part)).status_code == 404


def test_the_team_page_costs_the_same_for_a_large_team(browse, client, cast, django_assert_max_num_queries):
    for number in range(12):
        cast.player(
            f"Member {number}", f"m{number}@personnel.example.in", cast.section, cast.assistant, cast.supervisor
        )
    browse(reverse("portal:team"), cast.supervisor)
    with django_assert_max_num_queries(4):  # her session is open by now: who she is, her team, its gaps
        text = client.get(reverse("portal:team")).content.decode()
    assert "13 people report to your post" in text
