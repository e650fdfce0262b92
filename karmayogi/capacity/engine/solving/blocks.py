"""Whole seats in batches that are held: some offices at a time are taken out of the plan and seated anew, at best."""

import time
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from karmayogi.capacity.engine.solving.case import NOBODY, Case, Floats, Ints
from karmayogi.capacity.engine.solving.diary import Diary
from karmayogi.capacity.engine.solving.programme import Programme, TimeUp

CLOSE = 1e-6
# So many pairs are decided at once as whole numbers.
PAIRS = 4_000
# Rows that a block's answer breaks are added, and it is asked again, so often.
TRIES = 8
# A block whose linear answer promises less than this share more is left as it is; so is one solved this near.
LITTLE = 0.0005


def part(diary: Diary, pairs: Ints, worth: Floats, *, thin: bool = False) -> Case:
    """What these pairs (all of some whole offices, in order) may still do beside the seats that others have. `thin`:
    batches may stay below their least number as yet."""
    case = diary.case
    who = np.unique(case.person[pairs])
    wishes, wish = np.unique(case.wish[pairs], return_inverse=True)
    which, batch = np.unique(case.batch[pairs], return_inverse=True)
    offices, office = np.unique(case.office[who], return_inverse=True)
    batches = []
    for number in which.tolist():
        one, there = case.batches[number], diary.people[number]
        least = 0 if thin else max(0, one.least - there)
        batches.append(
            replace(one, seats=one.seats - there, least=least, fixed=0.0, faculty=NOBODY, room=NOBODY, held=True)
        )
    quotas = tuple(replace(one, ahead=-short) for one, short in zip(case.terms.quotas, diary.shares, strict=True))
    budget = None if case.terms.budget is None else max(0.0, case.terms.budget - diary.money)
    return replace(
        case, office=office, limit=case.limit[who], groups=case.groups[who], strength=case.strength[offices],
        languages=case.languages[who], place=case.place[who], officer=np.searchsorted(who, case.officer[wishes]),
        need=case.need[wishes], points=case.points[wishes], must=case.must[wishes], batches=tuple(batches),
        terms=replace(case.terms, budget=budget, quotas=quotas, teaching={}, travel=None, seats=(), barred=(),
                      present=()),
        wish=wish, batch=batch, value=worth[pairs], cost=case.cost[pairs], agreed=case.agreed[pairs],
    )  # fmt: skip


def reseat(diary: Diary, pairs: Ints, worth: Floats, until: float, *, thin: bool = False) -> float:
    """Takes the seats of these pairs back and gives the best again; what it wins, never less than nothing. `pairs`
    are in order, all of some whole offices that their offices' people have seats in."""
    before = [pair for pair in pairs.tolist() if pair in diary.taken]
    for pair in before:
        diary.drop(pair)
    stood = float(worth[before].sum())
    had = np.isin(pairs, np.array(before, dtype=np.int64))
    found = _best(part(diary, pairs, worth, thin=thin), had.astype(float), stood, until)
    after = before if found is None else pairs[found > 0.5].tolist()
    for pair in after:
        diary.take(pair)
    return float(worth[after].sum()) - stood


def _best(case: Case, had: Floats, stood: float, until: float) -> Floats | None:
    """Seats that are worth more than those there were; None: there are none, or time ended."""
    programme = Programme(case)
    try:
        answer = programme.settle(until, LITTLE)
        for _ in range(TRIES):
            if answer is None or answer.value <= stood + LITTLE * abs(stood) + CLOSE:
                return None
            found = programme.whole(until, had, LITTLE).pairs
            if found is None or float(case.value @ found) <= stood + CLOSE:
                return None
            if not programme.tighten(found):
                return found
    except TimeUp:
        return None
    return None


class Rounds:
    """The offices of a plan, block by block, those first in which most points are missing."""

    def __init__(self, diary: Diary, worth: Floats, hoped: Floats, most: int = PAIRS, *, thin: bool = False) -> None:
        """`worth`: of each pair; `hoped`: how much of each pair a linear answer gives, or could be given."""
        case = diary.case
        self.diary, self.worth, self.hoped, self.most, self.thin = diary, worth, hoped, most, thin
        self.office = case.office[case.person]
        self.offices = len(case.strength)
        held = np.zeros(len(case.batches), dtype=np.bool_)
        held[list(diary.held)] = True
        self.open = held[case.batch]
        self.size = np.bincount(self.office[self.open], minlength=self.offices)
        self.dice = np.random.default_rng(1)

    def missing(self) -> Floats:
        """Points that each office has less than it could hope for."""
        has = np.zeros(len(self.worth))
        has[list(self.diary.taken)] = 1.0
        return np.bincount(self.office, weights=(self.hoped - has) * self.worth, minlength=self.offices)

    def blocks(self) -> Iterable[Ints]:
        """Offices in blocks of about so many pairs: each once, drawn so that those that miss most come early."""
        missing = np.maximum(self.missing(), 0.0) + 1e-3
        order = np.argsort(-missing * self.dice.random(self.offices), kind="stable")
        order = order[self.size[order] > 0]
        number = np.cumsum(self.size[order]) // self.most
        return [order[number == one] for one in np.unique(number)]

    def run(self, until: float, each: float, done: Callable[[], bool] = lambda: False) -> float:
        """One round over all offices, or until it is `done`; what it won. `each`: seconds that a block may take."""
        won = 0.0
        for offices in self.blocks():
            now = time.monotonic()
            if now > until or done():
                break
            mine = np.zeros(self.offices, dtype=np.bool_)
            mine[offices] = True
            pairs = np.flatnonzero(mine[self.office] & self.open)
            won += reseat(self.diary, pairs, self.worth, min(until, now + each), thin=self.thin)
        return won
