"""Today, and what strangers see instead."""

import gzip

import pytest
from django.urls import reverse

MOST_STATEMENTS = 12  # of a page, by issue 2


def test_strangers_are_introduced_and_officers_see_their_day(browse, cast):
    assert reverse("account_login") in browse("/").content.decode()
    text = browse("/", cast.learner).content.decode()
    assert "Good afternoon, Asha Verma" in text
    assert "Establishment Section" in text
    assert text.index("Devi Prasad") < text.index("Farah Naqvi")


def test_today_is_cheap_and_light(browse, client, cast, django_assert_max_num_queries):
    browse("/", cast.learner)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        page = client.get("/")
    assert len(gzip.compress(page.content)) < 15_000


@pytest.mark.parametrize(("language", "direction"), [("hi", "ltr"), ("ur", "rtl")])
def test_other_languages(browse, cast, language, direction):
    text = browse("/", cast.learner, **{"accept-language": language}).content.decode()
    assert f'<html lang="{language}" dir="{direction}"' in text
