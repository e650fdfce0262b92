"""What a study found: differences with their uncertainty. Ordinary least squares with errors by unit (statsmodels), t
with one degree of freedom less than units. Worked out by a job: the libraries are large (decision 0058)."""

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from karmayogi.evaluation.types import Balance, Effect, Mean, Seen

FEW = 30  # clusters: below, intervals by clusters are too short, and the lot itself is the better judge
LOTS = 999

type Redraw = Callable[[int], Mapping[str, int]]


def difference_in_differences(seen: Sequence[Seen], first: int, last: int, redraw: Redraw | None = None) -> Effect:
    """Change from wave `first` to wave `last` of treated units, less that of the others; of units seen in both waves.

    redraw: number of a lot -> unit -> turn, for the test by the lot. Raises ValueError where nothing can be compared.
    """
    both = [one for one in seen if one.wave in (first, last)]
    times = Counter(one.unit for one in both)
    sides = Counter(0 < turn <= last for unit, turn in {one.unit: one.turn for one in both}.items() if times[unit] == 2)
    # The residual of a unit alone on its side is nothing by construction, and so would be its part of the error.
    if min(sides[True], sides[False]) < 2:
        raise ValueError("too few units on one side")
    return _effect(both, 2, redraw)


def stepped_wedge(seen: Sequence[Seen], redraw: Redraw | None = None) -> Effect:
    """Being treated, with what is peculiar to each unit and each wave taken out; of units seen twice at least."""
    return _effect(seen, 2, redraw)


def _effect(seen: Sequence[Seen], least: int, redraw: Redraw | None) -> Effect:
    """Within units and with effects of waves: for two waves and two groups this is the difference in differences."""
    import statsmodels.api as sm

    times: dict[str, int] = {}
    for one in seen:
        times[one.unit] = times.get(one.unit, 0) + 1
    kept = [one for one in seen if times[one.unit] >= least]
    units, group = np.unique([one.unit for one in kept], return_inverse=True)
    waves = sorted({one.wave for one in kept})
    if len(units) < 3 or len(waves) < 2:
        raise ValueError("too few units or waves")
    turns = {one.unit: one.turn for one in kept}
    when = np.array([one.wave for one in kept])
    value = _within(np.array([one.value for one in kept], dtype=float)[:, None], group)
    time = _within(np.array([[float(w == wave) for wave in waves[1:]] for w in when]), group)

    def treated(by: Mapping[str, int]) -> Any:
        turn = np.array([by[unit] for unit in units])[group]
        return _within(((turn > 0) & (turn <= when)).astype(float)[:, None], group)

    x = treated(turns)
    left = _residual(x, time)
    # What is left of being treated when unit and wave are known; next to nothing where all had the same turns.
    if float((left**2).sum()) < 1e-9:
        raise ValueError("nobody to compare with")
    start = [one.value for one in kept if one.wave == waves[0]]
    spread = float(np.std(start, ddof=1)) if len(start) > 1 else 0.0
    if float((_residual(value, time) ** 2).sum()) <= 1e-20 * float(sum(one.value**2 for one in kept)):
        # Every unit changed alike, or nothing did: an error of nothing and a p of noughts by noughts are no answer.
        return Effect(0.0, 0.0, 0.0, 0.0, 1.0, spread, len(units), len(kept), 1.0 if redraw else None)
    fitted = sm.OLS(value[:, 0], np.hstack([x, time])).fit(
        cov_type="cluster", cov_kwds={"groups": group, "df_correction": True}, use_t=True
    )
    low, high = fitted.conf_int(0.05)[0]
    estimate = float(fitted.params[0])
    return Effect(
        estimate=estimate, error=float(fitted.bse[0]), low=float(low), high=float(high), p=float(fitted.pvalues[0]),
        spread=spread, units=len(units), seen=len(kept),
        lot=_by_lot(estimate, value, time, treated, redraw) if redraw else None,
    )  # fmt: skip


def _by_lot(
    estimate: float, value: Any, time: Any, treated: Callable[[Mapping[str, int]], Any], redraw: Redraw
) -> float:
    """Fisher's test: how often another lot, had training no effect at all, gives an estimate as far from nothing."""
    y, as_far = _residual(value, time)[:, 0], 1
    for number in range(LOTS):
        x = _residual(treated(redraw(number)), time)[:, 0]
        square = float(x @ x)
        if square > 1e-9 and abs(float(x @ y)) / square >= abs(estimate) - 1e-9:
            as_far += 1
    return as_far / (LOTS + 1)


def _within(columns: Any, group: Any) -> Any:
    """Less the mean of the unit."""
    count = np.bincount(group)[:, None]
    sums = np.zeros((len(count), columns.shape[1]))
    np.add.at(sums, group, columns)
    return columns - (sums / count)[group]


def _residual(columns: Any, known: Any) -> Any:
    return columns - known @ np.linalg.lstsq(known, columns, rcond=None)[0]


def balance(indicator: str, seen: Sequence[Seen], first: int) -> Balance | None:
    """Of the two groups at the first wave; None where one of them was not seen."""
    groups = [[one.value for one in seen if one.wave == first and (one.turn > 0) is side] for side in (True, False)]
    if not all(groups):
        return None
    (treated, comparison), (m1, m0) = groups, (float(np.mean(side)) for side in groups)
    spread = math.sqrt(sum(float(np.var(side, ddof=1)) if len(side) > 1 else 0.0 for side in groups) / 2)
    return Balance(indicator, m1, m0, len(treated), len(comparison), (m1 - m0) / spread if spread > 0 else None)


def means(seen: Sequence[Seen]) -> list[Mean]:
    """Of those who are ever treated before the last wave ends and those who are not, by wave, for the drawing."""
    from scipy.stats import t

    found = []
    for wave in sorted({one.wave for one in seen}):
        for side in (True, False):
            values = [one.value for one in seen if one.wave == wave and (one.turn > 0) is side]
            if values:
                middle, n = float(np.mean(values)), len(values)
                half = float(t.ppf(0.975, n - 1) * np.std(values, ddof=1) / math.sqrt(n)) if n > 1 else 0.0
                found.append(Mean(wave, side, n, middle, middle - half, middle + half))
    return found


def holm(ps: Mapping[str, float]) -> dict[str, float]:
    """The same, made greater for having asked several questions (S. Holm 1979)."""
    found, least = {}, 0.0
    for place, (name, p) in enumerate(sorted(ps.items(), key=lambda pair: (pair[1], pair[0]))):
        least = max(least, min(1.0, (len(ps) - place) * p))
        found[name] = least
    return found
