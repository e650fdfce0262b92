"""What the worth of answers makes in per cent. What one answer is worth: kinds.py."""

from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

PLACES = 10_000


def per_cent(gained: int | Fraction, of: int) -> int:
    """A share as whole per cent, halves rounded up; never below 0. Nothing asked is nothing shown: 0."""
    return max(0, (Fraction(200 * gained + of) / (2 * of)).__floor__()) if of else 0


def kept(worth: Fraction) -> Decimal:
    """As its column keeps it: four places, rounded down, so that only the whole worth is 1."""
    return (Decimal(worth.numerator) / Decimal(worth.denominator)).quantize(Decimal("0.0001"), ROUND_FLOOR)


def passes(score: int, pass_percent: int) -> bool:
    """Judged on the rounded score, so that the figure shown and the verdict always agree."""
    return score >= pass_percent
