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
    assert {told[f"Q{n}", kind] for n, kind in ((1, "multichoice"), (3, "shortanswer"), (5, "numerical"))} == {
        (Outcome.IMPORTED, None)
    }
    quiz = plan.parts[6]
    assert [(one["key"], one["kind"]) for one in quiz.questions] == [
        ("q1", "weighted"), ("q2", "truefalse"), ("q3", "blank"), ("q4", "match"), ("q5", "numeric"),
    ]  # fmt: skip
    assert (quiz.quiz.minutes, quiz.quiz.attempts) == (10, 2)
    assert "https://x.example/" in plan.parts[3].variants["en"].html
