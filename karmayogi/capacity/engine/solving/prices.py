"""A price on every seat and on money, with which each wish may choose for itself: the sum of these free choices is more
than any plan can win (Lagrange), whatever the prices are, and prices are moved until it falls no more."""

import time
from dataclasses import dataclass

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Floats, Ints
from karmayogi.capacity.engine.solving.packing import Market
from karmayogi.capacity.engine.solving.programme import THREADS

STEPS = 300
# How much of the mean of what is held a new step makes: the mean goes towards the linear answer (a volume).
FRESH = 0.05


@dataclass(frozen=True, slots=True)
class Prices:
    """Points a seat of each batch, points a rupee, what no plan can pass; how much of each batch is held, and how
    many people choose it, in the mean of the last steps."""

    seat: Floats
    money: float
    bound: float
    held: Floats
    asked: Floats
    spent: Floats  # of them, on fees and travel


def prices(
    case: Case, until: float, held: Floats | None = None, start: Prices | None = None, share: float = 1.0
) -> Prices:
    """Prices are never below nought. `held`: batches that are held or not is decided already (then `bound` bounds
    only plans that hold these). `share`: the case has that part alone of those who want its seats."""
    count = len(case.batches)
    could = np.bincount(case.batch, minlength=count)
    seats = np.minimum(case.column("seats") * share, could).astype(float)
    fixed = case.column("fixed") * share
    market = Market(case, THREADS) if held is None else None
    starts = np.flatnonzero(np.append(True, case.wish[1:] != case.wish[:-1])) if len(case.wish) else None
    if starts is None:
        none = np.zeros(count)
        return Prices(none, 0.0, 0.0, none, none, none)
    budget = None if case.terms.budget is None else case.terms.budget * share
    seat = start.seat.copy() if start else _by_rank(case, seats, market.held(seats) if market else held, starts)
    money = start.money if start else 0.0
    best, best_seat, best_money = np.inf, seat, money
    pull_seat, pull_money = np.zeros(count), 0.0
    unit = float(np.maximum.reduceat(case.value, starts).sum()) / budget if budget else 0.0  # rupees to points
    patience, size = 0, 0.5 if start is None else 0.2
    mean = [np.zeros(count), np.zeros(count), np.zeros(count)]
    weight = 0.0
    for _ in range(STEPS):
        net = case.value - seat[case.batch]
        if money:
            net -= money * case.cost
        top = np.maximum.reduceat(net, starts)
        gain = seat * seats - money * fixed
        opened = market.held(gain) if market is not None and held is None else held
        assert opened is not None
        total = float(np.maximum(top, 0).sum() + gain @ opened + money * (budget or 0.0))
        chosen = _first_of(net, top, starts)
        chosen = chosen[top > 0]
        asked = np.bincount(case.batch[chosen], minlength=count).astype(float)
        paid = np.bincount(case.batch[chosen], weights=case.cost[chosen], minlength=count)
        fresh = max(FRESH, 1 / (weight + 1))
        weight += 1
        mean = [old + fresh * (new - old) for old, new in zip(mean, (opened, asked, paid), strict=True)]
        if total < best - 1e-9:
            patience = 0 if total < best * (1 - 1e-5) else patience + 1
            best, best_seat, best_money = total, seat.copy(), money
        else:
            patience += 1
        if time.monotonic() > until:
            break
        if patience > 6:
            size, patience = size * 0.6, 0
            seat, money = best_seat.copy(), best_money
            pull_seat[:] = 0
            pull_money = 0.0
            if size < 1e-3:
                break
            continue
        slope = seats * opened - asked
        spare = (budget - float(paid.sum()) - float(fixed @ opened)) if budget is not None else 0.0
        pull_seat = 0.6 * pull_seat + 0.4 * slope
        pull_money = 0.6 * pull_money + 0.4 * spare * unit
        length = float((pull_seat**2).sum() + pull_money**2) or 1.0
        step = size * 0.05 * total / length
        seat = np.maximum(0.0, seat - step * pull_seat)
        if budget is not None:
            money = max(0.0, money - step * pull_money * unit)
    return Prices(best_seat, best_money, best, *mean)


def _by_rank(case: Case, seats: Floats, held: Floats | None, starts: Ints) -> Floats:
    """Where prices begin: for each need, what the first wish is worth that has no seat if all needs have as many seats
    as could be held at once."""
    wanted = np.array([one.need for one in case.batches], dtype=np.int64)
    supply = np.bincount(wanted, weights=seats * (1.0 if held is None else held))
    top = np.maximum.reduceat(case.value, starts)
    need = case.need[case.wish[starts]]
    price = np.zeros(max(len(supply), int(need.max()) + 1))
    for one in np.unique(need).tolist():
        worth = np.sort(top[need == one])[::-1]
        rank = int(supply[one]) if one < len(supply) else 0
        price[one] = worth[rank] if rank < len(worth) else 0.0
    return price[wanted]


def _first_of(net: Floats, top: Floats, starts: Ints) -> Ints:
    """The first pair of each wish that is worth the most."""
    length = np.diff(np.append(starts, len(net)))
    hits = np.flatnonzero(net >= np.repeat(top, length))
    which = np.searchsorted(starts, hits, side="right") - 1
    _, first = np.unique(which, return_index=True)
    return hits[first]
