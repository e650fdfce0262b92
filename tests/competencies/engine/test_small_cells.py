"""Small figures are hidden, and cannot be subtracted out of a total."""

from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.competencies.engine.small_cells import LEAST, hidden


@settings(max_examples=50)
@given(st.dictionaries(st.integers(), st.integers(0, 40), max_size=8))
def test_what_is_hidden_is_a_group_or_everything(counts):
    away = hidden(counts)
    assert {key for key, count in counts.items() if 0 < count < LEAST} <= away
    left = sum(counts[key] for key in away)
    assert left == 0 or left >= LEAST or all(counts[key] == 0 for key in counts.keys() - away)
