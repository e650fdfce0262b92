"""The page of suggestions: reasons in words, and putting aside without JavaScript."""

from html import escape

from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock
from tests.learning.queries.test_suggestions import course_for, profiles  # noqa: F401 (a fixture)


def test_a_suggestion_tells_its_reason_and_can_be_put_aside(cast, profiles, write_course, at, frozen_time):  # noqa: F811
    gap = competencies.gaps_of(cast.learner.person_id, clock.day(at))[0]
    course = course_for("T-ONE", gap.code, gap.needs, write_course, at)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    page, aside = reverse("learning:suggestions"), reverse("learning:not_for_me", args=[course.uuid])
    text = client.get(page).content.decode()
    assert f"Your post needs {escape(gap.name_en)} at level {gap.needs}; shown: 0." in text
    assert client.get(aside).status_code == 405
    text = client.post(aside, follow=True).content.decode()
    assert "There is nothing to suggest today." in text
    assert "Suggest it again" in text
    text = client.post(aside, {"back": "1"}, follow=True).content.decode()
    assert "Your post needs" in text
    assert Client().get(page).status_code == 302
