"""Who attends what and when, for up to some ten thousand officers: a linear bound, then batches, then whole seats.

The bound is that of the linear programme with every rule in it, so the gap that a plan states is proved, not estimated.
"""

import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from karmayogi.capacity.engine.solving.blocks import Rounds
from karmayogi.capacity.engine.solving.case import FEWEST, MUST, NOBODY, Case, Flags, Floats, narrow, numbers
from karmayogi.capacity.engine.solving.complete import complete
from karmayogi.capacity.engine.solving.deadline import Deadline
from karmayogi.capacity.engine.solving.diary import Diary
from karmayogi.capacity.engine.solving.large import solve_large
from karmayogi.capacity.engine.solving.locks import contradicting, kept
from karmayogi.capacity.engine.solving.openings import dive
from karmayogi.capacity.engine.solving.packing import Packing
from karmayogi.capacity.engine.solving.plan import NoPlan, Plan, plan_of
from karmayogi.capacity.engine.solving.programme import ENOUGH, Programme, TimeUp

__all__ = ["NoPlan", "Plan", "contradicting", "plan_of", "solve", "solve_many"]

CLOSE = 1e-6
# Whole seats this near to the bound are good enough.
GOOD = 0.007
# A round over all offices that wins less is the last.
LITTLE = 0.0003
# So many columns are decided at once, with no dive before.
SMALL = 3_000
# Of the time, for what is done after the last question to the solver.
RESERVE = 0.05
# A bound that another round of rows would bring down by less than this share is sharp enough.
ROUGH = 0.0025
# Seconds for one block of offices at most.
EACH = 10.0


def solve(case: Case, *, seconds: float = 60.0, deadline: Deadline | None = None) -> Plan:
    """The best plan found within about that time. Raises `NoPlan` where locks, agreed seats and limits contradict,
    `Stopped` where the deadline hears of a stop."""
    deadline = deadline or Deadline.after(seconds)
    if case.terms.keep == FEWEST and case.terms.present:
        return _changed_least(case, deadline)
    return _solved(case, deadline)


def solve_many(case: Case, *, seconds: float = 600.0, deadline: Deadline | None = None) -> Plan:
    """As `solve`, above some ten thousand officers, in blocks of offices."""

    def solved(asked: Case, by: Deadline) -> Plan:
        return solve_large(asked, deadline=by)

    deadline = deadline or Deadline.after(seconds)
    if case.terms.keep == FEWEST and case.terms.present:
        plan = _around(case, _stays(case, deadline.part(0.2)), deadline, solved)
        if plan is not None:
            return plan
    return solved(case, deadline)


def _stays(case: Case, deadline: Deadline) -> Flags:
    """Of what stands, what keeps every rule beside what is agreed: seat by seat, those that are worth most first, then
    without the batches that are left with too few people."""
    present = numbers(case.wish, case.batch, case.terms.present)
    pairs = np.union1d(present[present != NOBODY], np.flatnonzero(case.agreed))
    part = narrow(case, pairs)
    held = {number for number, one in enumerate(case.batches) if one.held is True}
    held |= set(part.batch[part.agreed].tolist())
    people = np.bincount(part.batch, minlength=len(case.batches))
    others = np.array([one for one in np.argsort(-people, kind="stable") if people[one] and one not in held], np.int64)
    sure = np.array(sorted(held), dtype=np.int64)
    diary = Diary(part, held | set(Packing.of(case).choose(sure, others).tolist()))
    diary.give(np.flatnonzero(part.agreed))
    diary.finish(np.argsort(-part.value, kind="stable"), deadline)
    stay = np.zeros(len(case.wish), dtype=np.bool_)
    stay[pairs[diary.pairs()]] = True
    return stay


def _solved(case: Case, deadline: Deadline) -> Plan:
    began = time.monotonic()
    deadline = deadline.part(1 - RESERVE)
    if not case.batches:
        return plan_of(case, Diary(case, ()), 0.0, began, {})
    programme = Programme(case)
    try:
        relaxed = programme.settle(deadline.part(0.5), ROUGH if programme.count > SMALL else ENOUGH)
    except TimeUp:  # too large for one programme in that time
        return solve_large(case, deadline=deadline)
    if relaxed is None:
        raise NoPlan(contradicting(case, deadline))
    prices, bound = programme.prices(relaxed), relaxed.value
    diary = None
    if programme.count <= SMALL:
        diary, bound = _exact(programme, bound, deadline)
        if bound == -math.inf:
            raise NoPlan(contradicting(case, deadline))
    if diary is None:
        held = dive(programme, relaxed, deadline.part(0.5))
        diary = _whole(programme, held, bound, deadline)
        kept(diary)
    return plan_of(case, diary, bound, began, prices, relaxed=relaxed.value)


