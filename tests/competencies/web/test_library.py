"""The scale in words, and the ways into it: the data is whole, and the page shows all of it."""

import html

import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.competencies.queries.proof.descriptors import descriptors
from karmayogi.competencies.queries.scales import scales

# What a step of another scale may be worth at most: no mapping grants what only its own procedure grants.
HIGHEST = {"kcm-3": 3, "ots-3": 4, "frac-labels": 5, "four-step": 4}


def test_every_mapping_rises_step_by_step_and_says_why_in_three_languages():
    assert {one.code: max(step.level for step in one.steps) for one in scales("en")} == HIGHEST
    for language in ("en", "hi", "ur"):
        assert [one.number for one in descriptors(language)] == [1, 2, 3, 4, 5]
        for one in scales(language):
            names = [step.name for step in one.steps]
            assert len(set(names)) == len(names), "a step is read in one way only"
            assert all(1 <= step.level <= 5 and step.reason.strip() for step in one.steps)
            assert one.name.strip()
            assert one.note.strip()
    for one in scales("en"):
        levels = [step.level for step in one.steps]
        if one.code == "frac-labels":  # two sets of names for the same five, and one more for the lower end
            assert levels == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5, 1]
        else:
            assert levels == sorted(set(levels))
    english = {step.reason for one in scales("en") for step in one.steps}
    for language in ("hi", "ur"):
        assert english.isdisjoint(step.reason for one in scales(language) for step in one.steps)


@pytest.mark.parametrize("language", ["en", "hi", "ur"])
def test_the_page_shows_them_all_and_the_library_leads_there(cast, client, at, frozen_time, language):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = reverse("competencies:levels")
    assert f'href="{page}"' in client.get(reverse("competencies:library")).content.decode()
    shown = html.unescape(client.get(page).content.decode())
    for level in descriptors(language):
        assert level.text in shown
    for one in scales(language):
        assert one.note in shown
        for step in one.steps:
            assert f'>{step.name}</bdi></th><td class="n">{step.level}</td><td>{step.reason}' in shown
