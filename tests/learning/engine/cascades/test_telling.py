"""No count below ten is told, nor one from which it follows, also for whoever knows a single hidden place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.kernel import rows
from karmayogi.learning.engine.cascades.telling import LEAST, in_tens, told

COUNTS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.integers(0, 40))


@given(COUNTS)
def test_what_is_left_over_is_large_enough(counts):
    shown, whole = told(counts)
    assert all(counts[place] == count >= LEAST for place, count in shown.items())
    hidden = [count for place, count in counts.items() if count and place not in shown]
    if whole and hidden:
        assert sum(hidden) - max(hidden) >= LEAST
    assert whole or not shown or sum(counts.values()) - sum(shown.values()) >= 1


def test_enough_everywhere_is_told_whole():
    assert told({"A": 10, "B": 300, "C": 0}) == ({"A": 10, "B": 300}, True)
    assert told({"A": 3, "B": 12, "C": 20, "D": 30}) == ({"D": 30}, True)
    assert told({"A": 9}) == ({}, False)
    assert told({"A": 3, "B": 50}) == ({}, False)


@pytest.mark.django_db
def test_of_a_session_whole_tens_are_told():
    asked = f"select array_agg({in_tens('n')} order by n) from unnest(array[0, 9, 10, 19, 27, 300]) n"
    assert rows.scalar(asked, []) == [None, None, 10, 10, 20, 300]
