"""Every kind of question on its page: shown, answered, kept, marked, explained, and silent about what is right."""

import re

import pytest
from django.urls import reverse

from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.models import Attempt, AttemptItem, LateAnswer, Paper
from karmayogi.kernel.access import Refused
from karmayogi.learning.types import QuizSpec
from tests.assessment import kinds as examples

POOL = [raw for raw in examples.ALL if raw["kind"] != "short"]


@pytest.fixture
def started(part, asha) -> Attempt:
    paper = Paper.objects.get()
    import_questions(paper.part_id, POOL, QuizSpec(len(POOL), 10, 2, 60))
    asha.post(reverse("assessment:start", args=[part]), {"language": "en"})
    return Attempt.objects.get()


def place(attempt, kind):
    return AttemptItem.objects.get(attempt=attempt, item__kind=kind).position


def page(asha, attempt, position):
    return asha.get(reverse("assessment:question", args=[attempt.uuid, position])).content.decode()


def send(asha, attempt, position, data, go="stay"):
    return asha.post(reverse("assessment:question", args=[attempt.uuid, position]), {**data, "go": go})


def chosen(attempt, position):
    return AttemptItem.objects.get(attempt=attempt, position=position).chosen


def option_of(html, name, text) -> str:
    """What a select sends for an option with this text."""
    select = re.search(rf'<select id="{name}".*?</select>', html, re.DOTALL)[0]
    return re.search(rf'<option value="(\d+)"[^>]*>{text}<', select)[1]


def seen(html) -> str:
    return re.search(r'name="seen" value="([^"]*)"', html)[1]


def answers(asha, attempt) -> dict[int, dict]:
    match, order, case = (page(asha, attempt, place(attempt, kind)) for kind in ("match", "order", "case"))
    lines = {text: re.search(rf'<label for="(\w+)"><span[^>]*>{text}<', order)[1]
             for text in ("Receipt", "Note", "Order")}  # fmt: skip
    inner = {text: re.search(rf'<label for="([\w-]+)"><span[^>]*>{text}\??<', case)[1]
             for text in ("Receipt", "Note", "Order", "Within how many days")}  # fmt: skip
    ticks = [re.search(rf'name="f1-1" value="(\d)"[^>]*><span[^>]*>{text}\??<', case)[1]
             for text in ("Diarise it", "Read it")]  # fmt: skip
    return {
        place(attempt, "match"): {"f1": option_of(match, "f1", "Head of office"),
                                  "f2": option_of(match, "f2", "Ministry")},
        place(attempt, "order"): {name: str(n) for n, name in enumerate(lines.values(), start=1)},
        place(attempt, "blank"): {"f1": "SECRET2005", "f2": "secret officers"},
        place(attempt, "numeric"): {"f1": "1,23,456"},
        place(attempt, "case"): {
            "f1-1": ticks, inner["Within how many days"]: "98765", "f4-1": "secret9",
            **{inner[text]: str(n) for n, text in enumerate(("Receipt", "Note", "Order"), start=1)},
        },
    }  # fmt: skip


def test_each_kind_is_answered_marked_and_explained(started, asha):
    for position, data in answers(asha, started).items():
        assert send(asha, started, position, data).status_code == 200
        assert "Answer saved" in page(asha, started, position)
    weighted = place(started, "weighted")
    keys = AttemptItem.objects.get(attempt=started, position=weighted).shown
    send(asha, started, weighted, {"answer": [keys.index("b") + 1], "seen": ""})
    asha.post(reverse("assessment:submit", args=[started.uuid]))
    row = Attempt.objects.get()
    assert (row.right, row.score, row.passed) == (5, 88, True)  # five whole ones and a quarter, of six
    html = asha.bodies[-1]
    assert "25% of the mark" in html
    assert "SECRET2005" in html
    assert "Head of office" in html


def test_nothing_that_tells_a_right_answer_leaves_the_server_before(started, asha):
    for position in range(1, started.questions + 1):
        page(asha, started, position)
    send(asha, started, place(started, "numeric"), {"f1": "5"})
    asha.get(reverse("assessment:check", args=[started.uuid]))
    assert len(asha.bodies) > 7
    for body in asha.bodies:
        assert not [secret for secret in examples.SECRETS if secret in body.lower()]


def test_an_old_tab_that_changed_nothing_wipes_nothing(started, asha):
    position = place(started, "blank")
    empty = seen(page(asha, started, position))
    send(asha, started, position, {"f1": "a, b;c", "f2": "d"})
    send(asha, started, position, {"f1": "", "f2": "", "seen": empty})
    assert chosen(started, position) == ["a, b;c", "d"]
    send(asha, started, position, {"f1": "a, b;c", "f2": "d", "seen": seen(page(asha, started, position))})
    send(asha, started, position, {}, go="clear")
    assert chosen(started, position) == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [("order", {"f1": "1", "f2": "1"}), ("numeric", {"f1": "NaN"}), ("match", {"f1": "9"}), ("case", {"f2-1": "x"})],
)
def test_what_is_no_answer_is_said_and_not_kept(started, asha, kind, data):
    position = place(started, kind)
    answer = send(asha, started, position, data)
    assert answer.status_code == 422
    assert "This answer was not saved" in answer.content.decode()
    assert chosen(started, position) == []


def test_what_was_typed_stands_on_the_page_that_refuses_it(started, asha):
    position = place(started, "numeric")
    send(asha, started, position, {"f1": "5"})
    before = seen(page(asha, started, position))
    for go in ("next", "finish"):
        html = send(asha, started, position, {"f1": "five <b>", "seen": before}, go).content.decode()
        assert 'value="five &lt;b&gt;"' in html
        assert "Answer saved" not in html
        assert seen(html) == before
    order = place(started, "order")
    html = send(asha, started, order, {"f1": "2", "f2": "2"}).content.decode()
    assert html.count('<option value="2" selected>') == 2
    assert chosen(started, position) == ["5"]
    assert Attempt.objects.get().submitted_at is None


def test_one_bad_field_of_a_case_loses_no_other_part(started, asha):
    position = place(started, "case")
    data = answers(asha, started)[position]
    number = next(name for name, value in data.items() if value == "98765")
    send(asha, started, position, data)
    whole = chosen(started, position)
    answer = send(asha, started, position, data | {number: "soon", "f4-1": "rule 9"})
    html = answer.content.decode()
    assert (answer.status_code, chosen(started, position)) == (422, [whole[0], "", whole[2], '["rule 9"]'])
    assert "This answer was not saved" in html
    assert 'value="soon"' in html
    assert 'value="rule 9"' in html
    assert html.count(" checked") == 2
    send(asha, started, position, data | {"seen": seen(html)})
    assert chosen(started, position) == whole


def test_a_bad_field_after_the_time_leads_to_the_result(started, asha):
    asha.later(minutes=12, seconds=1)
    answer = send(asha, started, place(started, "numeric"), {"f1": "five"}, "finish")
    assert (answer.status_code, Attempt.objects.get().closing) == (200, "time")


def test_a_late_answer_is_kept_apart(started, asha):
    position = place(started, "numeric")
    asha.later(minutes=12, seconds=1)
    send(asha, started, position, {"f1": "123456.5"})
    assert LateAnswer.objects.get().chosen == ["123456.5"]
    assert Attempt.objects.get().score == 0


def test_the_terms_of_marking_are_checked(course):
    for terms in ({"second_percent": 101}, {"peers": 6}):
        with pytest.raises(Refused, match="five learners"):
            import_questions(Paper.objects.get().part_id, examples.ALL, QuizSpec(2, 10, 2, 60, **terms))
