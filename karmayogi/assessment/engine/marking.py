"""What the worth of answers makes in per cent. What one answer is worth: kinds.py."""

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction


def per_cent(gained: int | Fraction, of: int) -> int:
    """A share as whole per cent, halves rounded up; never below 0. Nothing asked is nothing shown: 0."""
    return max(0, (Fraction(200 * gained + of) / (2 * of)).__floor__()) if of else 0


def gained(worth: Fraction, *, answered: bool, negative_percent: int) -> Fraction:
    """Its worth, or what a wrong answer takes off. No answer takes nothing off; what is right in part is not wrong."""
    return -Fraction(negative_percent, 100) if answered and not worth else worth


def meets_cut_offs(by_section: Mapping[int, tuple[Fraction, int]], cut_offs: Mapping[int, int]) -> bool:
    """by_section: gained and asked. A section of which nothing was asked cannot be met."""
    return all(
        section in by_section and per_cent(*by_section[section]) >= needed for section, needed in cut_offs.items()
    )


def kept(worth: Fraction) -> Decimal:
    """As its column keeps it: four places, rounded down, so that only the whole worth is 1."""
    return (Decimal(worth.numerator) / Decimal(worth.denominator)).quantize(Decimal("0.0001"), ROUND_FLOOR)


def passes(score: int, pass_percent: int) -> bool:
    """Judged on the rounded score, so that the figure shown and the verdict always agree."""
    return score >= pass_percent
