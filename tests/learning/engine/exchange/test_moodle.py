from karmayogi.learning.types import Outcome, Why
from tests.learning.understood import lines, parts, read


def test_moodle():
    plan = read("moodle")
    assert parts(plan) == [
        ("a-label", "page"), ("a-page", "page"), ("a-file", "pdf"), ("a-link", "page"), ("chapter-1", "page"),
        ("chapter-2", "page"), ("a-quiz", "quiz"), ("a-package", "scorm12"),
    ]  # fmt: skip
    told = lines(plan)
    assert told["A forum", "forum"] == (Outcome.LEFT_OUT, Why.KIND)
    assert told["Hidden", "page"] == (Outcome.LEFT_OUT, Why.HIDDEN)
    assert told["Q1", "multichoice"] == (Outcome.PARTLY, Why.PART_MARKS)
    assert told["Q3", "shortanswer"] == told["Q5", "numerical"] == (Outcome.KEPT, Why.KIND)
    quiz = plan.parts[6]
    assert [(one["key"], one["kind"]) for one in quiz.questions] == [
        ("q1", "single"), ("q2", "truefalse"), ("q4-1", "single"), ("q4-2", "single"),
    ]  # fmt: skip
    assert (quiz.quiz.minutes, quiz.quiz.attempts) == (10, 2)
    assert "https://x.example/" in plan.parts[3].variants["en"].html
