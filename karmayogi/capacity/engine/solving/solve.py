"""Who attends what and when, for up to some ten thousand officers: a linear bound, then batches, then whole seats.

The bound is that of the linear programme with every rule in it, so the gap that a plan states is proved, not estimated.
"""

import time
from dataclasses import dataclass, field

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Floats, Ints
from karmayogi.capacity.engine.solving.diary import Diary
from karmayogi.capacity.engine.solving.packing import Packing
from karmayogi.capacity.engine.solving.programme import Answer, Programme

CLOSE = 1e-6
# A round of the dive decides for batches that the linear answer holds at least that much.
THRESHOLDS = (0.999, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.01)
SURE = 0.9
# Points that a seat must be worth, or cost, to stay as the linear answer has it; widened until whole seats are found.
TRIES = 12
LOOSE = (-1.0, 0.0, 0.5, 2.0, 8.0, np.inf)
# Whole seats this near to the linear answer are good enough.
GOOD = 0.002
# So many columns are decided at once, with no dive before.
SMALL = 3_000


class NoPlan(ValueError):
    """What is locked and agreed cannot stand together. `kinds`: the rules of which dropping one alone would help."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class Plan:
    """A solved case. `taken` are numbers of pairs; `gap`: what may be missing, as a share of the bound."""

    taken: tuple[int, ...]
    held: frozenset[int]
    value: float
    points: float
    bound: float
    cost: float
    seconds: float
    prices: dict[str, tuple[Ints, Floats]] = field(default_factory=dict)

    @property
    def gap(self) -> float:
        return max(0.0, self.bound - self.value) / self.bound if self.bound > CLOSE else 0.0


def solve(case: Case, *, seconds: float = 60.0) -> Plan:
    """The best plan found within about that time. Raises `NoPlan` where locks, agreed seats and limits contradict."""
    began = time.monotonic()
    if not case.batches:
        return plan_of(case, Diary(case, ()), 0.0, began, {})
    programme = Programme(case)
    relaxed = programme.settle()
    if relaxed is None:
        raise NoPlan(contradicting(case))
    prices = programme.prices(relaxed)
    bound = relaxed.value
    diary = _exact(programme, began + seconds) if programme.count <= SMALL else None
    if diary is None:
        held = _dive(programme, relaxed, began + seconds * 0.6)
        diary = _whole(programme, held, began + seconds)
    return plan_of(case, diary, bound, began, prices)


def plan_of(case: Case, diary: Diary, bound: float, began: float, prices: dict[str, tuple[Ints, Floats]]) -> Plan:
    taken = diary.pairs()
    return Plan(
        tuple(taken.tolist()), frozenset(diary.held), float(case.value[taken].sum()),
        float(case.points[case.wish[taken]].sum()), bound, float(diary.money), time.monotonic() - began, prices,
    )  # fmt: skip


def contradicting(case: Case) -> tuple[str, ...]:
    """The kinds of rules each of which, dropped alone, leaves a plan; all that are present if no single one does."""
    whole = Programme(case)
    kinds = list(dict.fromkeys(one.kind for one in whole.blocks))
    found = []
    for kind in kinds:
        trial = Programme(case)
        trial.free(kind)
        if trial.run() is not None:
            found.append(kind)
    return tuple(found or kinds)


def _exact(programme: Programme, until: float) -> Diary | None:
    """A small case decided as a whole; None if time ended first."""
    case = programme.case
    programme.bound(np.arange(programme.count), programme.lower, programme.upper)
    for _ in range(TRIES):
        left = until - time.monotonic()
        found = programme.whole(left / 2) if left > 0 else None
        if found is None:
            return None
        if not programme.tighten(found):
            taken = np.flatnonzero(found > 0.5)
            people = np.bincount(case.batch[taken], minlength=len(case.batches))
            return Diary(
                case, {number for number, one in enumerate(case.batches) if people[number] or one.held}, taken.tolist()
            )
    return None


def _dive(programme: Programme, answer: Answer, until: float) -> set[int]:
    """Decides what is held in rounds: those that the linear answer holds most, as many as teachers and rooms allow,
    asking it anew after each round. What proves impossible is tried in halves; a single one that is, is shut."""
    case = programme.case
    pairs, count = len(case.wish), len(case.batches)
    columns = pairs + np.arange(count)
    lower, upper = programme.lower[pairs:].copy(), programme.upper[pairs:].copy()
    packing = Packing.of(case)
    for threshold in THRESHOLDS:
        while True:
            free = np.flatnonzero(lower < upper)
            wanted = free[answer.held[free] >= threshold]
            group = packing.choose(np.flatnonzero(lower == 1), wanted[np.argsort(-answer.held[wanted], kind="stable")])
            if not len(group) or time.monotonic() > until:
                break
            group = group[: max(1, len(group) // 2)] if threshold < SURE else group
            while len(group):
                trial = lower.copy()
                trial[group] = 1
                programme.bound(columns, trial, upper)
                found = programme.run()
                if found is not None:
                    lower, answer = trial, found
                    break
                if len(group) == 1:
                    upper[group] = 0
                    programme.bound(columns, lower, upper)
                    answer = programme.run() or answer
                group = group[: len(group) // 2]
    return _swapped(programme, packing, set(np.flatnonzero(lower == 1).tolist()), until)


def _swapped(programme: Programme, packing: Packing, held: set[int], until: float) -> set[int]:
    """Tries for each batch that is not held whether the plan gains if it is, in place of those that it excludes."""
    case = programme.case
    columns = len(case.wish) + np.arange(len(case.batches))

    def ask(which: set[int]) -> Answer | None:
        fixed = np.array([float(number in which) for number in range(len(case.batches))])
        programme.bound(columns, fixed, fixed)
        return programme.run()

    first = ask(held)
    if first is None:
        return held
    best = first
    shut = [number for number, one in enumerate(case.batches) if number not in held and one.held is None]
    for number in sorted(shut, key=lambda one: first.reduced[columns[one]], reverse=True):
        out = packing.excluded(held, number)
        if time.monotonic() > until or out is None or any(case.batches[one].held is True for one in out):
            continue
        trial = (held - out) | {number}
        found = ask(trial)
        if found is not None and found.value > best.value + CLOSE:
            held, best = trial, found
    return held


def _whole(programme: Programme, held: set[int], until: float) -> Diary:
    """Whole seats for the batches that are held: what the linear answer has whole stays, of its fractions a small
    integer programme decides; rows that its answer breaks are added and it is asked again."""
    case = programme.case
    pairs, count = len(case.wish), len(case.batches)
    columns = np.arange(pairs + count)
    fixed = np.array([float(number in held) for number in range(count)])
    lower, upper = np.concatenate([case.agreed.astype(float), fixed]), np.concatenate([np.ones(pairs), fixed])
    programme.bound(columns, lower, upper)
    answer = programme.settle()
    taken = answer.pairs if answer is not None else np.zeros(pairs)
    loose = iter(LOOSE)
    dear = next(loose)
    for _ in range(TRIES):
        left = until - time.monotonic()
        if answer is None or not (np.abs(answer.pairs - answer.pairs.round()) > CLOSE).any() or left <= 0:
            break
        found = _decided(programme, answer, dear, (lower, upper), left)
        broken = found is not None and programme.tighten(found)
        if found is not None and not broken:
            taken = found
            if float(case.value @ found.round()) > answer.value * (1 - GOOD):
                break
        if not broken:  # not possible, or not good enough, beside what was kept whole: more is opened
            dear = next(loose, np.inf)
            continue
        programme.bound(columns, lower, upper)
        answer = programme.settle() or answer
    diary = Diary(case, held)
    diary.give(np.flatnonzero(case.agreed))
    diary.give(np.flatnonzero(taken > 1 - 1e-4))
    diary.finish(np.argsort(-(taken * 1e6 + case.value), kind="stable"))
    return diary


def _decided(
    programme: Programme, answer: Answer, dear: float, bounds: tuple[Floats, Floats], seconds: float
) -> Floats | None:
    """Whole seats near a linear answer: those that are whole in it and would cost more than `dear` points to change
    stay as they are."""
    pairs = len(answer.pairs)
    lower, upper = bounds[0].copy(), bounds[1].copy()
    keep = (np.abs(answer.pairs - answer.pairs.round()) < CLOSE) & (np.abs(answer.reduced[:pairs]) > dear)
    keep &= ~np.isinf(dear)
    lower[:pairs][keep] = upper[:pairs][keep] = answer.pairs.round()[keep]
    programme.bound(np.arange(len(lower)), lower, upper)
    return programme.whole(seconds)
