"""A hundred thousand officers: prices for what all share, then offices in blocks.

Seats and money alone tie officers of different offices together. Prices on both bound every plan from above
(`prices`); what is held in the mean of their last steps says which batches to hold, in rounds. Then seats are given by
what they are worth beyond their price, and blocks of whole offices are seated anew beside all others, first at the
prices, so that no block keeps what another needs more, then for points alone. The gap that is told is measured against
the bound.
"""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np

from karmayogi.capacity.engine.solving.blocks import PAIRS, Rounds
from karmayogi.capacity.engine.solving.case import Case, Flags, Floats, Ints, narrow
from karmayogi.capacity.engine.solving.deadline import Deadline
from karmayogi.capacity.engine.solving.diary import Diary
from karmayogi.capacity.engine.solving.locks import kept, locked
from karmayogi.capacity.engine.solving.packing import Packing
from karmayogi.capacity.engine.solving.plan import Plan, plan_of
from karmayogi.capacity.engine.solving.prices import Prices, prices
from karmayogi.capacity.engine.solving.reopen import reopen

# Pairs of a wish that are looked at, those worth most at the prices: while batches are chosen, for
# seats, and in batches that are opened later.
WIDE = 16
CHOICES = 7
SPARE = 3
# So many pairs are enough to find prices near to the right ones.
SAMPLE = 600_000
# Worths that differ by less than this share are as good as the same; so many pairs are ranked at once.
NEARLY = 0.03
AT_ONCE = 200_000
# Batches held this much in the mean are held, round by round.
SURE = (0.9, 0.7, 0.5)
BLOCK = 4_000
# Seconds for one block at most.
EACH = 10.0


def solve_large(
    case: Case, *, seconds: float = 600.0, block: int = BLOCK, deadline: Deadline | None = None
) -> Plan:  # fmt: skip
    """As `solve.solve`, for any number of officers; offices stay whole, so that their presence is kept. `block`: about
    how many pairs are decided at once. A plan comes out whenever time ends, a poorer one if it ends early."""
    began = time.monotonic()
    deadline = deadline or Deadline.after(seconds)
    sure = locked(case, deadline.part(0.3))
    first = prices(case, deadline.part(0.22), start=_sampled(case, deadline.part(0.12)))
    near = _best_of(case, first, WIDE, np.ones(len(case.batches), dtype=np.bool_), sure, deadline)
    part = narrow(case, near)
    packing = Packing.of(case)
    held = openings(part, packing, first, deadline.part(0.3))
    open_ = np.zeros(len(case.batches), dtype=np.bool_)
    open_[list(held)] = True
    second = prices(part, deadline.part(0.1), open_.astype(float), first)
    sure = np.searchsorted(near, sure)
    some = np.union1d(
        _best_of(part, second, CHOICES, open_, sure, deadline), _best_of(part, first, SPARE, ~open_, sure, deadline)
    )
    near, sure = near[some], np.searchsorted(some, sure)
    part = narrow(case, near)
    diary = seated(part, packing, held, sure, second, deadline, block)
    kept(diary)
    told = {
        "seats": (np.arange(len(case.batches)), first.seat),
        "budget": (np.zeros(1, dtype=np.int64), np.array([first.money])),
    }
    return plan_of(case, diary, first.bound, began, told, near)


def _sampled(case: Case, deadline: Deadline) -> Prices | None:
    """Where prices begin: found for some officers, drawn by chance, and as large a part of all seats."""
    if len(case.wish) < 2 * SAMPLE:
        return None
    share = SAMPLE / len(case.wish)
    drawn = np.random.default_rng(1).random(len(case.limit)) < share
    found = prices(narrow(case, np.flatnonzero(drawn[case.person])), deadline, share=share)
    return replace(found, asked=found.asked / share, spent=found.spent / share)


