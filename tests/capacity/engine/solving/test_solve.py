"""Plans keep every rule, are never better than their bound, and near to the best there is."""

from itertools import combinations

import pytest

from bench.solving import country
from karmayogi.capacity.engine.solving import case as cases
from karmayogi.capacity.engine.solving.case import Batch, Officer, Quota, Terms, Wish, build
from karmayogi.capacity.engine.solving.check import faults
from karmayogi.capacity.engine.solving.explain import Reason, dearest, difference, missing
from karmayogi.capacity.engine.solving.large import solve_large
from karmayogi.capacity.engine.solving.solve import NoPlan, solve
from tests.capacity.engine.solving.drawn import tiny


def best_of_all(case: cases.Case) -> float:
    """The best plan by trying every set of batches and, for each, every set of seats."""
    best = 0.0
    numbers = range(len(case.batches))
    for size in range(len(case.batches) + 1):
        for held in combinations(numbers, size):
            best = max(best, _best_seats(case, set(held), 0, [], best))
    return best


def _best_seats(case: cases.Case, held: set[int], wish: int, taken: list[int], best: float) -> float:
    found = best
    left = sum(
        max((float(case.value[p]) for p in range(len(case.wish)) if case.wish[p] == one), default=0.0)
        for one in range(wish, len(case.officer))
    )
    value = float(case.value[taken].sum())
    if value + left <= best:
        return best
    if wish == len(case.officer):
        return value if not faults(case, taken, held) else best
    for pair in range(len(case.wish)):
        if case.wish[pair] == wish and int(case.batch[pair]) in held:
            found = max(found, _best_seats(case, held, wish + 1, [*taken, pair], found))
    return max(found, _best_seats(case, held, wish + 1, taken, found))


def test_small_plans_against_every_plan_there_is():
    near = []
    for seed in range(25):
        case = tiny(seed)
        plan = solve(case, seconds=5)
        assert faults(case, list(plan.taken), set(plan.held)) == [], seed
        best = best_of_all(case)
        assert plan.value <= best + 1e-6 <= plan.bound + 2e-6, (seed, plan.value, best, plan.bound)
        near.append(plan.value / best if best else 1.0)
    assert sum(near) / len(near) > 0.97
    assert sum(one > 1 - 1e-9 for one in near) >= 20


def test_a_ministry_in_small():
    case = country(400, 32)
    plan = solve(case, seconds=60)
    assert faults(case, list(plan.taken), set(plan.held)) == []
    assert plan.gap < 0.03
    assert plan.value == pytest.approx(float(case.value[list(plan.taken)].sum()))


def test_blocks_of_offices_keep_every_rule_and_a_proved_bound():
    case = country(500, 40, budget=4_000_000.0)
    whole, blocks = solve(case, seconds=60), solve_large(case, seconds=60, block=200)
    assert faults(case, list(blocks.taken), set(blocks.held)) == []
    assert blocks.bound >= whole.value - 1e-6
    assert blocks.value <= whole.bound + 1e-6
    assert blocks.value > whole.value * 0.6


def simple(**terms: object) -> cases.Case:
    """Six of one office want the same; two batches of two seats in language 0, one in language 1 that nobody speaks."""
    officers = [Officer(0, 0, 1, 10) for _ in range(6)]
    batches = [
        Batch(0, 0, 0, 0, 1, 2, 2, fixed=100),
        Batch(0, 0, 0, 10, 11, 2, 2, fixed=100, quarter=2),
        Batch(0, 1, 0, 20, 21, 2, 9),
    ]
    return build(officers, [Wish(one, 0, 10.0 - one) for one in range(6)], batches, Terms(**terms))


def test_who_is_left_is_told_why():
    case = simple()
    plan = solve(case)
    assert len(plan.taken) == 4
    (short,) = missing(case, plan)
    assert (short.reason, short.people, short.language) == (Reason.FULL, 2, 0)
    assert short.points == 5.0 + 6.0
    assert {one.about for one in dearest(plan, "seats")} == {0, 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"budget": 99.0}, Reason.CLOSED),
        ({"barred": ((5, 0), (5, 1)), "away": 1.0}, Reason.PLACE),
    ],
)
def test_other_reasons(change, reason):
    case = simple(**change)
    assert reason in {one.reason for one in missing(case, solve(case))}


def test_languages_and_needs_without_a_batch():
    officers = [Officer(0, 0, 2, 10), Officer(0, 0, 1, 10)]
    batch = Batch(0, 0, 0, 0, 1, 2, 5)
    case = build(officers, [Wish(0, 0, 5.0), Wish(1, 1, 5.0)], [batch])
    assert {one.reason for one in missing(case, solve(case))} == {Reason.LANGUAGE, Reason.NO_BATCH}


def test_locked_seats_stay_and_a_new_plan_changes_least():
    first = simple()
    plan = solve(first)
    present = tuple((int(first.wish[pair]), int(first.batch[pair])) for pair in plan.taken)
    again = simple(present=present, keep=50.0, seats=((5, 1),))
    second = solve(again)
    changed = difference((first, plan), (again, second))
    assert changed.gained == ((5, 1),)
    assert len(changed.lost) == 1
    assert len(changed.moved) == 0
    assert faults(again, list(second.taken), set(second.held)) == []


def test_what_cannot_stand_together_is_named():
    with pytest.raises(NoPlan) as found:
        solve(simple(seats=((0, 0), (1, 0), (2, 0))))
    assert found.value.kinds == ("seats",)
    held = [Batch(0, 0, 0, 0, 1, 2, 2, fixed=100, held=True)]
    with pytest.raises(NoPlan) as found:
        solve(build([Officer(0, 0, 1, 9)], [Wish(0, 0, 1.0)], held, Terms(budget=50.0)))
    assert "budget" in found.value.kinds


@pytest.mark.parametrize(
    ("officers", "wishes", "batches", "terms"),
    [
        ([], [Wish(0, 0, 1.0)], [], Terms()),
        ([Officer(0, 0, 1, 9)], [Wish(0, 0, float("nan"))], [], Terms()),
        ([Officer(0, 0, 1, 9)], [Wish(0, 0, 1.0)] * 2, [], Terms()),
        ([], [], [Batch(0, 0, 0, 5, 1, 1, 5)], Terms()),
        ([], [], [Batch(0, 0, 0, 0, 1, 1, 5, least=6)], Terms()),
        ([], [], [], Terms(budget=-1.0)),
        ([Officer(0, 0, 1, 9)], [Wish(0, 0, 1.0)], [Batch(0, 1, 0, 0, 1, 1, 5)], Terms(seats=((0, 0),))),
    ],
)
def test_what_cannot_be_meant_is_refused(officers, wishes, batches, terms):
    with pytest.raises(ValueError, match=r"."):
        build(officers, wishes, batches, terms)


def test_nothing_to_solve():
    assert solve(build([], [], [])).taken == ()
    lonely = build(
        [Officer(0, 0, 1, 9)], [Wish(0, 0, 5.0)], [Batch(0, 0, 0, 0, 1, 2, 9, least=2)], Terms(quotas=(Quota(1, 0.5),))
    )
    assert solve(lonely).taken == ()
