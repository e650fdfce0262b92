"""A hundred thousand officers: prices for what all share, then offices in blocks against these prices.

Seats and money alone tie officers of different offices together. With a price on each, every wish chooses for itself;
the sum of these choices bounds every plan from above, whatever the prices are (Lagrange), and prices are moved until it
falls no more. Then blocks of whole offices are solved one after the other with what is left, each seat at its price, so
that an early block does not take what a later one needs more. The gap that is told is measured against the bound.
"""

import time
from dataclasses import replace

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Floats, Ints
from karmayogi.capacity.engine.solving.diary import Diary
from karmayogi.capacity.engine.solving.packing import Market, Packing
from karmayogi.capacity.engine.solving.programme import THREADS
from karmayogi.capacity.engine.solving.solve import Plan, plan_of, solve

STEPS = 300
# Pairs of a wish that a block looks at: those that are worth most at the prices. More change the plan by nothing seen.
CHOICES = 6
BLOCK = 4_000


def solve_large(case: Case, *, seconds: float = 600.0, block: int = BLOCK) -> Plan:
    """As `solve.solve`, for any number of officers; offices stay whole, so that their presence is kept."""
    began = time.monotonic()
    seat, money, bound = prices(case)
    open_ = _worth_holding(case, seat, money)
    net = case.value - seat[case.batch] - money * case.cost
    diary = Diary(case, open_, np.flatnonzero(case.agreed).tolist())
    order = np.argsort(-net, kind="stable")
    blocks = _blocks(case, block)
    for number, officers in enumerate(blocks):
        left = seconds * 0.8 - (time.monotonic() - began)
        _block(case, diary, officers, net, seconds=max(2.0, left / (len(blocks) - number)))
    diary.finish(order[net[order] > -np.inf])
    return plan_of(case, diary, bound, began, {"seats": (np.arange(len(case.batches)), seat)})


def prices(case: Case, steps: int = STEPS) -> tuple[Floats, float, float]:
    """(points a seat of each batch, points a rupee, the bound). Prices are never below nought."""
    could = np.bincount(case.batch, minlength=len(case.batches))
    seats = np.minimum(case.column("seats"), could).astype(float)
    fixed = case.column("fixed").astype(float)
    market = Market(case, THREADS)
    starts = np.flatnonzero(np.append(True, case.wish[1:] != case.wish[:-1]))
    budget = case.terms.budget
    seat, money = np.zeros(len(seats)), 0.0
    best, best_seat, best_money = np.inf, seat, money
    pull_seat, pull_money = np.zeros(len(seats)), 0.0
    worth = float(np.maximum.reduceat(case.value, starts).sum()) if len(starts) else 0.0
    unit = worth / budget if budget else 0.0  # rupees to points, so that both prices move alike
    patience, size = 0, 1.0
    for _ in range(steps):
        net = case.value - seat[case.batch] - money * case.cost
        top = np.maximum.reduceat(net, starts)
        gain = seat * seats - money * fixed
        opened = market.held(gain)
        total = float(np.maximum(top, 0).sum() + gain @ opened + money * (budget or 0.0))
        if total < best - 1e-9:
            patience = 0 if total < best * (1 - 1e-5) else patience + 1
            best, best_seat, best_money = total, seat.copy(), money
        else:
            patience += 1
        if patience > 8:
            size, patience = size * 0.6, 0
            seat, money = best_seat.copy(), best_money
            pull_seat[:] = 0
            pull_money = 0.0
            if size < 1e-4:
                break
            continue
        chosen = _first_of(net, top, starts)
        chosen = chosen[top > 0]
        asked = np.bincount(case.batch[chosen], minlength=len(seats))
        slope = seats * opened - asked
        spare = (budget - float(case.cost[chosen].sum()) - float(fixed @ opened)) if budget is not None else 0.0
        pull_seat = 0.6 * pull_seat + 0.4 * slope
        pull_money = 0.6 * pull_money + 0.4 * spare * unit
        length = float((pull_seat**2).sum() + pull_money**2) or 1.0
        step = size * 0.05 * total / length
        seat = np.maximum(0.0, seat - step * pull_seat)
        if budget is not None:
            money = max(0.0, money - step * pull_money * unit)
    return best_seat, best_money, best


