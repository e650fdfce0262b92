"""Posts that are not ready for a scheme, and the cheapest training that makes them so, against every training."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.capacity.engine.solving.case import Batch, Officer, Terms
from karmayogi.capacity.engine.solving.stress import Gap, Post, stress, unready
from tests.capacity.engine.solving.test_plan import SOME


def test_vacant_and_below_level():
    posts = [Post(0, ((7, 3), (8, 2))), Post(None, ((7, 3),)), Post(1, ((7, 1),))]
    found = unready(posts, {(0, 7): 2, (0, 8): 2, (1, 7): 1})
    assert [(one.post, one.vacant, one.gaps) for one in found] == [(0, False, (Gap(7, 2, 3),)), (1, True, ())]


def test_the_cheapest_batch_in_time_that_brings_far_enough():
    officers = [Officer(0, 0, 1, 10) for _ in range(3)]
    posts = [Post(one, ((0, 3),)) for one in range(3)]
    batches = [
        Batch(0, 0, 0, 10, 11, 2, 5, fixed=900.0),  # reaches level 3 and is dear
        Batch(0, 0, 0, 20, 21, 2, 5, fixed=300.0, fee=50.0),  # reaches level 4 and is cheap
        Batch(0, 0, 0, 5, 6, 2, 5, fixed=1.0),  # reaches level 2 alone
        Batch(0, 0, 0, 90, 91, 2, 5, fixed=1.0),  # too late
    ]
    found = stress(officers, posts, {}, batches, [3, 4, 2, 4], by=60)
    assert found.ready == (0, 1, 2)
    assert found.left == ()
    assert found.held == {1}
    assert found.cost == found.least_cost == 450.0
    earlier = stress(officers, posts, {}, batches, [3, 4, 2, 4], by=15)
    assert (earlier.held, earlier.cost) == ({0}, 900.0)
    assert stress(officers, posts, {}, batches, [3, 4, 2, 4], by=8).ready == ()


@SOME
@given(st.integers(0, 100_000))
def test_against_every_training(seed):
    dice = np.random.default_rng(seed)
    officers = [Officer(0, 0, int(dice.integers(1, 4)), int(dice.integers(2, 6))) for _ in range(3)]
    posts = [Post(one, tuple((need, int(dice.integers(1, 4))) for need in range(2))) for one in range(3)]
    levels = {(one, need): int(dice.integers(0, 4)) for one in range(3) for need in range(2)}
    batches, gives = [], []
    for number in range(4):
        first, days = int(dice.integers(8)), int(dice.integers(1, 4))
        batches.append(
            Batch(number % 2, int(dice.integers(2)), 0, first, first + days - 1, days, seats=2,
                  fixed=float(dice.integers(9)), fee=float(dice.integers(4)))
        )  # fmt: skip
        gives.append(int(dice.integers(1, 5)))
    budget = float(dice.integers(4, 30))
    found = stress(officers, posts, levels, batches, gives, by=9, terms=Terms(budget=budget), seconds=5)
    ready, cost = _best(officers, posts, levels, batches, gives, budget)
    assert (len(found.ready), found.cost) == (ready, cost)
    assert found.most == ready
    assert found.least_cost <= found.cost + 1e-6


def _best(officers, posts, levels, batches, gives, budget):
    """As many posts as can be, at the least cost, by trying all."""
    gaps = [
        (post.holder, need, asked) for post in posts for need, asked in post.asks
        if levels[post.holder, need] < asked
    ]  # fmt: skip
    ways = [
        [None, *(
            number for number, one in enumerate(batches)
            if one.need == need and gives[number] >= asked and officers[who].languages >> one.language & 1
            and one.last <= 9
        )]
        for who, need, asked in gaps
    ]  # fmt: skip
    best = (0, 0.0)
    for choice in product(*ways):
        if not _fits(officers, gaps, choice, batches):
            continue
        held = {one for one in choice if one is not None}
        cost = sum(batches[one].fixed for one in held) + sum(batches[one].fee for one in choice if one is not None)
        if cost > budget:
            continue
        open_ = {gap[0] for gap, one in zip(gaps, choice, strict=True) if one is None}
        ready = len({gap[0] for gap in gaps} - open_)
        if ready > best[0] or (ready == best[0] and cost < best[1]):
            best = ready, cost
    return best


def _fits(officers, gaps, choice, batches):
    for number, one in enumerate(batches):
        if choice.count(number) > one.seats:
            return False
    for who in range(len(officers)):
        mine = [batches[one] for gap, one in zip(gaps, choice, strict=True) if gap[0] == who and one is not None]
        if sum(one.days for one in mine) > officers[who].days:
            return False
        if any(a is not b and a.first <= b.last and b.first <= a.last for a in mine for b in mine):
            return False
    return True
