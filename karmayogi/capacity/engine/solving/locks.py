"""What is locked and agreed: whether it can stand together, by which rules not, and seats that keep it."""

from dataclasses import replace

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Floats, Ints, narrow
from karmayogi.capacity.engine.solving.deadline import NEVER, Deadline
from karmayogi.capacity.engine.solving.diary import Diary, Groups
from karmayogi.capacity.engine.solving.plan import NoPlan
from karmayogi.capacity.engine.solving.programme import CannotSolve, Programme, TimeUp

# Of those who could come to a batch that is locked open, so many times its seats are asked first, then all.
CANDIDATES = 4
# The solver is asked so often for whole seats.
TRIES = 8


def contradicting(case: Case, deadline: Deadline = NEVER) -> tuple[str, ...]:
    """The kinds of rules each of which, dropped alone, leaves a plan; all that are present if no single one does, or
    time ends before one is found."""
    whole = _possible(case)
    found: list[str] = []
    try:
        whole.settle(deadline)
        for kind in dict.fromkeys(one.kind for one in whole.blocks):
            trial = _possible(case)
            trial.free(kind)
            if trial.settle(deadline) is not None:
                found.append(kind)
    except TimeUp:  # that it contradicts is known by now; by which rule would take longer
        pass
    return tuple(found or dict.fromkeys(one.kind for one in whole.blocks))


def _possible(case: Case) -> Programme:
    """Any plan is as good as another: it is asked only whether there is one."""
    programme = Programme(case)
    programme.objective(np.zeros(programme.count))
    return programme


def kept(diary: Diary) -> None:
    """What is locked open or agreed may leave no whole seats that keep every rule, though halves of seats would."""
    broken = [] if diary.quotas_hold() else ["quota"]
    if not diary.enough()[list(diary.held)].all():
        broken.append("least")
    if not diary.given[diary.case.agreed].all():
        broken.append("seats")
    if broken:
        raise NoPlan(tuple(broken))


def locked(case: Case, deadline: Deadline) -> Ints:
    """Seats that keep what is agreed and fill what is locked open to its least number, of a case of any size: only
    batches that have to be held are looked at. Raises `NoPlan` where they cannot; whether a quota can be kept is seen
    in the end, since others may help there. Nothing where time ended first."""
    must = np.array([one.held is True for one in case.batches], dtype=np.bool_)
    must[case.batch[case.agreed]] = True
    sure = np.bincount(case.batch[case.agreed], minlength=len(case.batches))
    thin = must & (sure < case.column("least"))
    agreed = np.flatnonzero(case.agreed)
    if not must.any():
        return agreed
    try:
        for most in (CANDIDATES, None):
            part, pairs = _asked(case, agreed, must, thin, most)
            found = _seats(part, deadline)
            if found is not None:
                return pairs[found > 0.5]
        part = replace(part, terms=replace(part.terms, quotas=()))
        if _possible(part).settle(deadline) is None:
            raise NoPlan(contradicting(part, deadline))
    except CannotSolve:  # no time: what cannot be is seen in the end
        pass
    return agreed


def _asked(case: Case, agreed: Ints, must: "np.ndarray", thin: "np.ndarray", most: int | None) -> tuple[Case, Ints]:
    """The case of batches that have to be held, with those alone who have an agreed seat or could fill one."""
    by_batch = Groups(case.batch, len(case.batches))
    found = [agreed]
    for number in np.flatnonzero(thin).tolist():
        mine = by_batch.one(number)
        if most is not None:
            mine = mine[np.argsort(-case.value[mine], kind="stable")][: most * case.batches[number].seats]
        found.append(mine)
    pairs = np.unique(np.concatenate(found))
    batches = tuple(
        replace(one, held=True) if open_ else replace(one, held=False)
        for one, open_ in zip(case.batches, must.tolist(), strict=True)
    )
    return replace(narrow(case, pairs), batches=batches), pairs


def _seats(part: Case, deadline: Deadline) -> Floats | None:
    programme = Programme(part)
    if programme.settle(deadline) is None:
        return None
    for _ in range(TRIES):
        found = programme.whole(deadline)
        if found.pairs is None or not programme.tighten(found.pairs):
            return found.pairs
    return None
