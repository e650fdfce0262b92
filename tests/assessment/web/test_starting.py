import pytest
from django.urls import reverse

from karmayogi.assessment.models import Attempt
from karmayogi.kernel import slots


def test_the_start_page_says_the_terms_and_opens_nothing(part, asha):
    page = asha.get(reverse("assessment:start", args=[part]))
    assert page.status_code == 200
    html = page.content.decode()
    for words in ("Conduct in office", "10 min", "60% of the answers", "2 of 2", "Start the test", "within 2 minutes"):
        assert words in html
    assert Attempt.objects.count() == 0
    assert "no-store" in page["Cache-Control"]


def test_learning_finds_the_test_by_its_slot(part, asha):
    assert slots.one("learning.quiz_url")(part) == reverse("assessment:start", args=[part])


def test_starting_leads_to_the_first_question_and_twice_to_the_same(part, asha):
    page = asha.post(reverse("assessment:start", args=[part]), {"language": "hi"})
    attempt = Attempt.objects.get()
    assert page.redirect_chain[-1][0] == reverse("assessment:question", args=[attempt.uuid, 1])
    assert "के बारे में क्या?" in page.content.decode()
    again = asha.post(reverse("assessment:start", args=[part]), {"language": "en"})
    assert again.redirect_chain[-1][0] == page.redirect_chain[-1][0]
    assert Attempt.objects.count() == 1
    assert "This test is running" in asha.get(reverse("assessment:start", args=[part])).content.decode()


def test_languages_on_offer_are_those_of_the_whole_pool(part, asha):
    html = asha.get(reverse("assessment:start", args=[part])).content.decode()
    assert 'name="language" value="hi"' in html
    assert 'name="language" value="ur"' not in html


def test_who_is_not_enrolled_finds_nothing(part, outsider):
    assert outsider.get(reverse("assessment:start", args=[part])).status_code == 404
    assert outsider.post(reverse("assessment:start", args=[part])).status_code == 404
    assert Attempt.objects.count() == 0


def test_a_stranger_is_sent_to_sign_in(part, client):
    answer = client.get(reverse("assessment:start", args=[part]))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize("method", ["put", "delete"])
def test_other_methods_are_refused(part, asha, method):
    assert getattr(asha.client, method)(reverse("assessment:start", args=[part])).status_code == 405
