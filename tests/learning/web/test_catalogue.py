import re

import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock
from karmayogi.learning.models import CatalogueEntry, Enrolment
from karmayogi.ui.api import mb
from tests.learning.conftest import SETUP


@pytest.fixture
def asha(cast, client, at):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        yield client


def test_anybody_may_look(client, course):
    html = client.get(reverse("learning:catalogue")).content.decode()
    assert "Right to information" in html
    assert "20 min" in html
    html = client.get(reverse("learning:course", args=[course.uuid])).content.decode()
    assert "Sign in to enrol" in html
    assert "60 per cent" in html


def test_minutes_and_size_stand_before_anything_is_opened(client, course):
    """On the card, on the page of the course, and for each part; a part in words only says no size of its own."""
    size = mb(CatalogueEntry.objects.get().bytes)
    assert re.fullmatch(r"\d+ kB", size)
    card = client.get(reverse("learning:catalogue")).content.decode()
    assert f"<span>20 min</span><span>{size}</span>" in card
    page = client.get(reverse("learning:course", args=[course.uuid])).content.decode()
    assert f"<span>20 min</span><span>up to {size}</span>" in page.replace("\n", "")
    cells = re.findall(r'<tr><th scope="row">(.*?)</th><td>.*?</td><td class="n">(.*?)</td>', page)
    assert cells == [("What and who", "6 min"), ("Time limits", "4 min"), ("Test", "10 min")]


def test_the_mode_is_a_choice_of_the_page(client, course):
    page = reverse("learning:catalogue")
    assert "Right to information" in client.get(page, {"mode": "online"}).content.decode()
    assert "Right to information" not in client.get(page, {"mode": "classroom"}).content.decode()


def test_a_fragment_is_what_the_page_has_in_that_place(client, course):
    url = reverse("learning:catalogue") + "?q=information"
    whole = client.get(url).content.decode()
    piece = client.get(url, headers={"HX-Request": "true"}).content.decode().strip()
    assert piece.startswith('<div id="found">')
    assert piece in whole


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "after=x",
        "after=1.2.3",
        "after=99999999999999999999.1",
        "length=zzz",
        "competency=%00",
        "q=" + "a" * 5000,
    ],
)
def test_odd_addresses_are_answered(client, course, query):
    assert client.get(reverse("learning:catalogue") + "?" + query).status_code == 200


def test_enrolling_twice_leads_to_the_same_lesson(asha, course):
    url = reverse("learning:enrol", args=[course.uuid])
    first, second = asha.post(url), asha.post(url)
    assert first.status_code == 302
    assert first.url == second.url
    assert Enrolment.objects.count() == 1
    assert asha.get(url).status_code == 405


def test_nobody_enrols_without_signing_in(client, course):
    answer = client.post(reverse("learning:enrol", args=[course.uuid]))
    assert answer.status_code == 302
    assert "next=" in answer.url
    assert Enrolment.objects.count() == 0


def test_few_queries(asha, course, django_assert_max_num_queries):
    for url in (reverse("learning:catalogue") + "?q=right", reverse("learning:course", args=[course.uuid])):
        asha.get(url)
        with django_assert_max_num_queries(8):
            asha.get(url)


def test_what_would_close_a_gap_is_a_course_that_teaches_it(asha, cast, course, at):
    """Of two things that a scheme needs the course teaches one: it is named there, and nowhere else."""
    (taught,) = competencies.by_ids(CatalogueEntry.objects.get(code="T-RTI").competency_ids).values()
    other = next(one for one in competencies.every() if one.id != taught.id)
    scheme = competencies.create_scheme(
        agent=SETUP, organisation_id=cast.ministry.id, code="JJM", name_en="Water to every home",
        needs={taught.code: 5, other.code: 5}, at=at,
    )  # fmt: skip
    html = asha.get(reverse("portal:aim"), {"for": scheme}).content.decode().partition("<main")[2]
    line = {one.code: next(row for row in html.split("<tr>") if f"?q={one.code}" in row) for one in (taught, other)}
    assert f'<a href="{reverse("learning:course", args=[course.uuid])}">Right to information</a>' in line[taught.code]
    assert "Right to information" not in line[other.code]
    assert "no course yet" in line[other.code]
