"""Which batches can be held together, as far as their teachers and rooms go."""

from dataclasses import dataclass

import numpy as np

from karmayogi.capacity.engine.solving.case import Case, Floats, Ints
from karmayogi.capacity.engine.solving.deadline import Deadline
from karmayogi.capacity.engine.solving.rows import people
from karmayogi.capacity.engine.solving.watched import Watched


@dataclass(frozen=True, slots=True)
class Packing:
    """For each batch the limits that it uses and how much of each; for each limit what there is."""

    uses: tuple[tuple[tuple[int, float], ...], ...]
    limits: tuple[float, ...]

    @classmethod
    def of(cls, case: Case) -> "Packing":
        uses: list[list[tuple[int, float]]] = [[] for _ in case.batches]
        limits: list[float] = []
        for one in people(case, np.arange(len(case.batches))):
            at = len(limits)
            for row, batch, value in zip(one.row.tolist(), one.column.tolist(), one.value.tolist(), strict=True):
                uses[batch].append((at + row, value))
            limits += one.upper.tolist()
        return cls(tuple(tuple(mine) for mine in uses), tuple(limits))

    def choose(self, held: Ints, wanted: Ints) -> Ints:
        """Of those that are wanted, in their order, as many as fit beside those that are held."""
        left = self.left(set(held.tolist()))
        chosen = []
        for number in wanted.tolist():
            if all(left[row] >= value for row, value in self.uses[number]):
                chosen.append(number)
                for row, value in self.uses[number]:
                    left[row] -= value
        return np.array(chosen, dtype=np.int64)

    def left(self, held: set[int]) -> list[float]:
        """What these leave of each limit."""
        left = list(self.limits)
        for number in held:
            for row, value in self.uses[number]:
                left[row] -= value
        return left

    def excluded(self, held: set[int], number: int) -> set[int] | None:
        """What must go if this batch is held, each limit giving up its smallest users first; None: it never fits."""
        out: set[int] = set()
        for row, value in self.uses[number]:
            users = sorted((used, one) for one in held - out for at, used in self.uses[one] if at == row)
            left = self.limits[row] - value - sum(used for used, _ in users)
            if value > self.limits[row]:
                return None
            for used, one in users:
                if left >= 0:
                    break
                out.add(one)
                left += used
        return out


class Market:
    """The batches that earn most together at given gains, in parts: a small linear programme asked again and again."""

    def __init__(self, case: Case) -> None:
        count = len(case.batches)
        self.columns = np.arange(count, dtype=np.int32)
        self._watched = Watched()
        self.highs = self._watched.highs
        self.highs.addCols(
            count, np.zeros(count), np.array([float(one.held is True) for one in case.batches]),
            np.array([float(one.held is not False) for one in case.batches]), 0, np.zeros(count, dtype=np.int32),
            np.zeros(0, dtype=np.int32), np.zeros(0),
        )  # fmt: skip
        for one in people(case, np.arange(count)):
            one.add_to(self.highs)

    def held(self, gain: Floats, deadline: Deadline) -> Floats | None:
        """How much of each batch is held; None: time ended before that was found."""
        import highspy

        self.highs.changeColsCost(len(self.columns), self.columns, -gain)
        self._watched.run(deadline)
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self.highs.getSolution().col_value)
