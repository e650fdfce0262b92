"""Marks that persons give: when two agree, who decides where they do not, and which answers two persons mark."""

from collections.abc import Sequence
from fractions import Fraction

# Of the whole worth. Marks that lie no further apart are one opinion.
TOLERANCE = Fraction(1, 5)


def are_close(worths: Sequence[Fraction]) -> bool:
    return max(worths) - min(worths) <= TOLERANCE


def settled(worths: Sequence[Fraction], asked: int) -> Fraction | None:
    """What an answer is worth, or None while somebody has to mark it yet. worths: in the order of the marks.

    asked: how many mark it independently. Where they lie close it is their mean; where they do not, one more person
    marks it, and that decides.
    """
    if len(worths) > asked:
        return worths[-1]
    if len(worths) < asked or not are_close(worths):
        return None
    return sum(worths, Fraction(0)) / len(worths)


def is_doubled(dice: int, percent: int) -> bool:
    """Whether this answer is one of the share that two persons mark. dice: a number that nobody chooses."""
    return dice % 100 < percent
