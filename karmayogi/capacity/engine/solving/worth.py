"""What one more batch would buy: by solving again, or at once by the prices of the plan. Which it is, is said."""

from dataclasses import dataclass

import numpy as np

from karmayogi.capacity.engine.solving.case import Batch, Case, Floats, case_of
from karmayogi.capacity.engine.solving.plan import Plan
from karmayogi.capacity.engine.solving.solve import solve

CLOSE = 1e-6


@dataclass(frozen=True, slots=True)
class Worth:
    """Points that a batch more wins beside a plan: at least `least`, never more than `most`.

    `solved`: the plan was made anew with it, and `least` is what the new one has more. Otherwise by prices: `priced` is
    how much the bound rises at most, and of `least` nothing is known but that the plan need not become worse."""

    least: float
    most: float
    priced: float
    solved: bool
    again: tuple[Case, Plan] | None = None

    @property
    def exact(self) -> bool:
        """Whether no other answer is possible, as far as a point matters."""
        return self.most - self.least < max(CLOSE, 1e-3 * abs(self.most))


def one_more(case: Case, plan: Plan, batch: Batch, *, seconds: float | None = None) -> Worth:
    """`seconds`: for solving again; None: by prices alone."""
    more = with_batch(case, batch)
    priced = _priced(more, plan)
    most = max(0.0, plan.relaxed + priced - plan.value)
    if seconds is None:
        return Worth(0.0, most, priced, solved=False)
    again = solve(more, seconds=seconds)
    won = max(0.0, again.value - plan.value)
    return Worth(won, max(won, min(most, again.bound - plan.value)), priced, solved=True, again=(more, again))


def with_batch(case: Case, batch: Batch) -> Case:
    """The same with one batch more, which is the last."""
    if batch.seats < max(batch.least, 1) or batch.last < batch.first or batch.days < 1:
        raise ValueError("the batch has too few seats, or ends before it begins")
    return case_of(
        case.office, case.place, case.languages, case.limit, case.groups, case.officer, case.need, case.points,
        case.must, (*case.batches, batch), case.terms, case.strength,
    )  # fmt: skip


def _priced(more: Case, plan: Plan) -> float:
    """By how much the bound rises at most: each new seat at what the wish, money, quotas and days cost already."""
    number = len(more.batches) - 1
    batch = more.batches[number]
    mine = np.flatnonzero(more.batch == number)
    wish, person = more.wish[mine], more.person[mine]
    money = float(_by(plan, "budget", 1)[0])
    gain = more.value[mine] - _by(plan, "wish", len(more.officer))[wish] - money * more.cost[mine]
    gain -= batch.days * _by(plan, "days", len(more.limit))[person]
    for price, quota in zip(_by(plan, "quota", len(more.terms.quotas)), more.terms.quotas, strict=True):
        if quota.need in (None, batch.need):
            gain -= price * (quota.share - ((more.groups[person] & quota.group) != 0))
    best = np.sort(gain[gain > 0])[::-1][: batch.seats]
    return max(0.0, float(best.sum()) - money * batch.fixed)


def _by(plan: Plan, kind: str, count: int) -> Floats:
    """The prices of one kind by whose they are."""
    about, price = plan.prices.get(kind, (np.zeros(0, dtype=np.int64), np.zeros(0)))
    return np.bincount(about, weights=price, minlength=count)[:count]