def seated(
    part: Case, packing: Packing, held: set[int], sure: Ints, price: Prices, deadline: Deadline, block: int = PAIRS
) -> Diary:
    """The seats of batches that are held; `sure`: seats that what is locked and agreed needs."""
    net = _net(part, price)
    diary = Diary(part, held)
    diary.give(sure)
    order = np.argsort(-net, kind="stable")
    diary.fill(order[net[order] > 0], deadline.unhurried())
    hoped = np.zeros(len(net))
    hoped[_best_of(part, price, 1, np.ones(len(part.batches), dtype=np.bool_), sure, deadline)] = 1.0
    at_prices = Rounds(diary, net, hoped * (net > 0), block)
    each = max(EACH, deadline.left / 40)
    at_prices.run(deadline.part(0.4), each)
    order = np.argsort(-part.value, kind="stable")
    diary.finish(order, deadline.part(0.4))
    reopen(diary, packing, deadline.part(0.5))
    rounds = Rounds(diary, part.value, hoped, block)
    blocks = deadline.part(0.95)
    while not blocks.over:
        before = diary.worth(part.value)
        if rounds.run(blocks, each) < 0.0005 * before:
            break
    diary.finish(order, deadline.part(0.5))
    reopen(diary, packing, deadline)
    return diary


def openings(case: Case, packing: Packing, price: Prices, deadline: Deadline) -> set[int]:
    """Which batches are held: round by round those that are held most at the prices, as far as teachers, rooms and
    money go, prices found anew for what is left."""
    held = {number for number, one in enumerate(case.batches) if one.held is True}
    held |= set(np.unique(case.batch[case.agreed]).tolist())
    could = np.bincount(case.batch, minlength=len(case.batches))
    can = np.array(
        [one.held is None and could[number] >= one.least for number, one in enumerate(case.batches)], dtype=np.bool_
    )
    for sure in (*SURE, 0.0):
        # At prices of nought nothing is seen to be held, though people sit in it.
        much = np.maximum(price.held, np.minimum(1.0, price.asked / case.column("seats"))).round(2)
        wanted = np.flatnonzero(can & (much >= sure))
        wanted = np.array([one for one in wanted.tolist() if one not in held], dtype=np.int64)
        gain = price.seat * case.column("seats")
        wanted = wanted[np.lexsort((-gain[wanted], -much[wanted]))]
        chosen = packing.choose(np.array(sorted(held), dtype=np.int64), wanted)
        chosen = _affordable(case, price, held, chosen)
        held |= set(chosen.tolist())
        if sure == 0.0 or deadline.over:
            continue
        batches = tuple(replace(one, held=True) if number in held else one for number, one in enumerate(case.batches))
        price = prices(replace(case, batches=batches), deadline, None, price)
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


def _best_of(case: Case, price: Prices, most: int, open_: Flags, sure: Ints, deadline: Deadline) -> Ints:
    """The places of the `most` best pairs of each wish at these prices in batches that are open, in their order; with
    them those that are `sure`. Of those that are worth nearly the same chance picks, or all would look at the same
    batches."""
    if not len(case.wish):
        return sure
    dice = np.random.default_rng(1)
    starts = np.flatnonzero(np.append(True, case.wish[1:] != case.wish[:-1]))
    ends = np.append(starts, len(case.wish))
    cuts = np.append(ends[np.searchsorted(ends, np.arange(0, len(case.wish), AT_ONCE))], len(case.wish))
    found = []
    for begin, end in pairwise(np.unique(cuts).tolist()):
        deadline.check()
        some = begin + np.flatnonzero(open_[case.batch[begin:end]])
        value, group = case.value[some], case.wish[some]
        worth = value * (1 - NEARLY * dice.random(len(some)))
        worth -= price.seat[case.batch[some]] + price.money * case.cost[some]
        order = np.lexsort((-worth, group))
        sorted_ = group[order]
        first = np.flatnonzero(np.append(True, sorted_[1:] != sorted_[:-1])) if len(order) else order
        rank = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
        found.append(some[np.sort(order[rank < most])])
    return np.union1d(np.concatenate(found), sure)
