"""The questions of a test as a draft of the next version begins with them."""

import pytest

from karmayogi.assessment.actions.import_questions import check_pool
from karmayogi.assessment.queries.exchange.pool import pool_of
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused


def test_what_was_imported_comes_back_as_the_file_had_it(course):
    found, terms = pool_of(rows.scalar("select part_id from assessment_paper"))
    check_pool(found)
    assert len(found) == 12
    first = next(one for one in found if one["key"] == "t-q01")
    assert first["text"] == {"en": "What about 1?", "hi": "1 के बारे में क्या?"}
    assert [option["correct"] for option in first["options"]] == [False, True, False, False]
    assert first["options"][0]["text"]["hi"] == "विकल्प a1"
    assert terms
    assert (terms.draw, terms.minutes, terms.attempts) == (5, 10, 2)


def test_a_part_without_a_test_has_none(db):
    assert pool_of(0) == ([], None)


def test_a_question_that_cannot_be_asked():
    with pytest.raises(Refused, match="q1"):
        check_pool([{"key": "q1", "kind": "essay"}])
