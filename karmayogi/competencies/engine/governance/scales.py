"""Ways into our scale of five levels from scales of others. Proposals for the owner to approve. Pure."""

from collections.abc import Sequence

SAME = (1, 2, 3, 4, 5)


def onet_level(value: float) -> int:
    """O*NET levels run from 0 to 7; five equal parts of that. 0 to 1.4 -> 1, ... 5.6 to 7 -> 5."""
    return min(5, max(1, 1 + int(value / 1.4)))


def onet_importance(value: float) -> int:
    """O*NET importance runs from 1 to 5 as ours does; halves go up."""
    return min(5, max(1, int(value + 0.5)))


def mapped(level: int, levels: Sequence[int]) -> int:
    """What a level 1 to 5 means after a replacement; 0 (a withdrawal) stays 0."""
    return levels[level - 1] if level else 0


def is_mapping(levels: Sequence[int]) -> bool:
    """Five levels of 1 to 5 that never go down: who could do more before can still do more."""
    return len(levels) == 5 and all(1 <= one <= 5 for one in levels) and list(levels) == sorted(levels)
