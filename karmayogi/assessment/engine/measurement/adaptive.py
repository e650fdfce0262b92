"""The adaptive test: which question comes next, and when it is enough.

Next is the most informative question at the ability estimated so far, of the area that is furthest behind its share
(constrained CAT, Kingsbury and Zara, 1989). Two walls keep questions from wearing out: one of the best few is taken by
chance (randomesque), and each has a chance of being let through (Sympson and Hetter, 1985), found by simulation.
"""

import dataclasses
import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from karmayogi.assessment.engine.measurement.calibration import estimate
from karmayogi.assessment.engine.measurement.classical import Matrix


@dataclasses.dataclass(frozen=True, slots=True)
class Bank:
    """Calibrated questions. area: number of the content area of each; let: chance of being let through, 1 of all."""

    a: Matrix
    b: Matrix
    area: NDArray[np.int64]
    let: Matrix

    def __len__(self) -> int:
        return len(self.a)


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """shares: of each area, sum 1. It ends when the error is `enough`, not before `least` and at `most` questions."""

    shares: tuple[float, ...]
    least: int = 8
    most: int = 30
    enough: float = 0.32
    best: int = 5


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """theta: estimated ability in standard deviations; error: its standard error."""

    asked: tuple[int, ...] = ()
    right: tuple[bool, ...] = ()
    theta: float = 0.0
    error: float = 1.0
    passed_over: tuple[int, ...] = ()


def information(a: Matrix, b: Matrix, theta: float) -> Matrix:
    """Of Fisher, of each question at this ability."""
    chance = 1 / (1 + np.exp(-a * (theta - b)))
    return a * a * chance * (1 - chance)


def is_over(bank: Bank, terms: Terms, state: State) -> bool:
    count = len(state.asked)
    if count >= min(terms.most, len(bank) - len(state.passed_over)):
        return True
    return count >= terms.least and state.error <= terms.enough


def area_next(bank: Bank, terms: Terms, asked: Sequence[int], open_: NDArray[np.bool_]) -> int:
    """The area that is furthest behind its share and has a question left."""
    counts = np.bincount(bank.area[list(asked)], minlength=len(terms.shares)) if asked else np.zeros(len(terms.shares))
    behind = np.array(terms.shares) * (len(asked) + 1) - counts
    left = np.bincount(bank.area[open_], minlength=len(terms.shares)) > 0
    return int(np.argmax(np.where(left, behind, -np.inf)))


def choose(bank: Bank, terms: Terms, state: State, dice: random.Random) -> tuple[int, State]:
    """The next question, and the state with those that were not let through on the way. Call while not `is_over`."""
    open_ = np.ones(len(bank), dtype=bool)
    open_[list(state.asked)] = False
    open_[list(state.passed_over)] = False
    area = area_next(bank, terms, state.asked, open_)
    worth = np.where(open_ & (bank.area == area), information(bank.a, bank.b, state.theta), -np.inf)
    over: list[int] = []
    while True:
        few = min(terms.best, int(np.isfinite(worth).sum()))
        best = np.argpartition(worth, -few)[-few:]
        best = best[np.lexsort((best, -worth[best]))]
        pick = int(best[dice.randrange(few)])
        # The last one of its area is always let through: an empty hand is no test.
        if few == 1 or dice.random() < bank.let[pick]:
            return pick, dataclasses.replace(state, passed_over=(*state.passed_over, *over))
        over.append(pick)
        worth[pick] = -np.inf


def answered(bank: Bank, state: State, item: int, right: bool) -> State:
    """The state after an answer. Raises ValueError for a question that was asked before, or is not in the bank."""
    if item in state.asked or not 0 <= item < len(bank):
        raise ValueError(item)
    asked, all_right = (*state.asked, item), (*state.right, right)
    theta, error = estimate(bank.a[list(asked)], bank.b[list(asked)], np.array(all_right))
    return State(asked, all_right, theta, error, state.passed_over)


def simulate(bank: Bank, terms: Terms, theta: float, dice: random.Random) -> State:
    """The test of somebody of this ability."""
    state = State()
    while not is_over(bank, terms, state):
        item, state = choose(bank, terms, state, dice)
        chance = 1 / (1 + np.exp(-bank.a[item] * (theta - bank.b[item])))
        state = answered(bank, state, item, dice.random() < chance)
    return state


def exposure(states: Sequence[State], size: int) -> Matrix:
    """Share of the tests in which each question was asked."""
    counts = np.bincount([item for state in states for item in state.asked], minlength=size)
    return counts / max(1, len(states))


def hold_back(bank: Bank, terms: Terms, most: float, abilities: Sequence[float], seed: int, rounds: int = 6) -> Bank:
    """The bank with chances of being let through, such that hardly a question is asked in more than `most` of tests."""
    for number in range(rounds):
        dice = random.Random(seed + number)  # noqa: S311 (a simulation)
        states = [simulate(bank, terms, theta, dice) for theta in abilities]
        asked = exposure(states, len(bank))
        passed = np.bincount([item for state in states for item in state.passed_over], minlength=len(bank))
        chosen = asked + passed / len(abilities)  # selected, let through or not
        bank = dataclasses.replace(bank, let=np.where(chosen > most, most / np.maximum(chosen, most), 1.0))
    return bank
