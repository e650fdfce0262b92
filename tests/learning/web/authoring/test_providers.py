import pytest
from django.conf import settings

from karmayogi.kernel import clock, rows
from karmayogi.learning.models import CourseRating


@pytest.fixture
def as_(client, at):
    def call(player):
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    with clock.frozen(at):
        yield call


def test_from_application_to_licence_and_people(as_, studio, cast):
    client = as_(cast.learner)
    wrong = client.post("/learning/providers/apply/", {"name": "Institute of Rules", "kind": "expert", "about": "x"})
    assert wrong.status_code == 422 and "in the register already" in wrong.content.decode()
    page = client.post("/learning/providers/apply/", {"name": "Asha teaches", "kind": "expert", "about": "Files"}).url
    assert "Has applied" in client.get(page).content.decode()
    assert client.post(f"{page}act/", {"act": "license", "reason": "I want it"}).status_code == 404
    assert as_(cast.outsider).get(page).status_code == 404
    client = as_(cast.platform)
    assert "Asha teaches" in client.get("/learning/providers/?status=applied").content.decode()
    client.post(
        f"{page}act/", {"act": "license", "from": "2026-11-20", "to": "2027-11-20", "most": "3", "reason": "Good"}
    )
    assert "Licensed" in client.get(page).content.decode()
    client = as_(cast.learner)
    client.post(f"{page}act/", {"act": "add_member", "email": cast.learner.email, "role": "CONTENT_CREATOR"})
    assert "Writes courses" in client.get(page).content.decode()
    assert "Begin a course" in client.get("/learning/authoring/").content.decode()
    held = rows.fetch(
        str, "select role from learning_providermember where person_id = %s order by 1", [cast.learner.person_id]
    )
    assert held == ["CBP_ADMIN", "CONTENT_CREATOR"]


@pytest.mark.parametrize("wrong", [{"most": "x"}, {"to": "soon"}, {"to": "2020-01-01"}, {"reason": ""}])
def test_what_cannot_be_decided_is_said_and_changes_nothing(as_, studio, wrong):
    before = rows.scalar("select md5(p::text) from learning_provider p where uuid = %s", [studio.institute])
    given = {"act": "license", "from": "2026-11-20", "to": "2027-11-20", "most": "3", "reason": "Good"} | wrong
    client = as_(studio.platform)
    page = f"/learning/providers/{studio.institute}/"
    client.post(f"{page}act/", given)
    assert 'class="note bad"' in client.get(page).content.decode()
    assert rows.scalar("select md5(p::text) from learning_provider p where uuid = %s", [studio.institute]) == before


def test_the_page_shows_its_courses_and_leads_on(as_, studio):
    course = studio.published()
    client = as_(studio.publisher)
    html = client.get(f"/learning/providers/{studio.institute}/").content.decode()
    assert f"/learning/courses/{course}/retire/" in html and "Answering citizens" in html
    assert f"/learning/courses/{course}/next-version/" not in html
    client = as_(studio.author)
    assert client.post(f"/learning/courses/{course}/next-version/").status_code == 302
    assert "The draft" in client.get(f"/learning/providers/{studio.institute}/").content.decode()
    assert client.get("/learning/providers/list.xlsx").status_code == 200


def test_retiring_by_hand(as_, studio):
    course = studio.published()
    url = f"/learning/courses/{course}/retire/"
    client = as_(studio.publisher)
    assert client.post(url, {"reason": "", "on": "2026-11-20"}).status_code == 422
    assert client.post(url, {"reason": "Old", "on": "yesterday"}).status_code == 422
    client.post(url, {"reason": "Old", "on": "2026-11-20"})
    assert "Put it back into the catalogue" in client.get(url).content.decode()
    client.post(url, {"act": "restore", "reason": "Needed"})
    assert rows.scalar("select status from learning_course where uuid = %s", [course]) == "published"
    assert as_(studio.author).get(url).status_code == 404


def test_calibration_is_the_platform_s(as_, studio, at):
    studio.published()
    assert as_(studio.platform).get("/learning/authoring/quality/").status_code == 200
    assert as_(studio.reviewer).get("/learning/authoring/quality/").status_code == 404


def test_a_provider_is_rated_by_those_who_learnt_in_its_courses(as_, studio, cast, at):
    """Of five or more ratings the mean is shown, in the register and on its page; a hidden one does not count."""
    course = rows.scalar("select id from learning_course where uuid = %s", [studio.published()])
    who = [player.person_id for player in cast.everyone.values()][:6]
    page, register = f"/learning/providers/{studio.institute}/", "/learning/providers/?q=Institute"

    def rate(person, stars):
        CourseRating.objects.create(course_id=course, person_id=person, stars=stars, given_at=at, changed_at=at)

    for person, stars in zip(who[:4], (5, 4, 5, 3), strict=True):
        rate(person, stars)
    client = as_(studio.platform)
    html = client.get(page).content.decode()
    assert "4 ratings" in html and "too few for a mean" in html and "4.3" not in html
    rate(who[4], 5)
    html = client.get(page).content.decode()
    assert "5 ratings" in html and '<bdi dir="ltr">4.4</bdi> of 5' in html
    assert '<bdi dir="ltr">4.4</bdi> · 5' in client.get(register).content.decode()
    rate(who[5], 1)
    CourseRating.objects.filter(person_id=who[5]).update(hidden_at=at, hidden_by=who[0], hidden_reason="Abuse")
    assert '<bdi dir="ltr">4.4</bdi> of 5' in client.get(page).content.decode()
    assert "4.4" not in client.get("/learning/providers/?q=Course+Company").content.decode()
