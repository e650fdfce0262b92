"""Whole seats in batches that are held: some offices at a time are taken out of the plan and seated anew, at best."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from karmayogi.capacity.engine.solving.case import NOBODY, Case, Floats, Ints
from karmayogi.capacity.engine.solving.complete import complete
from karmayogi.capacity.engine.solving.deadline import Deadline
from karmayogi.capacity.engine.solving.diary import Diary, Groups
from karmayogi.capacity.engine.solving.programme import CannotSolve, Programme

CLOSE = 1e-6
# So many pairs are decided at once as whole numbers.
PAIRS = 4_000
# Rows that a block's answer breaks are added, and it is asked again, so often.
TRIES = 8
# A block whose linear answer promises less than this share more is left as it is; so is one solved this near.
LITTLE = 0.0005


def part(diary: Diary, pairs: Ints, worth: Floats) -> Case:
    """What these pairs (all of some whole offices, in order) may still do beside the seats that others have. A batch
    that needs some of them for its least number may be left thin."""
    case = diary.case
    who = np.unique(diary.person[pairs])
    wishes, wish = np.unique(case.wish[pairs], return_inverse=True)
    which, batch = np.unique(case.batch[pairs], return_inverse=True)
    offices, office = np.unique(case.office[who], return_inverse=True)
    batches = []
    for number in which.tolist():
        one, there = case.batches[number], diary.people[number]
        thin = there < one.least and one.held is None
        batches.append(
            replace(one, seats=one.seats - there, least=max(0, one.least - there), fixed=0.0, faculty=NOBODY,
                    room=NOBODY, held=None if thin else True)
        )  # fmt: skip
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


def reseat(diary: Diary, pairs: Ints, worth: Floats, others: Floats, deadline: Deadline) -> float:
    """Takes the seats of these pairs back and gives the best again; what it wins, never less than nothing. `pairs` are
    in order, all of some whole offices, with all seats that these have. `others`: what all seats of each batch are
    worth, which is won with the batch where these pairs bring it to its least number."""
    before = pairs[diary.given[pairs] != 0]
    full = diary.enough()
    for pair in before.tolist():
        diary.drop(pair)
    case = part(diary, pairs, worth)
    which = np.unique(diary.case.batch[pairs])
    rest = (others - np.bincount(diary.case.batch[before], weights=worth[before], minlength=len(others)))[which]
    rest = np.where([one.held is None for one in case.batches], rest, 0.0)
    had = np.isin(pairs, before[full[diary.case.batch[before]]])
    stood = float(case.value[had].sum() + rest[full[which]].sum())
    found = _best(case, rest, had.astype(float), stood, deadline)
    if found is None:
        for pair in before.tolist():
            diary.take(pair)
        return 0.0
    for pair in pairs[found[: len(pairs)] > 0.5].tolist():
        diary.take(pair)
    diary.give(before)  # in batches that are thin still another block may fill
    return float(case.value @ found[: len(pairs)] + rest @ found[len(pairs) :]) - stood


def _best(case: Case, rest: Floats, had: Floats, stood: float, deadline: Deadline) -> Floats | None:
    """Seats and batches that are worth more than those there were; None: there are none, time ended, or the solver
    gave neither an answer nor a proof: one block that it cannot tell takes no plan away from all others."""
    programme = Programme(case)
    for one in complete(case):
        programme.add(one)
    programme.objective(-np.concatenate([case.value, rest]))
    try:
        answer = programme.settle(deadline, LITTLE)
        for _ in range(TRIES):
            if answer is None or answer.value <= stood + LITTLE * abs(stood) + CLOSE:
                return None
            found = programme.whole(deadline, had, LITTLE)
            if found.pairs is None or found.value <= stood + CLOSE:
                return None
            if not programme.tighten(found.pairs):
                return np.concatenate([found.pairs, found.held])
    except CannotSolve:
        return None
    return None


class Rounds:
    """The offices of a plan, block by block, those first in which most points are missing."""

    def __init__(self, diary: Diary, worth: Floats, hoped: Floats, most: int = PAIRS) -> None:
        """`worth`: of each pair; `hoped`: how much of each pair a linear answer gives, or could be given."""
        case = diary.case
        self.diary, self.worth, self.hoped, self.most = diary, worth, hoped, most
        self.office = case.office[diary.person]
        self.offices = len(case.strength)
        self.by_office = Groups(self.office, self.offices)
        held = np.zeros(len(case.batches), dtype=np.bool_)
        held[list(diary.held)] = True
        self.open = held[case.batch]
        self.size = np.bincount(self.office[self.open], minlength=self.offices)
        self.dice = np.random.default_rng(1)

    def missing(self) -> Floats:
        """Points that each office has less than it could hope for."""
        lost = (self.hoped - self.diary.given) * self.worth
        return np.bincount(self.office, weights=lost, minlength=self.offices)

    def blocks(self) -> Iterable[Ints]:
        """Offices in blocks of about so many pairs: each once, drawn so that those that miss most come early."""
        missing = np.maximum(self.missing(), 0.0) + 1e-3
        order = np.argsort(-missing * self.dice.random(self.offices), kind="stable")
        order = order[self.size[order] > 0]
        number = np.cumsum(self.size[order]) // self.most
        return [order[number == one] for one in np.unique(number)]

    def run(self, deadline: Deadline, each: float, done: Callable[[], bool] = lambda: False) -> float:
        """One round over all offices, or until it is `done`; what it won. `each`: seconds that a block may take."""
        won, case = 0.0, self.diary.case
        for offices in self.blocks():
            if deadline.over or done():
                break
            pairs = np.sort(self.by_office.of(offices))
            pairs = pairs[self.open[pairs]]
            taken = self.diary.pairs()
            others = np.bincount(case.batch[taken], weights=self.worth[taken], minlength=len(case.batches))
            won += reseat(self.diary, pairs, self.worth, others, deadline.within(each))
        return won
