from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.marking import mark, passes, per_cent

keys = st.sets(st.sampled_from("abcdef"))


@given(keys.filter(bool), keys)
def test_all_or_nothing(correct, chosen):
    assert mark(sorted(correct), sorted(chosen)) == (correct == chosen)


@given(keys)
def test_no_answer_is_never_right(correct):
    assert mark(correct, []) is False


@given(st.integers(0, 500), st.integers(1, 500))
def test_per_cent_is_the_nearest_with_halves_up(right, of):
    right = min(right, of)
    exact = Fraction(100 * right, of)
    score = per_cent(right, of)
    assert 0 <= score <= 100
    assert exact - Fraction(1, 2) < score <= exact + Fraction(1, 2)


@pytest.mark.parametrize(
    ("right", "of", "score"), [(1, 8, 13), (5, 8, 63), (1, 3, 33), (2, 3, 67), (0, 5, 0), (0, 0, 0)]
)
def test_known_scores(right, of, score):
    assert per_cent(right, of) == score


@given(st.integers(0, 99), st.integers(1, 100))
def test_one_more_right_answer_never_scores_less(right, of):
    right = min(right, of - 1)
    assert per_cent(right + 1, of) >= per_cent(right, of)


def test_the_verdict_agrees_with_the_figure_shown():
    assert passes(60, 60)
    assert not passes(59, 60)
