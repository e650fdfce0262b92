"""How far a share can be trusted that was counted among few."""

import math

_Z = 1.959963984540054  # two-sided 95 %


def wilson(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share, from 0 to 1 (E. B. Wilson 1927): honest also near 0 and 1 and for few cases.

    Nothing counted is nothing known: 0 to 1. Raises ValueError for what is no share.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole}")
    if whole == 0:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z / whole
    middle = share + square / 2
    spread = _Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole))
    low, high = (middle - spread) / (1 + square), (middle + spread) / (1 + square)
    return (0.0 if part == 0 else low), (1.0 if part == whole else high)
