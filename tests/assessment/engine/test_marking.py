from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.marking import kept, passes, per_cent


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


@given(st.fractions(0, 1))
def test_only_the_whole_worth_is_kept_as_whole(worth):
    assert (kept(worth) == 1) == (worth == 1)
    assert 0 <= worth - Fraction(kept(worth)) < Fraction(1, 10_000)


def test_no_score_is_below_nothing():
    assert per_cent(Fraction(-3, 2), 5) == 0
    assert per_cent(Fraction(3, 2), 4) == 38
