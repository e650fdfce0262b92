"""The page of what is offered says when it is completed."""

from django.test import Client
from django.urls import reverse

from tests.learning.actions.collections.test_publish_programme import publish


def test_a_test_alone_speaks_of_no_parts(kcm, cast, at, settings, frozen_time):
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    html = browser.get(reverse("learning:course", args=[publish(at).uuid])).content.decode()
    assert "When the test is passed with 60 per cent or more." in html
    assert "all 1 parts" not in html and "plausible time" not in html
