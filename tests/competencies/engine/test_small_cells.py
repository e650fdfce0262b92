from hypothesis import given
from hypothesis import strategies as st

from karmayogi.competencies.engine.small_cells import LEAST, hidden_keys

COLUMNS = st.dictionaries(st.integers(0, 12), st.integers(0, 40), max_size=10)


@given(COLUMNS)
def test_no_small_cell_is_shown_and_none_follows_from_the_total(people):
    hidden = hidden_keys(people)
    shown = {key: count for key, count in people.items() if key not in hidden}
    assert all(count == 0 or count >= LEAST for count in shown.values())
    # What is left of the total after the shown cells is nobody, or a group that is not small, or the whole column.
    rest = sum(people.values()) - sum(shown.values())
    assert rest == 0 or rest >= LEAST or not any(shown.values())


def test_nothing_is_hidden_without_need():
    assert hidden_keys({"a": 10, "b": 0, "c": 200}) == frozenset()
    assert hidden_keys({"a": 3, "b": 12, "c": 200}) == {"a", "b"}
    assert hidden_keys({"a": 6, "b": 7, "c": 200}) == {"a", "b"}
