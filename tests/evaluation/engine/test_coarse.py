import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.evaluation.engine import coarse

VALUES = st.lists(
    st.tuples(st.sampled_from("AB"), st.sampled_from(["m", "f", ""]), st.sampled_from("123")), max_size=200
)


@given(VALUES)
def test_whoever_is_left_has_nine_like_her(values):
    people = dict(enumerate(values))
    out = coarse.few(people)
    left = [values for person, values in people.items() if person not in out]
    assert all(left.count(one) >= 10 for one in left)
    assert all(list(people.values()).count(people[person]) < 10 for person in out)


def test_a_pseudonym_holds_in_one_room_alone():
    here = coarse.pseudonym(b"a" * 32, "person")
    assert here == coarse.pseudonym(b"a" * 32, "person") != coarse.pseudonym(b"b" * 32, "person")
    assert len(here) == 20


def test_values_become_broader():
    on = dt.date(2026, 11, 20)
    assert [coarse.age_band(dt.date(year, 11, 21), on) for year in (1997, 1996, 1995, 1966, 1965)] == [
        "under 30", "under 30", "30-39", "50-59", "60 and above",
    ]  # fmt: skip
    assert coarse.age_band(None, on) == ""
    assert [coarse.band(n, (1, 3, 6, 11)) for n in (0, 1, 2, 3, 10, 11, 90)] == [
        "0", "1-2", "1-2", "3-5", "6-10", "11+", "11+",
    ]  # fmt: skip
    assert coarse.quarter(dt.datetime(2026, 11, 20, tzinfo=dt.UTC)) == "2026-Q4"
    assert coarse.quarter(None) == ""
    pairs = [(n, "X") for n in range(10)] + [(1, "Y")] * 20
    assert coarse.common(pairs) == {"X"}, "one person with twenty rows is one person"
