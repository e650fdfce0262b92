import re
import uuid

import pytest
from django.urls import reverse

from karmayogi.assessment.models import Attempt, AttemptItem, LateAnswer
from tests.assessment.conftest import POOL, Learner, right_values


@pytest.fixture
def started(part, asha) -> Attempt:
    asha.post(reverse("assessment:start", args=[part]), {"language": "en"})
    return Attempt.objects.get()


def url(name, attempt, *args):
    return reverse(f"assessment:{name}", args=[attempt.uuid, *args])


def where(page) -> str:
    return page.redirect_chain[-1][0]


def chosen(attempt, position=1):
    return AttemptItem.objects.get(attempt=attempt, position=position).chosen


def answer(asha, attempt, position, values, go="next", seen=""):
    return asha.post(url("question", attempt, position), {"answer": values, "go": go, "seen": seen})


def test_a_question_page(started, asha):
    page = asha.get(url("question", started, 2))
    html = page.content.decode()
    assert "Question 2 of 5" in html
    assert 'data-seconds="600"' in html
    assert "until 12:10" in html  # also without JavaScript
    assert "no-store" in page["Cache-Control"]
    assert asha.get(url("question", started, 6)).status_code == 404
    assert asha.get(url("question", started, 0)).status_code == 404


def test_every_step_saves_and_leads_on(started, asha):
    assert where(answer(asha, started, 1, [1])) == url("question", started, 2)
    assert where(answer(asha, started, 2, [2], "previous")) == url("question", started, 1)
    assert where(answer(asha, started, 3, [1], "5")) == url("question", started, 5)
    assert where(answer(asha, started, 5, [2])) == url("check", started)
    assert where(answer(asha, started, 4, [1], "check")) == url("check", started)
    assert all(chosen(started, position) for position in range(1, 6))
    assert where(answer(asha, started, 1, [1], "nonsense", seen="1")) == url("question", started, 2)
    assert where(answer(asha, started, 1, [1], "999", seen="1")) == url("question", started, 2)


def test_another_device_resumes_exactly_there(started, asha, at):
    answer(asha, started, 1, [1])
    answer(asha, started, 2, [1], "4")
    phone = Learner(asha.player, asha.at)
    page = phone.get(url("attempt", started))
    assert where(page) == url("question", started, 4)
    back = phone.get(url("question", started, 1)).content.decode()
    assert re.search(r'value="1" checked', back)
    assert where(asha.get(url("attempt", started))) == url("question", started, 1)


def test_an_old_tab_that_changed_nothing_wipes_nothing(started, asha):
    answer(asha, started, 1, [1])
    answer(asha, started, 1, [], "next", seen="")  # opened before the answer was given
    assert chosen(started)
    answer(asha, started, 1, [2], seen="")  # changed there: the last save wins
    assert chosen(started) == [AttemptItem.objects.get(attempt=started, position=1).shown[1]]
    answer(asha, started, 1, ["2"], "clear", seen="2")
    assert chosen(started) == []


def test_nonsense_is_refused_and_nothing_changes(started, asha):
    for values in (["x"], ["-1"], ["²"], ["1e3"], ["9" * 40]):
        answer(asha, started, 1, values)
    assert chosen(started) == []
    single = AttemptItem.objects.exclude(item__kind="multiple").filter(attempt=started)[0]
    assert answer(asha, started, single.position, [1, 2]).status_code == 409


@pytest.mark.parametrize("position", [0, 6, 99_999, 10**12])
def test_a_question_that_there_is_not_is_never_remembered(started, asha, position):
    before = Attempt.objects.get().position
    assert asha.get(url("question", started, position)).status_code == 404
    assert answer(asha, started, position, [], go="language:hi").status_code == 404
    assert Attempt.objects.get().position == before


def test_the_language_of_the_questions_can_be_switched(started, asha):
    page = answer(asha, started, 1, [1], "language:hi")
    assert where(page) == url("question", started, 1)
    assert 'lang="hi"' in page.content.decode()
    assert "विकल्प" in page.content.decode()
    assert chosen(started)
    assert "विकल्प" in asha.get(url("question", started, 2)).content.decode()
    answer(asha, started, 1, [1], "language:xx", seen="1")
    assert Attempt.objects.get().language == "hi"


def test_check_page_lists_the_unanswered_first(started, asha):
    answer(asha, started, 2, [1])
    html = asha.get(url("check", started)).content.decode()
    assert "4 questions have no answer" in html
    assert html.index("Question 5:") < html.index("Question 2:")
    assert "Submit the test" in html


def test_two_presses_of_submit_lead_to_one_result(started, asha):
    first = asha.post(url("submit", started))
    second = asha.post(url("submit", started))
    assert where(first) == where(second) == url("result", started)
    assert asha.get(url("submit", started)).status_code == 405


