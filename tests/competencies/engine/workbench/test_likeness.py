"""Names like another: what differs only in form is the same, what shares a word is not."""

from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.competencies.engine.workbench.likeness import Spelling, item_key, pairs, similar

KNOWN = [
    Spelling(1, "Approve muster rolls"), Spelling(2, "Inspect works on site"), Spelling(3, "Muster roll approval"),
    Spelling(4, "Keep panchayat registers"), Spelling(4, "Keep registers"),
]  # fmt: skip


def test_same_near_and_different():
    assert similar("approve the Muster Roll", KNOWN)[0].likeness == 1.0
    assert similar("Muster rolls, approve", KNOWN)[0].item_id == 1
    assert similar("Keep register", KNOWN)[0] == similar("Keep registers", KNOWN)[0]
    assert similar("Approve pay bills", KNOWN) == []
    assert similar("Distribute relief", KNOWN) == []
    assert similar("पंजी रखना", KNOWN) == []


def test_pairs_are_between_items_and_the_older_stays():
    assert [pair[:2] for pair in pairs(KNOWN)] == [(1, 3)]


@settings(max_examples=50, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_a_name_is_like_itself_in_any_case_and_spacing(name):
    if item_key(name):
        (found,) = similar(f"  {name} ", [Spelling(7, name)])
        assert (found.item_id, found.likeness) == (7, 1.0)
