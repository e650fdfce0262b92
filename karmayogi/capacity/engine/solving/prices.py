"""A price on every seat and on money, with which each wish may choose for itself: the sum of these free choices is more
than any plan can win (Lagrange), whatever the prices are, and prices are moved until it falls no more."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Floats
from karmayogi.capacity.engine.solving.deadline import Deadline
from karmayogi.capacity.engine.solving.packing import Market

STEPS = 300
# How much of the mean of what is held a new step makes: the mean goes towards the linear answer (a volume).
FRESH = 0.05
# So many pairs are looked at at once.
AT_ONCE = 200_000


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
    case: Case, deadline: Deadline, held: Floats | None = None, start: Prices | None = None, share: float = 1.0
) -> Prices:
    """Prices are never below nought. `held`: batches that are held or not is decided already (then `bound` bounds
    only plans that hold these). `share`: the case has that part alone of those who want its seats."""
    count = len(case.batches)
    choices = Choices(case)
    could = np.bincount(case.batch, minlength=count)
    seats = np.minimum(case.column("seats") * share, could).astype(float)
    fixed = case.column("fixed") * share
    budget = 0.0 if case.terms.budget is None else case.terms.budget * share
    market = Market(case) if held is None else None
    most = choices.best()
    # Without prices everybody has what is best for her: a bound as well, where time ends before there is another.
    best, best_seat, best_money = float(most.sum()), np.zeros(count), 0.0
    mean = [np.zeros(count), np.zeros(count), np.zeros(count)]
    if start is not None:
        seat, money = start.seat.copy(), start.money
    else:
        opened = market.held(seats, deadline) if market is not None else held
        seat, money = _by_rank(case, seats, opened, most, choices), 0.0
    pull_seat, pull_money = np.zeros(count), 0.0
    unit = best / budget if budget else 0.0  # rupees to points
    patience, size, weight = 0, 0.5 if start is None else 0.2, 0.0
    for _ in range(STEPS):
        if deadline.over:
            break
        gain = seat * seats - money * fixed
        opened = market.held(gain, deadline) if market is not None else held
        if opened is None:
            break
        won, asked, paid = choices.at(seat, money)
        total = won + float(gain @ opened) + money * budget
        fresh = max(FRESH, 1 / (weight + 1))
        weight += 1
        mean = [old + fresh * (new - old) for old, new in zip(mean, (opened, asked, paid), strict=True)]
        if total < best - 1e-9:
            patience = 0 if total < best * (1 - 1e-5) else patience + 1
            best, best_seat, best_money = total, seat.copy(), money
        else:
            patience += 1
        if patience > 6:
            size, patience = size * 0.6, 0
            seat, money = best_seat.copy(), best_money
            pull_seat[:] = 0
            pull_money = 0.0
            if size < 1e-3:
                break
            continue
        slope = seats * opened - asked
        spare = (budget - float(paid.sum()) - float(fixed @ opened)) if budget else 0.0
        pull_seat = 0.6 * pull_seat + 0.4 * slope
        pull_money = 0.6 * pull_money + 0.4 * spare * unit
        length = float((pull_seat**2).sum() + pull_money**2) or 1.0
        step = size * 0.05 * total / length
        seat = np.maximum(0.0, seat - step * pull_seat)
        if budget:
            money = max(0.0, money - step * pull_money * unit)
    return Prices(best_seat, best_money, best, *mean)


class Choices:
    """What each wish chooses for itself at given prices, worked out for some ten thousand wishes at a time, so that
    what is at work stays near the processor."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.starts = np.flatnonzero(np.append(True, case.wish[1:] != case.wish[:-1])) if len(case.wish) else case.wish
        ends = np.append(self.starts, len(case.wish))
        cuts = np.unique(np.append(np.searchsorted(ends, np.arange(0, len(case.wish), AT_ONCE)), len(self.starts)))
        self.parts = [
            (int(ends[low]), int(ends[high]), self.starts[low:high] - ends[low], np.diff(ends[low : high + 1]))
            for low, high in pairwise(cuts.tolist())
        ]

    def best(self) -> Floats:
        """The most that each wish could win."""
        value = self.case.value
        tops = [np.maximum.reduceat(value[begin:end], starts) for begin, end, starts, _ in self.parts]
        return np.concatenate([np.zeros(0), *tops])

    def at(self, seat: Floats, money: float) -> tuple[float, Floats, Floats]:
        """What all win beyond the prices, how many ask for each batch, and what that costs."""
        case = self.case
        won, asked, paid = 0.0, np.zeros(len(seat)), np.zeros(len(seat))
        for begin, end, starts, length in self.parts:
            batch = case.batch[begin:end]
            net = case.value[begin:end] - seat[batch]
            if money:
                net -= money * case.cost[begin:end]
            top = np.maximum.reduceat(net, starts)
            won += float(np.maximum(top, 0.0).sum())
            hits = np.flatnonzero(net >= np.repeat(np.where(top > 0, top, np.inf), length))
            which = np.searchsorted(starts, hits, side="right")
            hits = hits[np.append(True, which[1:] != which[:-1])] if len(hits) else hits
            chosen = batch[hits]
            asked += np.bincount(chosen, minlength=len(seat))
            paid += np.bincount(chosen, weights=case.cost[begin + hits], minlength=len(seat))
        return won, asked, paid


def _by_rank(case: Case, seats: Floats, held: Floats | None, top: Floats, choices: Choices) -> Floats:
    """Where prices begin: for each need, what the first wish is worth that has no seat if all needs have as many seats
    as could be held at once."""
    wanted = np.array([one.need for one in case.batches], dtype=np.int64)
    supply = np.bincount(wanted, weights=seats * (1.0 if held is None else held))
    need = case.need[case.wish[choices.starts]]
    price = np.zeros(max(len(supply), int(need.max(initial=0)) + 1))
    for one in np.unique(need).tolist():
        worth = np.sort(top[need == one])[::-1]
        rank = int(supply[one]) if one < len(supply) else 0
        price[one] = worth[rank] if rank < len(worth) else 0.0
    return price[wanted]
