"""Batches that were shut are opened again where money and enough people are free for them."""

import heapq

import numpy as np

from karmayogi.capacity.engine.solving.case import Ints
from karmayogi.capacity.engine.solving.deadline import Deadline
from karmayogi.capacity.engine.solving.diary import Diary, Groups
from karmayogi.capacity.engine.solving.packing import Packing


def reopen(diary: Diary, packing: Packing, deadline: Deadline) -> None:
    """Opens batches that are shut, those first whose free people are worth most for their money."""
    case = diary.case
    left = packing.left(diary.held)
    by_batch = Groups(case.batch, len(case.batches))
    shut = [
        number for number, one in enumerate(case.batches)
        if number not in diary.held and one.held is None and all(left[row] >= use for row, use in packing.uses[number])
    ]  # fmt: skip
    wait = [(-worth, number) for number in shut if (worth := _free(diary, by_batch.one(number), number)) > 0]
    heapq.heapify(wait)
    while wait and not deadline.over:
        _, number = heapq.heappop(wait)
        if any(left[row] < value for row, value in packing.uses[number]):
            continue
        worth = _free(diary, by_batch.one(number), number)
        if worth <= 0:
            continue
        if wait and -worth > wait[0][0]:  # others were opened since, and took its people
            heapq.heappush(wait, (-worth, number))
            continue
        if _open(diary, by_batch.one(number), number):
            for row, value in packing.uses[number]:
                left[row] -= value


def _free(diary: Diary, pairs: Ints, number: int) -> float:
    """Points a rupee that a batch could win with people who are free; nought if they are too few."""
    case, batch = diary.case, diary.case.batches[number]
    could = pairs[diary.could(pairs, shut=True)]
    if len(could) < batch.least:
        return 0.0
    best = could[np.argsort(-case.value[could], kind="stable")][: batch.seats]
    worth = float(case.value[best].sum())
    if case.terms.budget is None:
        return worth
    least = batch.fixed + float(np.sort(case.cost[could])[: batch.least].sum())
    cost = batch.fixed + float(case.cost[best].sum())
    return worth / max(cost, 1.0) if diary.money + least <= case.terms.budget else 0.0


def _open(diary: Diary, pairs: Ints, number: int) -> bool:
    """Opens a batch with those of these who are worth most, cheapest first where money is short; shuts it again if too
    few can come. Whether it is open."""
    case, batch = diary.case, diary.case.batches[number]
    diary.open(number)
    diary.fill(pairs[np.lexsort((case.cost[pairs], -case.value[pairs]))])
    if diary.people[number] >= batch.least:
        return True
    for pair in pairs[diary.given[pairs] != 0].tolist():
        diary.drop(pair)
    diary.shut(number)
    return False
