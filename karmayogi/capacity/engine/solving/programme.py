"""A case as a linear programme of HiGHS, solved again and again with rows and bounds added, from where it stood."""

from dataclasses import dataclass, replace

import numpy as np

from karmayogi.capacity.engine.solving import rows
from karmayogi.capacity.engine.solving.case import Case, Floats, Ints
from karmayogi.capacity.engine.solving.deadline import NEVER, Deadline
from karmayogi.capacity.engine.solving.watched import Watched

# Rounds of adding broken rows; each answer of a round is a bound, so stopping early loses nothing but sharpness.
ROUNDS = 12
# A share of the value that nobody can tell: one point in five thousand.
ENOUGH = 0.0002


class CannotSolve(RuntimeError):
    """The solver gave neither an answer nor a proof that there is none; carries its own word for it."""


class TimeUp(CannotSolve):
    """The time that was left ended before there was an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A linear answer: value, one number for each pair and each batch, and the price of each row (points a unit)."""

    value: float
    pairs: Floats
    held: Floats
    prices: Floats
    reduced: Floats


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer in whole numbers, and what none can pass. `pairs`: None if time ended before one was found."""

    pairs: Floats | None
    held: Floats
    value: float
    bound: float


class Programme:
    """Maximises the points of a case. Rows are remembered by kind, so that their prices can be told."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.blocks: list[rows.Block] = []
        self._known_days: set[int] = set()
        self._known_choices: set[tuple[int, ...]] = set()
        self._known_links: set[int] = set()
        self._known_away: set[tuple[int, int]] = set()
        self._freed: set[str] = set()
        self.count = len(case.wish) + len(case.batches)
        self._watched = Watched()
        self.highs = self._watched.highs
        held = [one.held for one in case.batches]
        self.lower = np.concatenate([case.agreed.astype(float), np.array([float(one is True) for one in held])])
        self.upper = np.concatenate([np.ones(len(case.wish)), np.array([float(one is not False) for one in held])])
        # Who has an agreed seat has it in a batch that is held.
        self.lower[len(case.wish) + np.unique(case.batch[case.agreed])] = 1.0
        could = np.bincount(case.batch, minlength=len(case.batches))
        thin = np.array([could[number] < one.least and one.held is None for number, one in enumerate(case.batches)])
        thin &= self.lower[len(case.wish) :] < 1
        self.upper[len(case.wish) :][thin] = 0.0
        self.worth = np.concatenate([case.value, np.zeros(len(case.batches))])
        self.highs.addCols(
            self.count, -self.worth, self.lower, self.upper, 0, np.zeros(self.count, dtype=np.int32),
            np.zeros(0, dtype=np.int32), np.zeros(0),
        )  # fmt: skip
        for one in rows.standing(case):
            self.add(one)

    def add(self, one: rows.Block) -> None:
        one.add_to(self.highs)
        self.blocks.append(one)

    def bound(self, columns: Ints, lower: Floats, upper: Floats) -> None:
        self.highs.changeColsBounds(len(columns), columns.astype(np.int32), lower, upper)

    def more(self, count: int) -> None:
        """So many columns beside those of the case, each nought or one."""
        self.highs.addCols(
            count, np.zeros(count), np.zeros(count), np.ones(count), 0, np.zeros(count, dtype=np.int32),
            np.zeros(0, dtype=np.int32), np.zeros(0),
        )  # fmt: skip

    def objective(self, costs: Floats) -> None:
        """What is made least, in place of the points that are made most: one number for each column."""
        self.highs.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)

    def free(self, *kinds: str) -> None:
        """Asks the rows of these kinds no longer."""
        at = 0
        self._freed |= set(kinds)
        for one in self.blocks:
            if one.kind in kinds:
                for row in range(at, at + one.count):
                    self.highs.changeRowBounds(row, -np.inf, np.inf)
            at += one.count

    def run(self, deadline: Deadline = NEVER) -> Answer | None:
        """The best linear answer of the rows known by now; None if no answer keeps them all. Raises `TimeUp`."""
        import highspy

        self._watched.run(deadline)
        status = self.highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None
        if status in (highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kInterrupt):
            raise TimeUp(self.highs.modelStatusToString(status))
        if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kModelEmpty):
            raise CannotSolve(self.highs.modelStatusToString(status))
        found = self.highs.getSolution()
        value = np.array(found.col_value)
        pairs = len(self.case.wish)
        return Answer(
            -self.highs.getInfo().objective_function_value, value[:pairs], value[pairs : self.count],
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
        new = [one for one in found if one is not None and one.kind not in self._freed]
        for one in new:
            self.add(one)
        return bool(new)

    def settle(self, deadline: Deadline = NEVER, enough: float = ENOUGH) -> Answer | None:
        """Runs until an answer breaks nothing or gains nothing any more (its value is a bound then, too). Raises
        `TimeUp` if there is no answer at all by then."""
        answer = self.run(deadline)
        for _ in range(ROUNDS):
            if answer is None or not self.tighten(answer.pairs, answer.held):
                break
            before = answer
            try:
                answer = self.run(deadline)
            except TimeUp:
                return before
            if answer is not None and before.value - answer.value < enough * abs(before.value):
                break
        return answer

    def whole(self, deadline: Deadline, start: Floats | None = None, enough: float = ENOUGH) -> Whole:
        """Whole numbers for every column that is not fixed by its bounds, within this time. `start`: seats of a plan
        that is known; the batches that are open in it are held."""
        import highspy

        lp = self.highs.getLp()
        free = np.flatnonzero(np.array(lp.col_lower_) < np.array(lp.col_upper_))
        kind = np.full(len(free), highspy.HighsVarType.kInteger)
        self.highs.changeColsIntegrality(len(free), free.astype(np.int32), kind)
        self.highs.setOptionValue("mip_rel_gap", enough)
        if start is not None:
            people = np.bincount(self.case.batch, weights=start, minlength=len(self.case.batches))
            known = highspy.HighsSolution()
            known.col_value = np.concatenate(
                [start, np.maximum(people > 0, self.lower[len(self.case.wish) :])]
            ).tolist()
            self.highs.setSolution(known)
        self._watched.run(deadline)
        info, found, pairs = self.highs.getInfo(), None, len(self.case.wish)
        held = np.zeros(len(self.case.batches))
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            bound = -np.inf
        elif len(free):
            bound = -float(info.mip_dual_bound)
        else:  # all is fixed: no search, and no bound but the answer itself
            bound = -float(info.objective_function_value) if status == highspy.HighsModelStatus.kOptimal else np.inf
        if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            value = np.array(self.highs.getSolution().col_value).round()
            found, held = value[:pairs], value[pairs : self.count]
        kind[:] = highspy.HighsVarType.kContinuous
        self.highs.changeColsIntegrality(len(free), free.astype(np.int32), kind)
        return Whole(found, held, -float(info.objective_function_value), bound)

    def decided(self, deadline: Deadline, enough: float = ENOUGH) -> Whole:
        """Whole numbers that keep every rule, asked again with each rule that an answer breaks."""
        bound = np.inf
        for _ in range(ROUNDS):
            if deadline.over:
                break
            found = self.whole(deadline.part(0.5), enough=enough)
            bound = min(bound, found.bound)
            if found.pairs is None or not self.tighten(found.pairs):
                return replace(found, bound=bound)
        return Whole(None, np.zeros(len(self.case.batches)), -np.inf, bound)

    def prices(self, answer: Answer) -> dict[str, tuple[Ints, Floats]]:
        """kind → (whose each row is, points that one unit more of it would win)."""
        kept: dict[str, list[tuple[Ints, Floats]]] = {}
        at = 0
        for one in self.blocks:
            if at >= len(answer.prices):  # rows that were added after this answer
                break
            kept.setdefault(one.kind, []).append((one.about, answer.prices[at : at + one.count]))
            at += one.count
        return {
            kind: (np.concatenate([about for about, _ in parts]), np.concatenate([price for _, price in parts]))
            for kind, parts in kept.items()
        }