def test_after_submission_every_old_page_leads_to_the_result(started, asha):
    asha.post(url("submit", started))
    for page in ("attempt", "check"):
        assert where(asha.get(url(page, started))) == url("result", started)
    assert where(asha.get(url("question", started, 1))) == url("result", started)
    for values in ([1], []):
        refused = answer(asha, started, 1, values)
        assert refused.status_code == 409
        assert "submitted already" in refused.content.decode()
        assert url("result", started) in refused.content.decode()
    assert chosen(started) == []


def test_before_submission_the_result_is_not_there(started, asha):
    assert where(asha.get(url("result", started))) == url("question", started, 1)


def test_in_grace_answers_count(started, asha):
    asha.later(minutes=11)
    html = asha.get(url("question", started, 1)).content.decode()
    assert "The time is over." in html
    assert "until 12:12:00" in html
    answer(asha, started, 1, right_values(started.id, 1))
    page = asha.post(url("submit", started))
    assert "1 of 5 answers are right" in page.content.decode()


def test_after_grace_the_next_request_closes_it_and_keeps_the_late_answer(started, asha):
    answer(asha, started, 1, right_values(started.id, 1))
    asha.later(minutes=12, seconds=1)
    page = answer(asha, started, 2, right_values(started.id, 2))
    html = page.content.decode()
    assert where(page) == url("result", started)
    assert "came after the time" in html
    assert "1 of 5 answers are right" in html
    assert LateAnswer.objects.get().position == 2
    assert Attempt.objects.get().closing == "time"


@pytest.mark.parametrize("page", ["attempt", "check", "result"])
def test_an_overdue_attempt_is_closed_by_looking_at_it(started, asha, page):
    asha.later(hours=3)
    assert "0 of 5 answers are right" in asha.get(url(page, started)).content.decode()
    assert Attempt.objects.get().closing == "time"


def test_the_clock_running_out_submits_the_open_question_too(started, asha):
    page = answer(asha, started, 1, right_values(started.id, 1), "finish")
    assert where(page) == url("result", started)
    assert "1 of 5 answers are right" in page.content.decode()


def test_nobody_else_finds_the_attempt(started, asha, cast, at):
    for other in (cast.outsider, cast.supervisor, cast.admin, cast.platform, cast.publisher):
        who = Learner(other, at)
        assert who.get(url("question", started, 1)).status_code == 404
        assert who.post(url("question", started, 1), {"answer": 1}).status_code == 404
        assert who.get(url("attempt", started)).status_code == 404
        assert who.get(url("check", started)).status_code == 404
        assert who.get(url("result", started)).status_code == 404
        assert who.post(url("submit", started)).status_code == 404
    assert asha.get(reverse("assessment:question", args=[uuid.uuid4(), 1])).status_code == 404
    assert chosen(started) == []


def test_nothing_gives_the_answers_away_before_submission(part, asha):
    """Greps every answer of the server: pages, headers, redirects, refusals."""
    asha.get(reverse("assessment:start", args=[part]))
    asha.post(reverse("assessment:start", args=[part]), {"language": "en"})
    attempt = Attempt.objects.get()
    for position in range(1, 6):
        asha.get(url("question", attempt, position))
        asha.get(url("question", attempt, position), **{"HX-Request": "true", "Accept": "application/json"})
        answer(asha, attempt, position, [1], "language:hi")
        answer(asha, attempt, position, [2, 1], "language:en")
        answer(asha, attempt, position, [1, 2, 3])
        answer(asha, attempt, position, [1])
    answer(asha, attempt, 5, [1], "language:en")
    for page in ("attempt", "check", "result"):
        asha.get(url(page, attempt))
    asha.get(reverse("assessment:start", args=[part]))
    seen = "\n".join(asha.bodies)
    assert len(asha.bodies) > 30
    for raw in POOL:
        for words in (raw["why"]["en"], raw["why"]["hi"], raw["clause"]):
            assert words not in seen
    assert not re.search(r"correct|>right answer<|data-right|t-q\d\d", seen)
    # The options of a question differ in nothing but place, text and what she chose herself.
    for inputs in re.findall(r'<input type="(?:radio|checkbox)" name="answer"([^>]*)>', seen):
        assert re.fullmatch(r' value="\d"( checked)?', inputs)
    asha.post(url("submit", attempt))
    assert "Reason-" in asha.bodies[-1]
    assert "right answer" in asha.bodies[-1]


def test_a_question_page_is_cheap(started, asha, django_assert_max_num_queries):
    asha.get(url("question", started, 1))
    with django_assert_max_num_queries(8):
        asha.get(url("question", started, 2))
    with django_assert_max_num_queries(10):  # with the savepoint of a test transaction
        answer_only = asha.post(url("question", started, 2), {"answer": 1}, follow=False)
    assert answer_only.status_code == 302
