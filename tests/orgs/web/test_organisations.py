"""Bala looks at her ministry; nobody of elsewhere does."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.kernel import rows
from karmayogi.people import api as people

PAGES = ["orgs:organisation", "orgs:people", "orgs:people_sheet", "orgs:officers", "orgs:officers_template"]


@pytest.mark.parametrize("page", PAGES)
def test_the_training_admin_opens_every_page(cast, browser, page):
    for office in (cast.ministry, cast.section):
        assert browser(cast.admin).get(reverse(page, args=(office.uuid,))).status_code == 200


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("part", ["learner", "supervisor", "outsider", "other_admin", "analyst", "publisher"])
def test_others_get_the_same_not_found_as_for_nothing(cast, browser, page, part):
    client = browser(cast.everyone[part])
    theirs = client.get(reverse(page, args=(cast.ministry.uuid,)))
    nothing = client.get(reverse(page, args=(cast.learner.person_uuid,)))
    assert theirs.status_code == nothing.status_code == 404


def test_the_platform_sees_structure_and_no_people(cast, browser):
    client = browser(cast.platform)
    assert client.get(reverse("orgs:organisation", args=(cast.ministry.uuid,))).status_code == 200
    for page in PAGES[1:]:
        assert client.get(reverse(page, args=(cast.ministry.uuid,))).status_code == 404


def test_a_stranger_is_asked_to_sign_in(cast, client):
    answer = client.get(reverse("orgs:index"))
    assert answer.status_code == 302
    assert answer["Location"].endswith("next=%2Forgs%2F")


def test_seats_and_vacancies_are_counted_over_the_subtree(cast, browser):
    html = browser(cast.admin).get(reverse("orgs:organisation", args=(cast.ministry.uuid,))).content.decode()
    assert "Ministry of Personnel" in html
    assert "Department of Personnel" in html
    assert "Rural" not in html


def test_the_index_shows_mine_and_finds_units_below(cast, browser):
    client = browser(cast.admin)
    html = client.get(reverse("orgs:index") + "?q=establishment").content.decode()
    assert "Establishment Section" in html
    assert (
        "Land"
        not in client.get(reverse("orgs:index") + "?q=land").content.decode().split("<main")[1].split('value="land"')[1]
    )
    assert browser(cast.learner).get(reverse("orgs:index")).status_code == 404


def test_the_people_list_is_searched_and_sorted_and_in_few_queries(cast, browser, django_assert_max_num_queries):
    client = browser(cast.admin)
    address = reverse("orgs:people", args=(cast.ministry.uuid,))
    with django_assert_max_num_queries(7):
        html = client.get(address).content.decode().partition("<tbody>")[2]
    assert html.index("Bala") < html.index("Farah") < html.index("Devi Prasad") < html.index("Asha Verma"), "by office"
    html = client.get(address, {"sort": "name"}).content.decode().partition("<tbody>")[2]
    assert html.index("Asha Verma") < html.index("Bala") < html.index("Devi Prasad") < html.index("Farah")
    assert "Chandra" not in html
    assert "Devi Prasad" not in client.get(address, {"q": "asha"}).content.decode()
    for odd in ({"sort": "nonsense"}, {"after": "x"}, {"after": "1.\x00"}, {"q": "%_\\"}, {"sort": "office"}):
        assert client.get(address, odd).status_code == 200


def test_pages_follow_each_other_without_gap(cast, at, browser):
    for number in range(60):
        cast.player(f"Officer {number:02d}", f"o{number}@x.in", cast.section, cast.assistant)
    client = browser(cast.admin)
    address = reverse("orgs:people", args=(cast.ministry.uuid,))
    seen, href = [], address
    while href:
        html = client.get(href).content.decode()
        seen += [name for name in (f"Officer {number:02d}" for number in range(60)) if name in html]
        part = html.partition('rel="next" href="')[2]
        href = part.partition('"')[0].replace("&amp;", "&") if part else None
    assert seen == [f"Officer {number:02d}" for number in range(60)]


def test_the_sheet_holds_the_list_harmless_and_is_audited(cast, at, browser):
    cast.player("=2+5 Trick", "trick@x.in", cast.section, cast.assistant)
    answer = browser(cast.admin).get(reverse("orgs:people_sheet", args=(cast.ministry.uuid,)))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    names = [line[0] for line in book]
    assert names[0] == "Name"
    assert "'=2+5 Trick" in names
    assert "Asha Verma" in names
    assert "Chandra Rao" not in names
    assert cast.learner.mobile in [line[10] for line in book], "a number is no formula"
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'orgs:people:export'") == 1


@pytest.mark.parametrize("language", ["hi", "ur"])
def test_the_pages_speak_the_readers_language(cast, browser, language):
    client = browser(cast.admin)
    client.cookies["django_language"] = language
    html = client.get(reverse("orgs:organisation", args=(cast.ministry.uuid,))).content.decode()
    assert {"hi": "कार्मिक मंत्रालय", "ur": "وزارت عملہ"}[language] in html


def test_a_revoked_session_sees_nothing(cast, at, browser):
    client = browser(cast.admin)
    rows.run("update people_account set is_active = false where id = %s", [cast.admin.account_id])
    assert client.get(reverse("orgs:organisation", args=(cast.ministry.uuid,))).status_code == 302
    assert people.account(cast.admin.account_id) is not None
