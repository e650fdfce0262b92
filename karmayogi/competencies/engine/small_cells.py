"""Figures about few people are not shown, and cannot be worked out from those that are."""

from collections.abc import Hashable, Mapping

LEAST = 10


def hidden[K: Hashable](counts: Mapping[K, int], least: int = LEAST) -> frozenset[K]:
    """The keys not to be shown beside a total: those between 1 and `least` - 1, and, where these together are fewer
    than `least` so that the total would tell, the smallest of the others with them. Nothing (0) may be shown."""
    small = {key for key, count in counts.items() if 0 < count < least}
    if small and sum(counts[key] for key in small) < least:
        others = [key for key, count in counts.items() if count >= least]
        if others:
            small.add(min(others, key=lambda key: (counts[key], str(key))))
    return frozenset(small)
