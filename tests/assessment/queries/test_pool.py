import pytest

from karmayogi.assessment.actions.check_questions import check_questions
from karmayogi.assessment.queries import pool
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused


def test_what_was_imported_comes_back_as_the_file_had_it(course):
    part = rows.scalar("select part_id from assessment_paper")
    found = pool.questions_of(part)
    check_questions(found)
    assert len(found) == 12
    first = next(one for one in found if one["key"] == "t-q01")
    assert first["text"] == {"en": "What about 1?", "hi": "1 के बारे में क्या?"}
    assert [option["correct"] for option in first["options"]] == [False, True, False, False]
    assert first["options"][0]["text"]["hi"] == "विकल्प a1"
    terms = pool.test_terms(part)
    assert terms and (terms.draw, terms.minutes, terms.attempts) == (5, 10, 2)


def test_a_part_without_a_test_has_none(db):
    assert pool.questions_of(0) == []
    assert pool.test_terms(0) is None


def test_a_question_that_cannot_be_asked():
    with pytest.raises(Refused, match="q1"):
        check_questions([{"key": "q1", "kind": "essay"}])
