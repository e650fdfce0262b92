"""How far a mean or a share can be trusted, without a library: what a page works out itself."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

_Z = 1.959963984540054  # two-sided 95 %
LEAST = 10


@dataclass(frozen=True, slots=True)
class Known:
    """A mean or a share of `count`, with its 95 % interval."""

    value: float
    low: float
    high: float
    count: int


def mean(values: Sequence[float]) -> Known | None:
    """None for fewer than ten: they would be single people."""
    n = len(values)
    if n < LEAST:
        return None
    middle = math.fsum(values) / n
    spread = math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (n - 1))
    half = _t(n - 1) * spread / math.sqrt(n)
    return Known(middle, middle - half, middle + half, n)


def share(part: int, whole: int) -> Known | None:
    """By E. B. Wilson 1927; None for fewer than ten."""
    if whole < LEAST:
        return None
    p, square = part / whole, _Z * _Z / whole
    half = _Z * math.sqrt(p * (1 - p) / whole + square / (4 * whole))
    middle = p + square / 2
    return Known(p, max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square)), whole)


def _t(df: int) -> float:
    """The 97.5 % point of Student's t by Cornish and Fisher; right to three digits from nine degrees of freedom on."""
    z = _Z
    return (
        z + (z**3 + z) / (4 * df) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * df**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * df**3)
    )  # fmt: skip
