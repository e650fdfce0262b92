"""What one more batch buys, and where seats are missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.capacity.engine.solving.case import Batch, Officer, Terms, Wish, build
from karmayogi.capacity.engine.solving.check import faults
from karmayogi.capacity.engine.solving.explain import lacking
from karmayogi.capacity.engine.solving.solve import solve
from karmayogi.capacity.engine.solving.worth import one_more, with_batch
from tests.capacity.engine.solving.drawn import tiny
from tests.capacity.engine.solving.test_plan import SOME

ODIA = 5


@SOME
@given(st.integers(0, 100_000), st.integers(0, 3), st.integers(0, 5))
def test_one_more_batch_by_prices_bounds_what_it_is_by_solving(seed, like, first):
    case = tiny(seed)
    plan = solve(case, seconds=5)
    batch = Batch(like % 2, like // 2, 0, first, first + 1, 2, 3, fixed=2.0, fee=1.0)
    at_once, solved = one_more(case, plan, batch), one_more(case, plan, batch, seconds=5)
    assert not at_once.solved
    assert solved.solved
    assert solved.again is not None
    more, again = solved.again
    assert faults(more, list(again.taken), set(again.held)) == []
    # A plan with the batch exists that wins `least`, and neither way of asking promises less than that.
    assert 0 <= solved.least <= at_once.most + 1e-6
    assert again.value <= plan.value + solved.most + 1e-6
    assert again.bound <= plan.relaxed + at_once.priced + 1e-6


def test_a_batch_for_those_who_are_left():
    officers = [Officer(0, 0, 1, 10) for _ in range(6)]
    full = Batch(0, 0, 0, 0, 1, 2, 2)
    case = build(officers, [Wish(one, 0, 10.0 - one) for one in range(6)], [full])
    plan = solve(case)
    found = one_more(case, plan, Batch(0, 0, 0, 10, 11, 2, 3), seconds=5)
    assert found.least == pytest.approx(8 + 7 + 6)
    assert found.exact
    with pytest.raises(ValueError, match="seats"):
        with_batch(case, Batch(0, 0, 0, 10, 11, 2, 3, least=4))


def test_odia_batches_lack_240_seats_in_the_third_quarter():
    odia, hindi = 1 << ODIA, 1
    officers = [Officer(0, 0, odia, 10) for _ in range(280)] + [Officer(1, 0, hindi, 10) for _ in range(30)]
    wishes = [Wish(one, 0, 5.0, must=one < 250) for one in range(280)] + [Wish(280 + one, 0, 5.0) for one in range(30)]
    batches = [
        Batch(0, ODIA, 0, 200, 201, 2, 40, quarter=2),
        Batch(0, 0, 0, 20, 21, 2, 30, quarter=0),
    ]
    case = build(officers, wishes, batches, Terms())
    (lack,) = lacking(case, solve(case))
    assert (lack.language, lack.quarter, lack.seats, lack.closed) == (ODIA, 2, 240, 0)
    assert lack.must == 210  # orders go first: forty of them have a seat
    assert lack.points == 240 * 5.0