def _first_of(net: Floats, top: Floats, starts: Ints) -> Ints:
    """The first pair of each wish that is worth the most."""
    length = np.diff(np.append(starts, len(net)))
    hits = np.flatnonzero(net >= np.repeat(top, length))
    which = np.searchsorted(starts, hits, side="right") - 1
    _, first = np.unique(which, return_index=True)
    return hits[first]


def _worth_holding(case: Case, seat: Floats, money: float) -> set[int]:
    """Batches that earn what they cost, dearest seats first, as many as teachers and rooms allow."""
    count = len(case.batches)
    seats, fixed = case.column("seats").astype(float), case.column("fixed").astype(float)
    gain = seat * seats - money * fixed
    asked = np.bincount(case.batch, minlength=count)
    locked = np.flatnonzero([one.held is True for one in case.batches])
    can = np.flatnonzero((asked >= case.column("least")) & np.array([one.held is None for one in case.batches]))
    if case.terms.budget is not None:
        # What a batch costs when its seats are taken at the usual price; held as long as money for that is left.
        usual = np.bincount(case.batch, weights=case.cost, minlength=count) / np.maximum(asked, 1)
        full = fixed + np.minimum(seats, asked) * usual
        order = can[np.argsort(-(gain + money * full)[can] / np.maximum(full[can], 1.0), kind="stable")]
        spent = np.cumsum(full[order]) + full[locked].sum()
        can = order[spent <= case.terms.budget]
    order = can[np.argsort(-gain[can], kind="stable")]
    return set(locked.tolist()) | set(Packing.of(case).choose(locked, order).tolist())


def _blocks(case: Case, size: int) -> list[Ints]:
    """Officers by whole offices, about so many in each, those with agreed seats among them."""
    people = np.bincount(case.office, minlength=len(case.strength))
    number = (np.cumsum(people) - 1) // size
    return [np.flatnonzero(number[case.office] == one) for one in np.unique(number[case.office])]


def _block(case: Case, diary: Diary, officers: Ints, net: Floats, *, seconds: float) -> None:
    """Solves one block with the seats and the money that are left, and gives its seats."""
    mine = np.zeros(len(case.limit), dtype=np.bool_)
    mine[officers] = True
    some = np.flatnonzero(mine[case.person] & (net > 0) & ~case.agreed)
    some = some[_best_of(case.wish[some], net[some], CHOICES)]
    some = np.array([pair for pair in some.tolist() if diary.may(pair)], dtype=np.int64)
    if not len(some):
        return
    batches = tuple(
        replace(one, seats=max(1, one.seats - diary.people[number]), least=1, fixed=0.0, faculty=-1, room=-1, held=None)
        for number, one in enumerate(case.batches)
    )
    budget = None if case.terms.budget is None else max(0.0, case.terms.budget - diary.money)
    part = replace(
        case, wish=case.wish[some], batch=case.batch[some], value=net[some], cost=case.cost[some],
        agreed=np.zeros(len(some), dtype=np.bool_), batches=batches,
        terms=replace(case.terms, budget=budget, teaching={}, seats=(), present=()),
    )  # fmt: skip
    found = solve(part, seconds=seconds)
    diary.fill(some[np.array(found.taken, dtype=np.int64)])


def _best_of(group: Ints, worth: Floats, most: int) -> Ints:
    """The places of the `most` best of each group, in their order."""
    order = np.lexsort((-worth, group))
    sorted_ = group[order]
    starts = np.flatnonzero(np.append(True, sorted_[1:] != sorted_[:-1])) if len(order) else np.zeros(0, dtype=np.int64)
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return np.sort(order[rank < most])
