import pytest
from django.urls import reverse

from karmayogi.assessment.models import Attempt
from karmayogi.learning.models import PartProgress
from tests.assessment.conftest import right_values
from tests.assessment.web.test_questions import answer, url


@pytest.fixture
def sit(part, asha):
    """Takes the test with so many right answers; the page that follows."""

    def take(right: int):
        asha.post(reverse("assessment:start", args=[part]), {"language": "en"})
        attempt = Attempt.objects.get(submitted_at=None)
        for position in range(1, right + 1):
            answer(asha, attempt, position, right_values(attempt.id, position))
        return asha.post(url("submit", attempt)).content.decode()

    return take


def test_a_fail_says_why_and_what_is_left(sit):
    html = sit(2)
    assert "Not passed" in html
    assert "2 of 5 answers are right" in html
    assert "40%" in html
    assert html.count("Reason-") == 5
    assert html.count("Clause-") == 5
    assert html.count("No answer") == 3
    assert "You have 1 attempt left" in html
    assert "certificate" not in html.lower().split("</header>")[1].split("<footer")[0]


def test_the_last_fail_says_what_next(sit, part, asha):
    sit(0)
    html = sit(0)
    assert "You have used all your attempts" in html
    assert "The course stays open to you" in html
    start = asha.get(reverse("assessment:start", args=[part])).content.decode()
    assert "You have used all your attempts" in start
    assert "Start the test" not in start
    assert asha.post(reverse("assessment:start", args=[part])).status_code == 409
    assert Attempt.objects.count() == 2


def test_a_pass_without_the_other_parts_waits_for_them(sit, part, asha):
    html = sit(5)
    assert "Passed" in html
    assert "when all other parts" in html
    assert "You have passed this test." in asha.get(reverse("assessment:start", args=[part])).content.decode()


def test_a_pass_that_completes_the_course_links_the_certificate(sit, part, asha, at):
    from karmayogi.learning.models import Enrolment, Part

    page, enrolment = Part.objects.get(kind="page"), Enrolment.objects.get()
    PartProgress.objects.create(
        person_id=asha.player.person_id, part=page, enrolment=enrolment, state="done",
        opened_at=at, seen_at=at, completed_at=at,
    )  # fmt: skip
    html = sit(4)
    assert "Your certificate is ready" in html
    assert reverse("credentials:mine") in html
    assert Enrolment.objects.get().status == "completed"
