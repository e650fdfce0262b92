"""Cases drawn by chance, few enough seats in each to try every plan."""

from dataclasses import replace

import numpy as np

from karmayogi.capacity.engine.solving.case import Batch, Case, Officer, Quota, Terms, Wish, build, case_of


def tiny(seed: int) -> Case:
    """Few enough seats to try every plan."""
    dice = np.random.default_rng(seed)
    officers = [
        Officer(
            int(dice.integers(2)), int(dice.integers(2)), int(dice.integers(1, 4)), int(dice.integers(2, 6)),
            int(dice.integers(2)),
        )
        for _ in range(4)
    ]  # fmt: skip
    wishes = [
        Wish(officer, need, float(dice.integers(1, 26)), bool(dice.random() < 0.1))
        for officer in range(4) for need in range(2) if dice.random() < 0.8
    ]  # fmt: skip
    batches = []
    for number in range(4):
        first, days = int(dice.integers(6)), int(dice.integers(1, 4))
        batches.append(
            Batch(
                number % 2, int(dice.integers(2)), int(dice.integers(2)), first, first + days - 1, days,
                seats=int(dice.integers(2, 4)), least=int(dice.integers(1, 3)), fixed=float(dice.integers(5)),
                fee=float(dice.integers(3)), faculty=int(dice.integers(-1, 2)), room=int(dice.integers(-1, 2)),
                quarter=int(dice.integers(4)),
            )
        )  # fmt: skip
    travel = dice.integers(0, 4, (2, 2)).astype(float)
    if dice.random() < 0.3:
        travel[0, 1] = np.inf
    terms = Terms(
        budget=float(dice.integers(6, 25)) if dice.random() < 0.6 else None,
        away=0.5 if dice.random() < 0.5 else None,
        travel=travel,
        teaching={0: int(dice.integers(1, 5))} if dice.random() < 0.5 else {},
        quotas=(Quota(1, 0.5),) if dice.random() < 0.4 else (),
    )
    return build(officers, wishes, batches, terms, strength=[4, 4])


def again(case: Case, batches: tuple[Batch, ...] | None = None, **terms: object) -> Case:
    """The same case with other batches or terms."""
    return case_of(
        case.office, case.place, case.languages, case.limit, case.groups, case.officer, case.need, case.points,
        case.must, batches or case.batches, replace(case.terms, **terms), case.strength,
    )  # fmt: skip


def seats(case: Case, taken: tuple[int, ...]) -> tuple[tuple[int, int], ...]:
    """The (wish, batch) of a plan."""
    return tuple((int(case.wish[pair]), int(case.batch[pair])) for pair in taken)
