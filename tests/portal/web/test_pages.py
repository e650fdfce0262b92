"""The pages made of several domains: what stands on them, who may open them, what they cost."""

import datetime as dt
import gzip
import uuid

import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.credentials import api as credentials
from karmayogi.kernel import rows
from karmayogi.kernel.access import System

MOST_STATEMENTS = 12  # of a page, by issue 2


@pytest.fixture
def browse(client, cast, frozen_time, at):
    """Opens a page as a member of the cast, or as nobody."""

    def call(address, who=None, **headers):
        client.cookies.clear()
        if who is not None:
            client.cookies[settings.SESSION_COOKIE_NAME] = who.cookie(at)
        return client.get(address, headers=headers)

    return call


@pytest.fixture
def certificates(cast, at, tmp_path, settings):
    """Two certificates of the learner, one of them revoked."""
    settings.KEYS_ROOT = tmp_path / "keys"
    settings.FILES_ROOT = tmp_path / "files"
    for number in range(2):
        made = credentials.issue(
            agent=System("test"), person_id=cast.learner.person_id, name="Asha Verma", name_native="",
            title_en=f"Course {number}", title_hi="", title_ur="", language="en", course_uuid=uuid.uuid4(),
            course_code=f"C-{number}", hours_minutes=60, grade="E1", score=None, competencies=[], ref_kind="test",
            ref_uuid=uuid.uuid4(), at=at,
        )  # fmt: skip
    rows.run(
        "update credentials_certificate set revoked_at = %s, revoked_reason = 'error' where uuid = %s", [at, made.uuid]
    )


def test_strangers_are_introduced_and_officers_see_their_day(browse, cast):
    assert reverse("account_login") in browse("/").content.decode()
    text = browse("/", cast.learner).content.decode()
    assert "Good afternoon, Asha Verma" in text
    assert "Establishment Section" in text
    assert text.index("Devi Prasad") < text.index("Farah Naqvi")


def test_today_is_cheap_and_light(browse, cast, django_assert_max_num_queries):
    browse("/", cast.learner)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = browse("/", cast.learner)
    assert len(gzip.compress(page.content)) < 15_000


def test_a_revoked_certificate_counts_nowhere(browse, cast, certificates):
    for address, who in (
        ("/", cast.learner),
        (reverse("portal:record"), cast.learner),
        (reverse("portal:member", args=[cast.learner.person_uuid]), cast.supervisor),
    ):
        text = browse(address, who).content.decode()
        assert "certificate</" in text, address
        assert "certificates</" not in text.split("<main")[1].split("</main>")[0], address


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


def test_the_record_and_the_certificates_are_in_the_account_menu(browse, cast):
    text = browse(reverse("portal:record"), cast.learner).content.decode()
    assert f'<a href="{reverse("portal:record")}" aria-current="page">' in text
    assert f'<a href="{reverse("credentials:mine")}">' in text


def test_the_team_page_costs_the_same_for_a_large_team(browse, cast, django_assert_max_num_queries):
    for number in range(12):
        cast.player(
            f"Member {number}", f"m{number}@personnel.example.in", cast.section, cast.assistant, cast.supervisor
        )
    with django_assert_max_num_queries(6):
        text = browse(reverse("portal:team"), cast.supervisor).content.decode()
    assert "13 people report to your post" in text


def test_administration_is_there_only_with_an_authority(browse, cast):
    page = reverse("portal:administration")
    assert browse(page, cast.learner).status_code == 404
    text = browse(page, cast.admin).content.decode()
    assert reverse("orgs:index") in text
    assert reverse("insight:mine") in text
    assert reverse("orgs:merges") not in text


@pytest.mark.parametrize(("language", "direction"), [("hi", "ltr"), ("ur", "rtl")])
def test_other_languages(browse, cast, language, direction):
    text = browse("/", cast.learner, **{"accept-language": language}).content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in text


def test_the_years_hours_are_those_of_the_financial_year(browse, cast, at):
    for on, minutes in ((dt.date(2026, 4, 1), 45), (dt.date(2026, 3, 31), 60)):
        rows.run(
            """insert into learning_learningcredit (person_id, "on", minutes, kind, ref_kind, ref_uuid)
               values (%s, %s, %s, 'formal', 'test', %s)""",
            [cast.learner.person_id, on, minutes, uuid.uuid4()],
        )
    text = browse(reverse("portal:record"), cast.learner).content.decode()
    assert "<b>45 min</b>" in text
    assert "<b>1 h 45 min</b>" in text