def _exact(programme: Programme, bound: float, deadline: Deadline) -> tuple[Diary | None, float]:
    """A small case decided as a whole, and what none can pass; no plan if time ended first."""
    case = programme.case
    programme.bound(np.arange(programme.count), programme.lower, programme.upper)
    for one in complete(case):
        programme.add(one)
    found = programme.decided(deadline)
    bound = min(bound, found.bound)
    if found.pairs is None:
        return None, bound
    taken = np.flatnonzero(found.pairs > 0.5)
    people = np.bincount(case.batch[taken], minlength=len(case.batches))
    held = {number for number, one in enumerate(case.batches) if people[number] or one.held}
    return Diary(case, held, taken.tolist()), bound


def _whole(programme: Programme, held: set[int], bound: float, deadline: Deadline) -> Diary:
    """Whole seats for the batches that are held: those of the linear answer, most first, then block by block anew."""
    case = programme.case
    pairs, count = len(case.wish), len(case.batches)
    fixed = np.array([float(number in held) for number in range(count)])
    lower, upper = np.concatenate([case.agreed.astype(float), fixed]), np.concatenate([np.ones(pairs), fixed])
    programme.bound(np.arange(pairs + count), lower, upper)
    taken = _linear(programme, deadline)
    diary = Diary(case, held)
    diary.give(np.flatnonzero(case.agreed))
    diary.give(np.flatnonzero(taken > 1 - 1e-4))
    order = np.argsort(-(taken * 1e6 + case.value), kind="stable")
    diary.fill(order)
    diary.keep_quotas()
    each = max(EACH, deadline.left / 8)  # on a busy machine a second of work is many of the clock
    Rounds(diary, case.value, taken).run(deadline, each, lambda: _worth(diary) >= bound * (1 - GOOD))
    diary.finish(order, deadline)
    rounds = Rounds(diary, case.value, taken)
    while not deadline.over and _worth(diary) < bound * (1 - GOOD):
        if rounds.run(deadline, each, lambda: _worth(diary) >= bound * (1 - GOOD)) <= LITTLE * bound:
            break
    diary.finish(order, deadline)
    return diary


def _linear(programme: Programme, deadline: Deadline) -> Floats:
    try:
        answer = programme.settle(deadline.part(0.5))
    except TimeUp:
        answer = None
    return answer.pairs if answer is not None else np.zeros(len(programme.case.wish))


def _worth(diary: Diary) -> float:
    """Points of the seats in batches that have their least number."""
    case, taken = diary.case, diary.pairs()
    return float(case.value[taken[diary.enough()[case.batch[taken]]]].sum())


def _changed_least(case: Case, deadline: Deadline) -> Plan:
    """What stands stays wherever it can; the most that can is found first, then the best plan around it."""
    began = time.monotonic()
    present = numbers(case.wish, case.batch, case.terms.present)
    stands = np.zeros(len(case.wish), dtype=np.bool_)
    stands[present[present != NOBODY]] = True
    plan = _around(case, stands, deadline)
    if plan is None:
        # One point for each who stays; a thousandth for what it is worth, so that of as many the better ones do.
        worth = stands * (1.0 + 0.001 * case.value / max(1.0, float(case.value.max(initial=0.0))))
        most = _solved(replace(case, value=worth), deadline.part(0.5))
        stay = np.zeros(len(case.wish), dtype=np.bool_)
        stay[list(most.taken)] = True
        plan = _around(case, stands & stay, deadline)
        if plan is None:
            value = float(case.value[list(most.taken)].sum())
            plan = replace(most, value=value, bound=max(value, _solved(case, deadline).bound))
    return replace(plan, seconds=time.monotonic() - began)


def _around(
    case: Case, stay: Flags, deadline: Deadline, solved: Callable[[Case, Deadline], Plan] = _solved
) -> Plan | None:  # fmt: skip
    """The best plan in which these seats stay; whoever had a seat and has it no more is seated before others. None:
    they cannot all stay."""
    had = np.unique(np.array([wish for wish, _ in case.terms.present], dtype=np.int64))
    moved = np.isin(case.wish, np.setdiff1d(had, case.wish[stay]))
    extra = MUST * float(case.points.max(initial=1.0))
    try:
        plan = solved(replace(case, agreed=case.agreed | stay, value=case.value + extra * moved), deadline)
    except NoPlan:
        return None
    taken = np.array(plan.taken, dtype=np.int64)
    if len(np.setdiff1d(np.flatnonzero(stay | case.agreed), taken)):
        return None
    more = extra * float(moved[taken].sum())
    return replace(plan, value=plan.value - more, bound=plan.bound - more, relaxed=plan.relaxed - more)
