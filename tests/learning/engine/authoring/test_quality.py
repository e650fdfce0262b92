import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine.authoring.quality import mean_shift, score, spreads, weighted_kappa

SCALE = [0, 1, 3, 5]


def test_sections_count_by_their_weight():
    assert score([(3, 5), (1, 0)], 5) == 75
    assert score([(3, 5), (3, 5)], 5) == 100
    assert score([], 5) == 0


def test_weighted_kappa_as_worked_out_by_hand():
    # Observed disagreement 1; expected 8 from the margins (1,1,1,1) and (1,1,2,0): 1 - 1/8.
    assert weighted_kappa([(0, 0), (1, 1), (3, 3), (5, 3)], SCALE) == pytest.approx(0.875)


def test_opposite_answers_are_below_chance_and_one_answer_throughout_says_nothing():
    assert weighted_kappa([(0, 5), (5, 0)], SCALE) == pytest.approx(-1)
    assert weighted_kappa([(5, 5), (5, 5)], SCALE) is None
    assert weighted_kappa([], SCALE) is None


@given(st.lists(st.tuples(st.sampled_from(SCALE), st.sampled_from(SCALE)), min_size=1, max_size=40))
def test_kappa_does_not_mind_who_is_first_and_is_at_most_one(pairs):
    one, two = weighted_kappa(pairs, SCALE), weighted_kappa([(b, a) for a, b in pairs], SCALE)
    assert (one is None) == (two is None)
    if one is not None and two is not None:
        assert one == pytest.approx(two)
        assert one <= 1


def test_the_widest_gap_comes_first():
    found = spreads({1: {10: 5, 11: 3}, 2: {10: 5, 11: 0}, 3: {12: 1}})
    assert [(one.question, one.gap) for one in found] == [(11, 3), (10, 0)]


def test_a_strict_reviewer_shows_as_lower():
    answers = [{1: {10: 5, 11: 5}, 2: {10: 3, 11: 1}}, {1: {12: 3}}]
    assert mean_shift(answers, 2) == pytest.approx(-3)
    assert mean_shift(answers, 1) == pytest.approx(3)
    assert mean_shift(answers, 9) is None
