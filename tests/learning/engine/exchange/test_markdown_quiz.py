import json
from pathlib import Path

import pytest

from karmayogi.learning.engine.exchange import markdown_quiz
from karmayogi.learning.types import CourseFault, Outcome, Why
from tests.learning import foreign

REAL = Path(__file__).parents[5] / "shared" / "content" / "multilingual-course"
real_files = pytest.mark.skipif(not REAL.exists(), reason="the course in eight languages is not on this machine")


@pytest.fixture(scope="module")
def plan():
    return markdown_quiz.read(foreign.markdown_quiz())


def reasons(plan) -> set[tuple[str, str | None]]:
    return {(line.source.rpartition("/")[2], line.why and str(line.why)) for line in plan.report}


def question(plan, key):
    return next(one for part in plan.parts for one in part.questions if one["key"] == key)


def test_languages_are_variants_of_one_course(plan):
    assert plan.titles == foreign.LANGUAGES
    assert [part.key for part in plan.parts] == [
        "introduction", "2-dig", "2-dig-test", "10-drink", "10-drink-test", "quiz-4",
    ]  # fmt: skip
    lesson = plan.parts[1]
    assert set(lesson.variants) == set(foreign.LANGUAGES)
    assert "நீர்" in lesson.variants["ta"].html
    assert plan.licence == "MIT License"
    assert plan.summaries["en"].startswith("Water is what")


def test_texts_are_cleaned_and_lead_nowhere_inside(plan):
    html = plan.parts[1].variants["en"].html
    assert "<script" not in html
    assert "<img" not in html
    assert "A well" in html
    assert "<a" not in html  # neither to the neighbour nor to the quiz elsewhere


def test_one_question_has_the_texts_of_all_languages_that_agree(plan):
    assert question(plan, "quiz-1-q1")["text"] == {"en": "Is water wet?", "bn": "জল ভেজা?"}
    assert question(plan, "quiz-2-q2")["kind"] == "multiple"
    assert set(question(plan, "quiz-3-q1")["text"]) == {"en", "hi"}


def test_a_translation_that_contradicts_is_kept_out_and_changes_no_key(plan):
    asked = question(plan, "quiz-2-q1")
    assert set(asked["text"]) == {"en"}
    assert [one["key"] for one in asked["options"] if one["correct"]] == ["b"]
    assert all(set(one["text"]) == {"en"} for one in asked["options"])
    said = {line.source: line for line in plan.report}
    assert said["course/quizzes/bn.json #2.1"].why is Why.RIGHT_ANSWER
    assert said["course/quizzes/bn.json #2.1"].detail == "a / b"
    assert said["course/quizzes/hin.json #1.1"].why is Why.OPTION_COUNT
    assert said["course/quizzes/hin.json #2"].why is Why.QUESTION_COUNT
    assert said["course/quizzes/en.json #3.2"].outcome is Outcome.KEPT


def test_a_quiz_before_the_lesson_joins_the_test_after_it(plan):
    test = plan.parts[2]
    assert [one["key"] for one in test.questions] == ["quiz-1-q1", "quiz-2-q1", "quiz-2-q2"]
    assert (test.quiz.draw, test.variants["en"].title) == (2, "After")
    assert ("Before", "joined") in reasons(plan)
    assert ("Nobody links here", "no_lesson") in reasons(plan)


def test_what_does_not_come_in_is_told(plan):
    assert ("one.png", "kind") in reasons(plan)
    assert {line.why for line in plan.report if line.source == "course/fr/README.md"} == {Why.UNKNOWN_LANGUAGE}
    assert {line.why for line in plan.report if line.source == "course/ta/9-more/README.md"} == {Why.NO_ENGLISH}


@pytest.mark.parametrize(
    "broken",
    [b"{", b"[]x", b'[{"quizzes": [{"id": "1", "quiz": []}]}]', b'[{"quizzes": [7]}]', b"\xff", b"[" * 100_000],
)
def test_broken_quizzes_are_refused(broken):
    with pytest.raises(CourseFault) as caught:
        markdown_quiz.read(foreign.markdown_quiz() | {"course/quizzes/en.json": broken})
    assert caught.value.why is Why.BROKEN


def test_quizzes_without_english_are_left_out():
    files = foreign.markdown_quiz()
    del files["course/quizzes/en.json"]
    plan = markdown_quiz.read(files)
    assert not any(part.questions for part in plan.parts)
    assert sum(line.why is Why.NO_ENGLISH for line in plan.report) == 3


@pytest.mark.real_files
@real_files
def test_the_real_course_of_eight_languages():
    wanted = ("en", "ta")  # one more shows what eight do, in a quarter of the time
    paths = [one for code in wanted for one in REAL.glob(f"{code}/**/*.md")] + sorted(REAL.glob("quizzes/*.json"))
    plan = markdown_quiz.read({one.relative_to(REAL).as_posix(): one.read_bytes() for one in paths})
    lessons = [part for part in plan.parts if part.kind == "page"]
    assert len(lessons) == 25
    assert all(set(one.variants) == set(wanted) for one in lessons)
    questions = [one for part in plan.parts for one in part.questions]
    told = json.loads((REAL / "quizzes" / "en.json").read_text())[0]["quizzes"]
    assert len(questions) == sum(len(one["quiz"]) for one in told) == 144
    assert sum("hi" in one["text"] for one in questions) == 60
    assert sum("bn" in one["text"] for one in questions) == 144
    assert "<img" not in "".join(v.html for part in lessons for v in part.variants.values())
