import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.orgs.engine.designations import designation_key, distance

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=60)
WORDS = st.text("abcdefghijklmnop", max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASSISTANT SECTION OFFICER", "Assistant Section Officer"),
        ("Asstt. Section Officer", "Assistant Section Officer"),
        ("Dy. Secretary", "DEPUTY SECRETARY"),
        ("Sr. Accounts Officer", "Senior Account Officer"),
        ("Scientist-II", "SCIENTIST 2"),
        ("Joint Secretary & Financial Adviser", "JOINT SECRETARY AND FINANCIAL ADVISOR"),
        ("Director (Official Language)", "Director - Official Language"),
        ("Assistant\u00a0(C&W)", "Assistant (C&W)"),
        ("Under Secretary to the Government", "Under Secretary, Government"),
    ],
)
def test_near_duplicates_share_a_key(one, other):
    assert designation_key(one) == designation_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Scientist B", "Scientist C"),
        ("Section Officer", "Assistant Section Officer"),
        ("Director", "Deputy Director"),
        ("Grade I", "Grade II"),
        ("Secretary", "Section"),
    ],
)
def test_different_designations_do_not(one, other):
    assert designation_key(one) != designation_key(other)


@given(NAMES)
def test_a_key_is_its_own_key(name):
    key = designation_key(name)
    assert designation_key(key) == key or len(key) > 190


@given(st.from_regex(r"\A[A-Za-z]{2,12}( [A-Za-z]{2,12}){0,4}\Z"))
def test_case_spaces_and_full_stops_never_matter(name):
    key = designation_key(name)
    assert key
    assert designation_key(name.upper()) == designation_key(f"  {name.lower()} ") == key
    assert designation_key(name.replace(" ", "  ")) == designation_key(name.replace(" ", ", ")) == key


@given(WORDS, WORDS)
def test_distance_is_a_distance(one, other):
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other, 3) <= 3


@pytest.mark.parametrize(("one", "other", "edits"), [("suprintendant", "superintendent", 2), ("ab", "ba", 1)])
def test_known_distances(one, other, edits):
    assert distance(one, other) == edits
