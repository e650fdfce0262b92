"""What an adaptive test shows without what was withdrawn: never less."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine.measurement.adaptive import Bank
from karmayogi.assessment.engine.measurement.showing import Scale, Shown, better, shown

SIZE = 20
BANK = Bank(np.full(SIZE, 1.6), np.linspace(-2, 2, SIZE), np.zeros(SIZE, dtype=np.int64), np.ones(SIZE))
SCALE = Scale(BANK, {1: -0.8, 2: 0.1, 3: 0.9}, 5)


@given(
    st.lists(st.tuples(st.integers(0, SIZE - 1), st.booleans()), max_size=12, unique_by=lambda one: one[0]),
    st.sets(st.integers(0, SIZE - 1)),
)
def test_nobody_loses_by_a_withdrawal(answers, gone):
    asked, right = [place for place, _right in answers], [one for _place, one in answers]
    was, now = shown(SCALE, asked, right), shown(SCALE, asked, right, gone)
    assert (now.level, now.theta) >= (was.level, was.theta)
    if len(asked) < SCALE.least:
        assert now.level == 0


def test_a_wrong_answer_to_it_is_left_out():
    asked, right = list(range(4, 14)), [True] * 10
    right[2] = False
    was, now = shown(SCALE, asked, right), shown(SCALE, asked, right, {6})
    assert now.theta > was.theta
    assert now == shown(SCALE, asked[:2] + asked[3:], right[:2] + right[3:])
    assert shown(SCALE, asked, right, {7}) == was  # answered right: it stays
    assert shown(SCALE, asked[:5], right[:5], {6}).level == shown(SCALE, asked[:5], right[:5]).level


def test_a_level_goes_before_an_ability():
    assert better(Shown(2, 0.1, 0.4), Shown(0, 0.9, 0.5)).level == 2
