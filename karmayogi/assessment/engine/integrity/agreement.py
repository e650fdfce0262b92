"""Do two people agree in what is wrong more than chance lets them? Pure, on arrays.

Of the questions that both got wrong, how many got the same wrong answer, and how probable are that many if each chose
alone? Given that somebody is wrong at question i, option c was chosen by the share q(i, c) of all who were; two who
choose alone meet with the probability sum q². The number of meetings is a sum of unlike coins (Poisson-binomial), whose
tail is worked out exactly. What both got right says nothing and is left out: two good officers agree there. Since
ability decides how often, not how, one is wrong, weak learners are not suspects for being weak.

The pair's own answers are among the shares, which makes the probability too large, never too small.
"""

import dataclasses
import functools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

type Whole = NDArray[np.int64]
type Real = NDArray[np.float64]

_ROWS = 500  # attempts compared with all others at once: 500 x 10,000 counts are 40 MB


@dataclasses.dataclass(frozen=True, slots=True)
class Wrong:
    """Wrong answers in rows. attempt and item: places from 0; answer: one number for each wrong answer of the test."""

    attempt: Whole
    item: Whole
    answer: Whole


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two attempts (places). wrong: questions that both got wrong; same: of these, with the same answer.

    chance: of at least that many, if both chose alone; of this pair alone.
    """

    one: int
    other: int
    wrong: int
    same: int
    chance: float


def meeting(item: Whole, people: Whole, items: int, least: int) -> Real:
    """The probability that two who are wrong at an item gave the same answer; NaN where fewer than `least` were wrong.

    item, people: of each different wrong answer, its item and how many gave it.
    """
    total = np.bincount(item, weights=people, minlength=items)
    squares = np.bincount(item, weights=people.astype(np.float64) ** 2, minlength=items)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total >= max(1, least), squares / total**2, np.nan)


def tail(shares: Real, least: int) -> float:
    """The probability of at least `least` successes among independent trials of these probabilities; exact."""
    spread = np.zeros(len(shares) + 1)
    spread[0] = 1.0
    for place, share in enumerate(shares, start=1):
        spread[1 : place + 1] = spread[1 : place + 1] * (1 - share) + spread[:place] * share
        spread[0] *= 1 - share
    return float(min(1.0, spread[max(0, least) :].sum()))


def pairs(wrong: Wrong, meets: Real, attempts: int, least_same: int) -> Iterator[Pair]:
    """Pairs that share at least `least_same` wrong answers of items of which something is known (see `meeting`)."""
    known = ~np.isnan(meets[wrong.item])
    who, item = wrong.attempt[known], wrong.item[known]
    _answers, answer = np.unique(wrong.answer[known], return_inverse=True)
    if not len(who):
        return
    was = np.zeros((attempts, len(meets)), dtype=np.float32)
    gave = np.zeros((attempts, int(answer.max()) + 1), dtype=np.float32)
    was[who, item], gave[who, answer] = 1, 1
    for first in range(0, attempts, _ROWS):
        same = gave[first : first + _ROWS] @ gave.T
        for row, other in zip(*np.nonzero(same >= least_same), strict=True):
            one = first + int(row)
            if one < other:
                both = was[one] * was[other] > 0
                count = int(same[row, other])
                yield Pair(one, int(other), int(both.sum()), count, tail(meets[both], count))


@functools.cache
def _inversions(length: int) -> tuple[float, ...]:
    """How probable 0, 1, 2 ... inversions are in a random order of so many."""
    spread = np.ones(1)
    for size in range(2, length + 1):
        spread = np.convolve(spread, np.full(size, 1 / size))
    return tuple(spread)


def same_order(one: Real, other: Real, section: Whole) -> float:
    """The probability that two random orders agree at least as well as these. one, other: when each question that both
    had was answered; NaN for none. Sections are answered one after the other by everybody: only the order inside each
    counts. 1 where there is nothing to compare.
    """
    spread, swapped = np.ones(1), 0
    for number in np.unique(section):
        here = (section == number) & ~np.isnan(one) & ~np.isnan(other)
        ranks = np.argsort(np.argsort(other[here][np.argsort(one[here], kind="stable")], kind="stable"))
        swapped += int((ranks[:, None] > ranks[None, :])[np.triu_indices(len(ranks), 1)].sum())
        spread = np.convolve(spread, np.array(_inversions(len(ranks))))
    return float(min(1.0, spread[: swapped + 1].sum()))
