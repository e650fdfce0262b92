"""A team and one member of it."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs


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


def test_the_team_of_a_past_day(browse, cast, at, frozen_time):
    today = clock.day(at)
    yesterday = (today - dt.timedelta(days=1)).isoformat()
    orgs.retire(agent=System("t"), person_id=cast.learner.person_id, on=today, reason="x", at=at)
    now = browse(reverse("portal:team"), cast.supervisor).content.decode()
    assert "Asha Verma" not in now
    then = browse(reverse("portal:team") + f"?on={yesterday}", cast.supervisor).content.decode()
    assert "Asha Verma" not in then, "who does not report to her today is not hers to open"
    assert "1 more reported to you then" in then
    page = reverse("portal:member", args=[cast.learner.person_uuid])
    assert browse(page + f"?on={yesterday}", cast.supervisor).status_code == 404


@pytest.mark.parametrize("day", ["2026-11-25", "1900-01-01", "tomorrow"])
def test_a_day_that_cannot_be_shown_is_not_answered_with_today_in_silence(browse, cast, frozen_time, day):
    said = "The day that was asked for cannot be shown"
    for name, who in (
        ("portal:team", cast.supervisor), ("competencies:mine", cast.supervisor), ("orgs:index", cast.admin),
    ):  # fmt: skip
        page = reverse(name)
        assert said in browse(page + f"?on={day}", who).content.decode()
        assert said not in browse(page, who).content.decode()
        assert said not in browse(page + "?on=2026-11-01", who).content.decode()


def test_a_member_as_on_a_past_day(browse, cast, framework, at, frozen_time):
    needed = competencies.requirements_for(cast.assistant.id)[0]
    competencies.record_evidence(
        agent=System("t"), person_id=cast.learner.person_id, competency_id=needed.competency_id, level=needed.level,
        source=Source.INDEPENDENT_TEST, instrument="A test", ref_kind="t", ref_uuid=uuid.uuid4(), observed_at=at, at=at,
    )  # fmt: skip
    page = reverse("portal:member", args=[cast.learner.person_uuid])
    yesterday = (clock.day(at) - dt.timedelta(days=1)).isoformat()
    assert "✓ met" in browse(page, cast.supervisor).content.decode()
    then = browse(page + f"?on={yesterday}", cast.supervisor).content.decode()
    assert "This is how it was on" in then
    assert "✓ met" not in then
