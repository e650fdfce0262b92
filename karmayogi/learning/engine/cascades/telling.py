"""Which counts of people by place may be told together with their sum."""

from collections.abc import Mapping

LEAST = 10


def told(counts: Mapping[str, int]) -> tuple[dict[str, int], bool]:
    """(the counts that may be shown, whether their sum may be).

    No count below ten is shown. What is left over of the sum is then the sum of what is hidden: of that at least ten
    must be elsewhere than in any single hidden place, since whoever looks after that place knows its own count. Where
    that cannot be had by hiding more, the sum is not shown.
    """
    counts = {place: count for place, count in counts.items() if count}
    hidden = {place for place, count in counts.items() if count < LEAST}
    for place in sorted(counts, key=lambda one: (counts[one], one)):
        if not hidden or _safe(counts, hidden):
            break
        hidden.add(place)
    whole = sum(counts.values()) >= LEAST and (not hidden or _safe(counts, hidden))
    return {place: count for place, count in counts.items() if place not in hidden}, whole


def _safe(counts: Mapping[str, int], hidden: set[str]) -> bool:
    return sum(counts[one] for one in hidden) - max(counts[one] for one in hidden) >= LEAST


def in_tens(count: str) -> str:
    """SQL: a count in whole tens, null below LEAST; of which an exact total gives no small part away."""
    return f"case when {count} >= {LEAST} then {count} / 10 * 10 end"
