"""A plan that was found, and what is said when there is none."""

import math
import time
from dataclasses import dataclass, field

from karmayogi.capacity.engine.solving.case import Case, Floats, Ints
from karmayogi.capacity.engine.solving.diary import Diary

CLOSE = 1e-6


class NoPlan(ValueError):
    """What is locked and agreed cannot stand together. `kinds`: the rules of which dropping one alone would help."""

    def __init__(self, kinds: tuple[str, ...]) -> None:
        super().__init__(", ".join(kinds))
        self.kinds = kinds


@dataclass(frozen=True, slots=True)
class Plan:
    """A solved case. `taken` are numbers of pairs; `gap`: what may be missing, as a share of the bound. `relaxed`: the
    bound that the prices belong to, which whole numbers may have brought down since."""

    taken: tuple[int, ...]
    held: frozenset[int]
    value: float
    points: float
    bound: float
    cost: float
    seconds: float
    prices: dict[str, tuple[Ints, Floats]] = field(default_factory=dict)
    relaxed: float = math.inf

    @property
    def gap(self) -> float:
        return max(0.0, self.bound - self.value) / self.bound if self.bound > CLOSE else 0.0


def plan_of(
    case: Case,
    diary: Diary,
    bound: float,
    began: float,
    prices: dict[str, tuple[Ints, Floats]],
    among: Ints | None = None,
    relaxed: float | None = None,
) -> Plan:
    """The plan of a diary. `among`: of which pairs of the case it was made."""
    taken = diary.pairs() if among is None else among[diary.pairs()]
    return Plan(
        tuple(taken.tolist()), frozenset(diary.held), float(case.value[taken].sum()),
        float(case.points[case.wish[taken]].sum()), bound, float(diary.money), time.monotonic() - began, prices,
        bound if relaxed is None else relaxed,
    )  # fmt: skip
