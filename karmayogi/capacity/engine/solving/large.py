"""A hundred thousand officers: prices for what all share, then offices in blocks.

Seats and money alone tie officers of different offices together. Prices on both bound every plan from above
(`prices`); what is held in the mean of their last steps says which batches to hold, in rounds. Then seats are given by
what they are worth beyond their price, and blocks of whole offices are seated anew beside all others, first at the
prices, so that no block keeps what another needs more, then for points alone. The gap that is told is measured against
the bound.
"""

import heapq
import time
from dataclasses import replace
from itertools import pairwise

import numpy as np

from karmayogi.capacity.engine.solving.blocks import PAIRS, Rounds
from karmayogi.capacity.engine.solving.case import Case, Flags, Floats, Ints
from karmayogi.capacity.engine.solving.diary import Diary
from karmayogi.capacity.engine.solving.packing import Packing
from karmayogi.capacity.engine.solving.plan import Plan, plan_of
from karmayogi.capacity.engine.solving.prices import Prices, prices

# Pairs of a wish that are looked at, those worth most at the prices: while batches are chosen, for
# seats, and in batches that are opened later.
WIDE = 16
CHOICES = 7
SPARE = 3
# So many pairs are enough to find prices near to the right ones.
SAMPLE = 600_000
# Worths that differ by less than this share are as good as the same; so many pairs are ranked at once.
NEARLY = 0.03
AT_ONCE = 2_000_000
# Batches held this much in the mean are held, round by round.
SURE = (0.9, 0.7, 0.5)
BLOCK = 4_000
# Seconds for one block at most.
EACH = 10.0


def solve_large(case: Case, *, seconds: float = 600.0, block: int = BLOCK) -> Plan:
    """As `solve.solve`, for any number of officers; offices stay whole, so that their presence is kept. `block`: about
    how many pairs are decided at once."""
    began = time.monotonic()
    until = began + seconds
    first = prices(case, began + seconds * 0.25, start=_sampled(case, began + seconds * 0.12))
    near = _best_of(case, first, WIDE, np.ones(len(case.batches), dtype=np.bool_))
    part = narrow(case, near)
    held = openings(part, first, began + seconds * 0.45)
    open_ = np.zeros(len(case.batches), dtype=np.bool_)
    open_[list(held)] = True
    second = prices(part, began + seconds * 0.5, open_.astype(float), first)
    some = np.union1d(_best_of(part, second, CHOICES, open_), _best_of(part, first, SPARE, ~open_))
    near = near[some]
    diary = seated(narrow(case, near), held, second, until, block)
    told = {
        "seats": (np.arange(len(case.batches)), first.seat),
        "budget": (np.zeros(1, dtype=np.int64), np.array([first.money])),
    }
    return plan_of(case, diary, first.bound, began, told, near)


def _sampled(case: Case, until: float) -> Prices | None:
    """Where prices begin: found for some officers, drawn by chance, and as large a part of all seats."""
    if len(case.wish) < 2 * SAMPLE:
        return None
    share = SAMPLE / len(case.wish)
    drawn = np.random.default_rng(1).random(len(case.limit)) < share
    found = prices(narrow(case, np.flatnonzero(drawn[case.person])), until, share=share)
    return replace(found, asked=found.asked / share, spent=found.spent / share)


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
    each = max(EACH, (until - began) / 40)
    at_prices.run(began + (until - began) * 0.4, each)
    diary.finish(np.argsort(-part.value, kind="stable"))
    reopen(diary, until)
    rounds = Rounds(diary, part.value, hoped, block)
    while time.monotonic() < until:
        before = float(part.value[list(diary.taken)].sum())
        if rounds.run(until, each) < 0.0005 * before:
            break
    diary.finish(np.argsort(-part.value, kind="stable"))
    reopen(diary, until)
    return diary


