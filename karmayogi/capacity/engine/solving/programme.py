"""A case as a linear programme of HiGHS, solved again and again with rows and bounds added, from where it stood."""

from dataclasses import dataclass

import highspy
import numpy as np

from karmayogi.capacity.engine.solving import rows
from karmayogi.capacity.engine.solving.case import Case, Floats, Ints

# Rounds of adding broken rows; each answer of a round is a bound, so stopping early loses nothing but sharpness.
ROUNDS = 12
# The same in every programme of a process: the solver's pool of threads is made once.
THREADS = 2
# A share of the value that nobody can tell: one point in five thousand.
ENOUGH = 0.0002


class CannotSolve(RuntimeError):
    """The solver gave neither an answer nor a proof that there is none; carries its own word for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A linear answer: value, one number for each pair and each batch, and the price of each row (points a unit)."""

    value: float
    pairs: Floats
    held: Floats
    prices: Floats
    reduced: Floats


class Programme:
    """Maximises the points of a case. Rows are remembered by kind, so that their prices can be told."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.blocks: list[rows.Block] = []
        self._known_days: set[int] = set()
        self._known_choices: set[tuple[int, ...]] = set()
        self._known_links: set[int] = set()
        self._known_away: set[tuple[int, int]] = set()
        self.count = len(case.wish) + len(case.batches)
        self.highs = highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", THREADS)
        held = [one.held for one in case.batches]
        self.lower = np.concatenate([case.agreed.astype(float), np.array([float(one is True) for one in held])])
        self.upper = np.concatenate([np.ones(len(case.wish)), np.array([float(one is not False) for one in held])])
        could = np.bincount(case.batch, minlength=len(case.batches))
        thin = np.array([could[number] < one.least and one.held is None for number, one in enumerate(case.batches)])
        self.upper[len(case.wish) :][thin] = 0.0
        self.worth = np.concatenate([case.value, np.zeros(len(case.batches))])
        self.highs.addCols(
            self.count, -self.worth, self.lower, self.upper, 0, np.zeros(self.count, dtype=np.int32),
            np.zeros(0, dtype=np.int32), np.zeros(0),
        )  # fmt: skip
        for one in rows.standing(case):
            self.add(one)

    def add(self, one: rows.Block) -> None:
        order = np.argsort(one.row, kind="stable")
        starts = np.searchsorted(one.row[order], np.arange(one.count))
        self.highs.addRows(
            one.count, one.lower, one.upper, len(order), starts.astype(np.int32),
            one.column[order].astype(np.int32), one.value[order],
        )  # fmt: skip
        self.blocks.append(one)

    def bound(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        self.highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)

    def free(self, *kinds: str) -> None:
        """Asks the rows of these kinds no longer."""
        at = 0
        for one in self.blocks:
            if one.kind in kinds:
                for row in range(at, at + one.count):
                    self.highs.changeRowBounds(row, -np.inf, np.inf)
            at += one.count

    def run(self) -> Answer | None:
        """The best linear answer of the rows known by now; None if no answer keeps them all."""
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
            return None
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise CannotSolve(self.highs.modelStatusToString(status))
        found = self.highs.getSolution()
        value = np.array(found.col_value)
        pairs = len(self.case.wish)
        return Answer(
            -self.highs.getInfo().objective_function_value, value[:pairs], value[pairs:],
            -np.array(found.row_dual), -np.array(found.col_dual),
        )  # fmt: skip

    def tighten(self, taken: Floats, held: Floats | None = None) -> bool:
        """Adds the rows that this answer breaks. False: it breaks none."""
        found = [
            rows.broken_days(self.case, taken, self._known_days),
            rows.broken_choices(self.case, taken, self._known_choices),
            rows.broken_presence(self.case, taken, self._known_away),
        ]
        if held is not None:
            found.append(rows.broken_links(self.case, taken, held, self._known_links))
        for one in found:
            if one is not None:
                self.add(one)
        return any(one is not None for one in found)

    def settle(self) -> Answer | None:
        """Runs until an answer breaks nothing or gains nothing any more (its value is a bound then, too)."""
        answer = self.run()
        for _ in range(ROUNDS):
            if answer is None or not self.tighten(answer.pairs, answer.held):
                break
            before, answer = answer.value, self.run()
            if answer is not None and before - answer.value < ENOUGH * abs(before):
                break
        return answer

    def whole(self, seconds: float) -> Floats | None:
        """Whole numbers for every column that is not fixed by its bounds, within this time; None if none were found."""
        free = np.flatnonzero(np.array(self.highs.getLp().col_lower_) < np.array(self.highs.getLp().col_upper_))
        kind = np.full(len(free), highspy.HighsVarType.kInteger)
        self.highs.changeColsIntegrality(len(free), free.astype(np.int32), kind)
        self.highs.setOptionValue("mip_rel_gap", ENOUGH)
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + seconds)
        self.highs.run()
        self.highs.setOptionValue("time_limit", np.inf)
        found = None
        if self.highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            found = np.array(self.highs.getSolution().col_value)[: len(self.case.wish)]
        kind[:] = highspy.HighsVarType.kContinuous
        self.highs.changeColsIntegrality(len(free), free.astype(np.int32), kind)
        return found

    def prices(self, answer: Answer) -> dict[str, tuple[Ints, Floats]]:
        """kind → (whose each row is, points that one unit more of it would win)."""
        kept: dict[str, list[tuple[Ints, Floats]]] = {}
        at = 0
        for one in self.blocks:
            kept.setdefault(one.kind, []).append((one.about, answer.prices[at : at + one.count]))
            at += one.count
        return {
            kind: (np.concatenate([about for about, _ in parts]), np.concatenate([price for _, price in parts]))
            for kind, parts in kept.items()
        }
