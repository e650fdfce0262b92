import dataclasses
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.kinds import Asked, Choice, NeedsAPerson
from karmayogi.assessment.engine.verdict import Answer, Terms, reckon, waiting

SINGLE = Asked("single", (Choice("a", True), Choice("b", False)))
WEIGHTED = Asked("weighted", (Choice("a", True, Decimal(3)), Choice("b", False, Decimal(1))))
SHORT = Asked("short", (), {"rubric": [{"key": "x", "text": {"en": "x"}, "points": 4}]})


def answers(*chosen: str, question=SINGLE) -> list[Answer]:
    return [Answer(place, 1, [one] if one else [], question) for place, one in enumerate(chosen, start=1)]


def test_right_answers_wrong_ones_and_none():
    found = reckon(answers("a", "a", "b", ""), Terms(4, 50, 25, {}))
    assert (found.right, found.score, found.passed) == (2, 44, False)  # 1.75 of 4


def test_a_withdrawn_question_is_credited_whatever_was_answered():
    for chosen in ("a", "b", ""):
        one = dataclasses.replace(answers(chosen)[0], credited=True)
        assert reckon([one], Terms(1, 100, 50, {1: 100})).passed


def test_a_short_text_waits_and_then_counts_what_persons_gave():
    one = Answer(1, 1, ["words"], SHORT)
    assert waiting([one, *answers("a")]) == [1]
    with pytest.raises(NeedsAPerson):
        reckon([one], Terms(1, 50, 0, {}))
    marked = dataclasses.replace(one, given=Fraction(3, 4))
    assert waiting([marked]) == []
    assert reckon([marked], Terms(1, 75, 0, {})).score == 75
    # Nothing that a person marked is taken off for, and who wrote nothing waits for nobody.
    assert reckon([dataclasses.replace(one, given=Fraction(0))], Terms(1, 0, 100, {})).score == 0
    assert waiting([dataclasses.replace(one, chosen=[])]) == []
    assert waiting([dataclasses.replace(one, credited=True)]) == []


marked = st.tuples(st.sampled_from(["a", "b", ""]), st.sampled_from([SINGLE, WEIGHTED]), st.integers(1, 2))


@given(st.lists(marked, min_size=1, max_size=8), st.integers(0, 100), st.integers(0, 100), st.data())
def test_nobody_loses_by_a_withdrawal(raw, needed, negative, data):
    before = [Answer(n, section, [key] if key else [], asked) for n, (key, asked, section) in enumerate(raw)]
    gone = data.draw(st.sampled_from(range(len(before))))
    after = [dataclasses.replace(one, credited=one.position == gone) for one in before]
    terms = Terms(len(before), needed, negative, {section: needed for _k, _a, section in raw})
    was, now = reckon(before, terms), reckon(after, terms)
    assert now.score >= was.score
    assert now.right >= was.right
    assert now.passed >= was.passed