def reopen(diary: Diary, until: float) -> None:
    """Opens batches that are shut, those first whose free people are worth most for their money, while there is money
    and enough people are free for them."""
    case, packing = diary.case, Packing.of(diary.case)
    left = packing.left(diary.held)
    order = np.argsort(case.batch, kind="stable")
    bounds = np.searchsorted(case.batch[order], np.arange(len(case.batches) + 1))
    mine = [order[bounds[number] : bounds[number + 1]] for number in range(len(case.batches))]
    shut = [
        number for number, one in enumerate(case.batches)
        if number not in diary.held and one.held is None and all(left[row] >= use for row, use in packing.uses[number])
    ]  # fmt: skip
    wait = [(-worth, number) for number in shut if (worth := _free(diary, mine[number], number)) > 0]
    heapq.heapify(wait)
    while wait and time.monotonic() < until:
        _, number = heapq.heappop(wait)
        worth = _free(diary, mine[number], number)
        if worth <= 0:
            continue
        if wait and -worth > wait[0][0]:  # others were opened since, and took its people
            heapq.heappush(wait, (-worth, number))
            continue
        fits = all(left[row] >= value for row, value in packing.uses[number])
        if fits and _open(diary, mine[number], number):
            for row, value in packing.uses[number]:
                left[row] -= value


def _free(diary: Diary, pairs: Ints, number: int) -> float:
    """Points a rupee that a batch could win with people who are free; nought if they are too few."""
    case, batch = diary.case, diary.case.batches[number]
    could = [pair for pair in pairs.tolist() if _could(diary, pair)]
    if len(could) < batch.least:
        return 0.0
    best = sorted(could, key=lambda pair: -case.value[pair])[: batch.seats]
    cost = batch.fixed + float(case.cost[best].sum())
    if case.terms.budget is None:
        return float(case.value[best].sum())
    least = batch.fixed + float(np.sort(case.cost[could])[: batch.least].sum())
    return float(case.value[best].sum()) / max(cost, 1.0) if diary.money + least <= case.terms.budget else 0.0


def _could(diary: Diary, pair: int) -> bool:
    return int(diary.case.wish[pair]) not in diary.met and diary.free_for(pair) and not diary.office_full(pair)


def _open(diary: Diary, pairs: Ints, number: int) -> bool:
    """Opens a batch with those of these who are worth most, cheapest first where money is short; shuts it again if too
    few can come. Whether it is open."""
    case, batch = diary.case, diary.case.batches[number]
    diary.held.add(number)
    diary.money += batch.fixed
    diary.fill(pairs[np.lexsort((case.cost[pairs], -case.value[pairs]))])
    if diary.people[number] >= batch.least:
        return True
    for pair in [pair for pair in pairs.tolist() if pair in diary.taken]:
        diary.drop(pair)
    diary.held.remove(number)
    diary.money -= batch.fixed
    return False


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
        # At prices of nought nothing is seen to be held, though people sit in it.
        much = np.maximum(price.held, np.minimum(1.0, price.asked / case.column("seats"))).round(2)
        wanted = np.flatnonzero(can & (much >= sure))
        wanted = np.array([one for one in wanted.tolist() if one not in held], dtype=np.int64)
        gain = price.seat * case.column("seats")
        wanted = wanted[np.lexsort((-gain[wanted], -much[wanted]))]
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


def narrow(case: Case, pairs: Ints) -> Case:
    return replace(
        case, wish=case.wish[pairs], batch=case.batch[pairs], value=case.value[pairs], cost=case.cost[pairs],
        agreed=case.agreed[pairs],
    )  # fmt: skip


def _best_of(case: Case, price: Prices, most: int, open_: Flags) -> Ints:
    """The places of the `most` best pairs of each wish at these prices in batches that are open, in their order; with
    them what is agreed. Of those that are worth nearly the same chance picks, or all would look at the same batches."""
    if not len(case.wish):
        return np.zeros(0, dtype=np.int64)
    dice = np.random.default_rng(1)
    starts = np.flatnonzero(np.append(True, case.wish[1:] != case.wish[:-1]))
    ends = np.append(starts, len(case.wish))
    cuts = np.append(ends[np.searchsorted(ends, np.arange(0, len(case.wish), AT_ONCE))], len(case.wish))
    found = []
    for begin, end in pairwise(np.unique(cuts).tolist()):
        some = begin + np.flatnonzero(open_[case.batch[begin:end]])
        value, group = case.value[some], case.wish[some]
        worth = value * (1 - NEARLY * dice.random(len(some)))
        worth -= price.seat[case.batch[some]] + price.money * case.cost[some]
        worth[case.agreed[some]] = np.inf
        order = np.lexsort((-worth, group))
        sorted_ = group[order]
        first = np.flatnonzero(np.append(True, sorted_[1:] != sorted_[:-1])) if len(order) else order
        rank = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
        found.append(some[np.sort(order[rank < most])])
    return np.concatenate(found)
