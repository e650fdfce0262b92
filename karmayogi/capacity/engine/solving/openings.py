"""Which batches are held: decided in rounds after linear answers, then by swaps."""

import numpy as np

from karmayogi.capacity.engine.solving.deadline import Deadline
from karmayogi.capacity.engine.solving.packing import Packing
from karmayogi.capacity.engine.solving.programme import Answer, Programme, TimeUp

CLOSE = 1e-6
# A round of the dive decides for batches that the linear answer holds at least that much.
THRESHOLDS = (0.999, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.01)
SURE = 0.9
# Openings that lose no more than this share of the bound are not looked at again.
NEAR = 0.001


def dive(programme: Programme, answer: Answer, deadline: Deadline) -> set[int]:
    """Decides what is held in rounds: those that the linear answer holds most, as many as teachers and rooms allow,
    asking it anew after each round. What proves impossible is tried in halves; a single one that is, is shut. When
    time ends, what is left is decided at once by the last answer."""
    case = programme.case
    pairs, count = len(case.wish), len(case.batches)
    columns = pairs + np.arange(count)
    lower, upper = programme.lower[pairs:].copy(), programme.upper[pairs:].copy()
    packing, bound = Packing.of(case), answer.value
    try:
        for threshold in THRESHOLDS:
            while True:
                free = np.flatnonzero(lower < upper)
                wanted = free[answer.held[free] >= threshold]
                wanted = wanted[np.argsort(-answer.held[wanted], kind="stable")]
                group = packing.choose(np.flatnonzero(lower == 1), wanted)
                if not len(group):
                    break
                group = group[: max(1, len(group) // 2)] if threshold < SURE else group
                while len(group):
                    trial = lower.copy()
                    trial[group] = 1
                    programme.bound(columns, trial, upper)
                    found = programme.run(deadline)
                    if found is not None:
                        lower, answer = trial, found
                        break
                    if len(group) == 1:
                        upper[group] = 0
                        programme.bound(columns, lower, upper)
                        answer = programme.run(deadline) or answer
                    group = group[: len(group) // 2]
    except TimeUp:
        free = np.flatnonzero((lower < upper) & (answer.held >= 0.5))
        more = packing.choose(np.flatnonzero(lower == 1), free[np.argsort(-answer.held[free], kind="stable")])
        return set(np.flatnonzero(lower == 1).tolist()) | set(more.tolist())
    return _swapped(programme, packing, set(np.flatnonzero(lower == 1).tolist()), bound, deadline)


def _swapped(programme: Programme, packing: Packing, held: set[int], bound: float, deadline: Deadline) -> set[int]:
    """Tries for each batch that is not held whether the plan gains if it is, in place of those that it excludes."""
    case = programme.case
    columns = len(case.wish) + np.arange(len(case.batches))

    def ask(which: set[int]) -> Answer | None:
        fixed = np.array([float(number in which) for number in range(len(case.batches))])
        programme.bound(columns, fixed, fixed)
        return programme.run(deadline)

    try:
        first = ask(held)
        if first is None:
            return held
        best = first
        bars = programme.lower[len(case.wish) :] == 1, programme.upper[len(case.wish) :] == 0
        shut = [number for number in range(len(case.batches)) if number not in held and not bars[1][number]]
        for number in sorted(shut, key=lambda one: first.reduced[columns[one]], reverse=True):
            if deadline.over or best.value > bound * (1 - NEAR):
                break
            out = packing.excluded(held, number)
            if out is None or any(bars[0][one] for one in out):
                continue
            trial = (held - out) | {number}
            found = ask(trial)
            if found is not None and found.value > best.value + CLOSE:
                held, best = trial, found
    except TimeUp:
        return held
    return held
