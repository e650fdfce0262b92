"""The rank by hand."""

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.capacity.engine.budget import share
from karmayogi.capacity.engine.ranking import score, together
from karmayogi.capacity.types import Counted


def test_the_mean_of_what_is_known_times_the_importance():
    counted = Counted(people=10, met=2, wanted=40, missing=12, answers=20, asked=15, quoted=2)
    said = score(counted, 4)
    # (3 × 1.5 + 1 × 3.75 + 1 × 5) ÷ 5 = 2.65; × 4 = 10.6
    assert [(part.source, part.value) for part in said.parts] == [("gap", 1.5), ("survey", 3.75), ("order", 5.0)]
    assert (said.need, said.importance, said.rank) == (2.65, 4, 10.6)
    only = score(Counted(people=10, wanted=40, missing=12), None)
    assert (only.need, only.importance, only.rank) == (1.5, 3, 4.5), "what is not known weighs nothing; unset is 3"
    assert score(Counted(), 5).rank == 0


@given(st.lists(st.tuples(*[st.integers(0, 10**6)] * 7), max_size=6), st.integers(1, 5))
def test_together_is_the_sum_and_no_rank_leaves_its_scale(many, importance):
    counted = [Counted(p, min(m, p), max(w, g), min(w, g), max(a, s), min(a, s), q) for p, m, w, g, a, s, q in many]
    whole = together(counted)
    assert whole.missing == sum(one.missing for one in counted)
    said = score(whole, importance)
    assert 0 <= said.need <= 5
    assert 0 <= said.rank <= 25
    assert said.rank == round(said.need * importance, 2)


def test_two_and_a_half_per_cent_is_rounded_up():
    assert share(4_000_000, 80_000).due == 100_000
    assert share(4_000_000, 80_000).short == 20_000
    assert share(41, 2).due == 2, "1.025 rupees are not covered by one"
    assert share(0, 0).short == 0
