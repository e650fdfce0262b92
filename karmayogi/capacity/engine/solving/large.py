"""A hundred thousand officers: prices for what all share, then offices in blocks.

Seats and money alone tie officers of different offices together. Prices on both bound every plan from above
(`prices`); what is held in the mean of their last steps says which batches to hold, in rounds. Then seats are given by
what they are worth beyond their price, and blocks of whole offices are seated anew beside all others, first at the
prices, so that no block keeps what another needs more, then for points alone. The gap that is told is measured against
the bound.
"""

import time
from dataclasses import replace

import numpy as np

from karmayogi.capacity.engine.solving.blocks import PAIRS, Rounds
from karmayogi.capacity.engine.solving.case import Case, Flags, Floats, Ints
from karmayogi.capacity.engine.solving.diary import Diary
from karmayogi.capacity.engine.solving.packing import Packing
from karmayogi.capacity.engine.solving.plan import Plan, plan_of
from karmayogi.capacity.engine.solving.prices import Prices, prices

# Pairs of a wish that are looked at, those worth most at the prices: while batches are chosen, and for seats.
WIDE = 16
CHOICES = 6
# Batches held this much in the mean are held, round by round.
SURE = (0.9, 0.7, 0.5)
BLOCK = 4_000
# Seconds for one block.
EACH = 8.0


def solve_large(case: Case, *, seconds: float = 600.0, block: int = BLOCK) -> Plan:
    """As `solve.solve`, for any number of officers; offices stay whole, so that their presence is kept. `block`: about
    how many pairs are decided at once."""
    began = time.monotonic()
    until = began + seconds
    first = prices(case, began + seconds * 0.3)
    near = _best_of(case, first, WIDE, np.ones(len(case.batches), dtype=np.bool_))
    part = _narrow(case, near)
    held = openings(part, first, began + seconds * 0.45)
    open_ = np.zeros(len(case.batches), dtype=np.bool_)
    open_[list(held)] = True
    second = prices(part, began + seconds * 0.5, open_.astype(float), first)
    near = near[_best_of(part, second, CHOICES, open_)]
    part = _narrow(case, near)
    diary = seated(part, held, second, until, block)
    told = {
        "seats": (np.arange(len(case.batches)), first.seat),
        "budget": (np.zeros(1, dtype=np.int64), np.array([first.money])),
    }
    return plan_of(case, diary, first.bound, began, told, near)


def seated(part: Case, held: set[int], price: Prices, until: float, block: int = PAIRS) -> Diary:
    """The seats of batches that are held."""
    net = _net(part, price)
    diary = Diary(part, held, np.flatnonzero(part.agreed).tolist())
    order = np.argsort(-net, kind="stable")
    diary.fill(order[net[order] > 0])
    hoped = np.zeros(len(net))
    hoped[_best_of(part, price, 1, np.ones(len(part.batches), dtype=np.bool_))] = 1.0
    began = time.monotonic()
    at_prices = Rounds(diary, net, hoped * (net > 0), block)
    at_prices.run(began + (until - began) * 0.4, EACH)
    diary.finish(np.argsort(-part.value, kind="stable"))
    rounds = Rounds(diary, part.value, hoped, block)
    while time.monotonic() < until:
        before = float(part.value[list(diary.taken)].sum())
        if rounds.run(until, EACH) < 0.0005 * before:
            break
    diary.finish(np.argsort(-part.value, kind="stable"))
    return diary


def openings(case: Case, price: Prices, until: float) -> set[int]:
    """Which batches are held: round by round those that are held most at the prices, as far as teachers, rooms and
    money go, prices found anew for what is left."""
    packing = Packing.of(case)
    held = {number for number, one in enumerate(case.batches) if one.held is True}
    held |= set(np.unique(case.batch[case.agreed]).tolist())
    could = np.bincount(case.batch, minlength=len(case.batches))
    can = np.array(
        [one.held is None and could[number] >= one.least for number, one in enumerate(case.batches)], dtype=np.bool_
    )
    for sure in (*SURE, 0.0):
        wanted = np.flatnonzero(can & (price.held > max(sure, 0.01)))
        wanted = np.array([one for one in wanted.tolist() if one not in held], dtype=np.int64)
        gain = price.seat * case.column("seats")
        wanted = wanted[np.lexsort((-gain[wanted], -price.held[wanted].round(2)))]
        chosen = packing.choose(np.array(sorted(held), dtype=np.int64), wanted)
        chosen = _affordable(case, price, held, chosen)
        held |= set(chosen.tolist())
        if sure == 0.0 or time.monotonic() > until:
            continue
        batches = tuple(replace(one, held=True) if number in held else one for number, one in enumerate(case.batches))
        price = prices(replace(case, batches=batches), until, None, price)
    return held


def _affordable(case: Case, price: Prices, held: set[int], wanted: Ints) -> Ints:
    """Of these, in their order, those that there is money for when as many come as at the prices."""
    if case.terms.budget is None:
        return wanted
    each = price.spent / np.maximum(price.asked, 1e-9)
    usual = np.bincount(case.batch, weights=case.cost, minlength=len(case.batches))
    usual /= np.maximum(np.bincount(case.batch, minlength=len(case.batches)), 1)
    each = np.where(price.asked > 0.1, each, usual)
    come = np.minimum(case.column("seats"), price.asked / np.maximum(price.held, 0.05))
    cost = case.column("fixed") + each * np.maximum(come, case.column("least"))
    spent = float(cost[list(held)].sum())
    found = []
    for number in wanted.tolist():
        if spent + cost[number] <= case.terms.budget:
            spent += float(cost[number])
            found.append(number)
    return np.array(found, dtype=np.int64)


def _net(case: Case, price: Prices) -> Floats:
    return case.value - price.seat[case.batch] - price.money * case.cost


def _narrow(case: Case, pairs: Ints) -> Case:
    return replace(
        case, wish=case.wish[pairs], batch=case.batch[pairs], value=case.value[pairs], cost=case.cost[pairs],
        agreed=case.agreed[pairs],
    )  # fmt: skip


def _best_of(case: Case, price: Prices, most: int, open_: Flags) -> Ints:
    """The places of the `most` best pairs of each wish at these prices in batches that are open, in their order; with
    them what is agreed."""
    some = np.flatnonzero(open_[case.batch])
    worth = _net(case, price)[some]
    worth[case.agreed[some]] = np.inf
    group = case.wish[some]
    order = np.lexsort((-worth, group))
    sorted_ = group[order]
    starts = np.flatnonzero(np.append(True, sorted_[1:] != sorted_[:-1])) if len(order) else np.zeros(0, dtype=np.int64)
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    return some[np.sort(order[rank < most])]
