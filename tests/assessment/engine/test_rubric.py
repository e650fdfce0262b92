from fractions import Fraction

import pytest

from karmayogi.assessment.engine.rubric import is_doubled, settled


@pytest.mark.parametrize(
    ("worths", "asked", "worth"),
    [
        ([], 1, None),
        ([Fraction(3, 5)], 1, Fraction(3, 5)),
        ([Fraction(3, 5)], 2, None),  # the second has not marked yet
        ([Fraction(3, 5), Fraction(4, 5)], 2, Fraction(7, 10)),
        ([Fraction(1, 5), Fraction(4, 5)], 2, None),  # they disagree: one more
        ([Fraction(1, 5), Fraction(4, 5), Fraction(2, 5)], 2, Fraction(2, 5)),  # and that decides
        ([Fraction(1, 2), Fraction(3, 5), Fraction(7, 10)], 3, Fraction(3, 5)),
    ],
)
def test_marks_that_agree_are_one_opinion_and_a_third_person_decides_the_others(worths, asked, worth):
    assert settled(worths, asked) == worth


def test_the_share_of_two_markers():
    assert not any(is_doubled(dice, 0) for dice in range(300))
    assert all(is_doubled(dice, 100) for dice in range(300))
    assert sum(is_doubled(dice, 20) for dice in range(1000)) == 200
