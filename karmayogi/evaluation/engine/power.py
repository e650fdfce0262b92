"""What a study of this size can find. Worked out by a job: the libraries are large (decision 0058)."""

import math
from collections.abc import Mapping

import numpy as np

from karmayogi.evaluation.types import Assumptions, Power

WANTED = 0.8


def power(turns: Mapping[str, int], waves: int, said: Assumptions) -> Power:
    """turns: unit -> from which of `waves` waves on it is treated. Raises ValueError where nothing can be compared."""
    from statsmodels.stats.power import ttest_power  # only the job has the library in its memory

    information, df = _information(turns, waves) if turns and waves else 0.0, len(turns) - 2
    if information <= 0 or df < 1:
        raise ValueError("nobody to compare with")
    design_effect = 1 + (said.answers - 1) * said.icc
    error = math.sqrt(design_effect / said.answers * (1 - said.stability) / information)

    def found(effect: float) -> float:
        got = float(ttest_power(effect / error, nobs=1, alpha=said.alpha, df=df))
        return 1.0 if math.isnan(got) and effect > error else got  # far out the tail cannot be told from nothing

    low, high = 0.0, error
    while found(high) < WANTED:
        high *= 2
    for _step in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if found(middle) < WANTED else (low, middle)
    treated = sum(turn > 0 for turn in turns.values())
    return Power(
        treated=treated, comparison=len(turns) - treated, design_effect=design_effect, error=error,
        power=found(said.effect), smallest=high,
    )  # fmt: skip


def _information(turns: Mapping[str, int], waves: int) -> float:
    """How much of being treated is left when unit and wave are taken out: the sum of squares of the doubly centred
    design. For two groups and two waves it is n1·n2 / 2(n1 + n2); for a stepped wedge see Hussey and Hughes 2007."""
    turn = np.array(list(turns.values()))[:, None]
    treated = ((turn > 0) & (turn <= np.arange(waves)[None, :])).astype(float)
    left = treated - treated.mean(axis=1, keepdims=True) - treated.mean(axis=0, keepdims=True) + treated.mean()
    return float((left**2).sum())
