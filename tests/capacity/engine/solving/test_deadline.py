"""A plan comes out wherever time ends; what is locked is kept or refused in every way of solving; a stop ends it."""

import time
from dataclasses import replace
from itertools import count
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.solving import country
from karmayogi.capacity.engine.solving import deadline as deadlines
from karmayogi.capacity.engine.solving import solve as solving
from karmayogi.capacity.engine.solving.case import FEWEST, Batch, Officer, Quota, Terms, Wish, build
from karmayogi.capacity.engine.solving.check import faults
from karmayogi.capacity.engine.solving.deadline import Deadline, Stopped
from karmayogi.capacity.engine.solving.large import solve_large
from karmayogi.capacity.engine.solving.programme import CannotSolve, Programme
from karmayogi.capacity.engine.solving.solve import NoPlan, contradicting, solve, solve_many
from tests.capacity.engine.solving.drawn import again, seats, tiny


def looks(most: int) -> Deadline:
    """Over once it was looked at so often, whatever was going on."""
    return Deadline(most, count().__next__)


def test_parts_end_before_the_whole():
    clock = count(step=10).__next__
    whole = Deadline.after(1000, clock=clock)
    assert whole.until == 1000
    assert whole.part(0.5).until == 10 + 0.5 * 990
    assert whole.within(5).until == 25
    assert whole.within(5000).until == 1000
    assert not whole.over
    assert Deadline(0, clock).over
    assert Deadline().part(0.5).left == np.inf


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 120), st.booleans())
def test_a_plan_comes_out_wherever_time_ends(most, tight):
    case = country(60, 6, needs=4, budget=500_000.0 if tight else None)
    for way in (solve, solve_large):
        plan = way(case, deadline=looks(most))
        assert faults(case, list(plan.taken), set(plan.held)) == [], (way, most)
        assert plan.value <= plan.bound + 1e-6


def test_with_no_time_at_all_there_is_still_a_plan_and_a_bound():
    case = country(500, 40)
    plan = solve_large(case, seconds=0)
    assert faults(case, list(plan.taken), set(plan.held)) == []
    assert plan.bound >= solve(case, seconds=20).value - 1e-6
    more = solve_large(country(1_000, 80), seconds=0)
    assert more.value > 0.5 * more.bound, "a poorer plan, not an empty one"
    stood = seats(case, plan.taken)
    second = again(case, present=stood, keep=FEWEST)
    replanned = solve_many(second, seconds=0)
    assert faults(second, list(replanned.taken), set(replanned.held)) == []
    assert solve_large(build([], [], []), seconds=1).taken == ()


def test_a_stop_is_seen_while_the_solver_is_at_it():
    case = country(2_000, 160)
    for way in (solve, solve_large):
        began = time.process_time()
        with patch.object(deadlines, "OFTEN", 0.01), pytest.raises(Stopped):
            way(case, deadline=Deadline.after(600, lambda began=began: time.process_time() - began > 0.3))
        assert time.process_time() - began < 2.0, "both ways need far longer for this case"


def test_a_block_that_the_solver_cannot_tell_takes_no_plan_away():
    case = country(500, 40)

    def unknown(*_asked: object) -> None:
        raise CannotSolve("Unknown")

    with patch.object(Programme, "settle", unknown):
        plan = solve_large(case, seconds=5)
    assert faults(case, list(plan.taken), set(plan.held)) == []
    assert len(plan.taken) > 50


def test_saying_what_contradicts_ends_with_the_deadline_and_hears_of_a_stop():
    case = held(FREE, seats=tuple((one, 0) for one in range(5)))
    assert contradicting(case) == ("seats",)
    assert "seats" in contradicting(case, looks(0)), "all that could be, where there is no time to try each"
    with pytest.raises(Stopped):
        contradicting(case, Deadline.after(600, lambda: True))


def test_what_goes_wrong_in_asking_is_not_lost_in_the_solver():
    def broken() -> bool:
        if time.process_time() - began > 0.5:
            raise ConnectionError("the database is gone")
        return False

    began = time.process_time()
    with patch.object(deadlines, "OFTEN", 0.01), pytest.raises(ConnectionError):
        solve(country(2_000, 160), deadline=Deadline.after(600, broken))


def held(*batches: Batch, **terms: object):
    """Eight people of one office want need 0, two of them need 1 as well."""
    officers = [Officer(0, 0, 1, 5, int(one < 2)) for one in range(8)]
    wishes = [Wish(one, 0, 5.0) for one in range(8)] + [Wish(one, 1, 5.0) for one in range(2)]
    return build(officers, wishes, batches, Terms(**terms))


FREE = Batch(0, 0, 0, 0, 1, 2, 4, 2, fixed=100)
SAME_DAY = Batch(1, 0, 0, 1, 2, 2, 4, 1, fixed=100)


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (held(FREE, seats=tuple((one, 0) for one in range(5))), "seats"),
        (held(replace(FREE, held=True), budget=50.0), "budget"),
        (held(replace(FREE, held=True, least=9, seats=9)), "least"),
        (held(replace(FREE, held=True, room=0), replace(SAME_DAY, held=True, room=0)), "room"),
        (held(replace(FREE, held=True, faculty=3), teaching={3: 1}), "teaching"),
        (held(FREE, SAME_DAY, seats=((0, 0), (8, 1))), "dates"),
        (held(FREE, replace(SAME_DAY, first=9, last=12, days=4), seats=((0, 0), (8, 1))), "dates"),
        (held(FREE, away=0.25, seats=((0, 0), (1, 0), (2, 0))), "away"),
        (held(FREE, quotas=(Quota(1, 0.9),), seats=((3, 0), (4, 0))), "quota"),
    ],
)
def test_what_cannot_stand_together_is_refused_in_every_way_of_solving(case, kind):
    told = []
    for way in (solve, solve_large, solve_many):
        with pytest.raises(NoPlan) as found:
            way(case, seconds=5)
        told.append(set(found.value.kinds))
    assert kind in told[0]
    assert told[0] == told[1] == told[2]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 100_000), st.lists(st.integers(0, 30), max_size=3), st.sets(st.integers(0, 3), max_size=2))
def test_what_is_locked_is_kept_or_refused_alike(seed, some, open_):
    case = tiny(seed)
    batches = tuple(replace(one, held=True) if at in open_ else one for at, one in enumerate(case.batches))
    agreed = tuple({(int(case.wish[one]), int(case.batch[one])) for one in some if one < len(case.wish)})
    locked = again(case, batches, seats=agreed, quotas=())
    try:
        exact = solve(locked, seconds=5)
    except NoPlan:
        with pytest.raises(NoPlan):
            solve_large(locked, seconds=5)
        return
    for plan in (exact, solve_large(locked, seconds=5), solve_large(locked, seconds=0.2)):
        assert faults(locked, list(plan.taken), set(plan.held)) == []


def test_a_batch_that_is_locked_open_is_filled_though_its_people_would_rather_go_elsewhere():
    officers = [Officer(one % 4, 0, 1, 5) for one in range(24)]
    better = Batch(0, 0, 0, 0, 1, 2, 20, 2)
    late = Batch(0, 0, 0, 300, 301, 2, 20, 10, quarter=3, held=True)
    case = build(officers, [Wish(one, 0, 5.0) for one in range(24)], [better, late], Terms())
    with patch.object(solving, "SMALL", 0):
        plans = [solve(case, seconds=5), solve_large(case, seconds=5)]
    for plan in plans:
        assert faults(case, list(plan.taken), set(plan.held)) == []
        assert len(plan.taken) == 24
