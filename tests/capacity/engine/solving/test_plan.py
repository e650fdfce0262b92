"""A year planned again: what stands stays, and only whom a change touches is moved."""

from dataclasses import replace
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.solving import country
from karmayogi.capacity.engine.solving import solve as solving
from karmayogi.capacity.engine.solving.case import FEWEST
from karmayogi.capacity.engine.solving.check import faults
from karmayogi.capacity.engine.solving.explain import difference
from karmayogi.capacity.engine.solving.solve import NoPlan, solve, solve_many
from tests.capacity.engine.solving.drawn import again, seats, tiny

SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SOME
@given(st.integers(0, 100_000))
def test_with_nothing_changed_nothing_moves(seed):
    case = tiny(seed)
    plan = solve(case, seconds=5)
    second = again(case, present=seats(case, plan.taken), keep=FEWEST)
    replanned = solve(second, seconds=5)
    assert replanned.taken == plan.taken
    assert replanned.value <= replanned.bound + 1e-6


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 100_000))
def test_nothing_moves_in_rounds_and_blocks_either(seed):
    case = tiny(seed)
    with patch.object(solving, "SMALL", 0):
        plan = solve(case, seconds=5)
        second = again(case, present=seats(case, plan.taken), keep=FEWEST)
        replanned = solve(second, seconds=5)
    assert set(plan.taken) <= set(replanned.taken)
    assert faults(second, list(replanned.taken), set(replanned.held)) == []


@SOME
@given(st.integers(0, 100_000), st.integers(0, 3))
def test_with_a_batch_cancelled_only_its_people_move(seed, number):
    case = tiny(seed)
    plan = solve(case, seconds=5)
    shut = tuple(replace(one, held=False) if at == number else one for at, one in enumerate(case.batches))
    stood = seats(case, plan.taken)
    second = again(case, shut, present=stood, keep=FEWEST)
    replanned = solve(second, seconds=5)
    assert faults(second, list(replanned.taken), set(replanned.held)) == []
    now = set(seats(second, replanned.taken))
    gone = {pair for pair in stood if pair[1] == number}
    if not case.terms.quotas:  # without its people all others can stay; a share of a group may need more to go
        assert {pair for pair in stood if pair not in now} == gone
    # No plan keeps more: every larger part of what stood breaks a rule, even with any other seats beside it.
    free = solve(again(case, shut), seconds=5)
    most = len(set(stood) & set(seats(again(case, shut), free.taken)))
    assert len(set(stood) & now) >= most


def test_a_ministry_loses_a_batch_and_locks_a_choice():
    case = country(150, 12, needs=4)
    plan = solve(case, seconds=30)
    lost = max(plan.held, key=lambda one: sum(int(case.batch[pair]) == one for pair in plan.taken))
    shut = tuple(replace(one, held=False) if at == lost else one for at, one in enumerate(case.batches))
    stood = seats(case, plan.taken)
    locked = next(pair for pair in stood if pair[1] != lost)
    second = again(case, shut, present=stood, keep=FEWEST, seats=(locked,), quotas=())
    replanned = solve(second, seconds=30)
    assert faults(second, list(replanned.taken), set(replanned.held)) == []
    changed = difference((case, plan), (second, replanned))
    touched = {wish for wish, batch in stood if batch == lost}
    assert {wish for wish, _ in changed.lost} | {wish for wish, _, _ in changed.moved} == touched
    assert locked in seats(second, replanned.taken)


def test_many_people_stay_where_they_are_too():
    case = country(150, 12, needs=4)
    plan = solve_many(case, seconds=4)
    stood = seats(case, plan.taken)
    lost = max(plan.held, key=lambda one: sum(int(case.batch[pair]) == one for pair in plan.taken))
    shut = tuple(replace(one, held=False) if at == lost else one for at, one in enumerate(case.batches))
    second = again(case, shut, present=stood, keep=FEWEST, quotas=())
    replanned = solve_many(second, seconds=4)
    assert faults(second, list(replanned.taken), set(replanned.held)) == []
    now = set(seats(second, replanned.taken))
    assert {pair for pair in stood if pair not in now} == {pair for pair in stood if pair[1] == lost}
    assert replanned.value <= replanned.bound + 1e-6
    cheap = again(case, budget=plan.cost * 0.6, present=stood, keep=FEWEST)
    less = solve_many(cheap, seconds=4)
    assert faults(cheap, list(less.taken), set(less.held)) == []
    assert len(stood) > len(set(stood) & set(seats(cheap, less.taken))) > 0.4 * len(stood)


def test_less_money_keeps_as_many_as_it_pays_for():
    case = country(120, 10, needs=4)
    plan = solve(case, seconds=30)
    second = again(case, budget=plan.cost * 0.6, present=seats(case, plan.taken), keep=FEWEST)
    replanned = solve(second, seconds=30)
    assert faults(second, list(replanned.taken), set(replanned.held)) == []
    stay = len(set(seats(case, plan.taken)) & set(seats(second, replanned.taken)))
    # The dearest part falls out: more than the budget's share of the people stays.
    assert len(plan.taken) > stay > 0.5 * len(plan.taken)
    assert replanned.cost <= plan.cost * 0.6 + 1e-6


def test_what_is_locked_and_impossible_is_still_said():
    case = tiny(1)
    held = tuple(replace(one, held=True, least=2, seats=3, room=0, first=0, last=2) for one in case.batches)
    locked = again(case, held, present=((0, 0),), keep=FEWEST)
    try:
        solve(locked, seconds=5)
    except NoPlan as found:
        assert found.kinds
    else:
        raise AssertionError("two batches in one room on one day")
