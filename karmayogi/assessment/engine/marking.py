"""What an answer is worth, and what that makes in per cent."""

from collections.abc import Collection


def mark(correct: Collection[str], chosen: Collection[str]) -> bool:
    """Whether the answer is right: all the right options and no other one; nothing for a part of them.

    With one right option (single choice, true or false) that is the plain rule. With several it is deliberate: rules of
    service are not kept in part, and part marks would reward ticking everything.
    """
    return bool(chosen) and set(chosen) == set(correct)


def per_cent(right: int, of: int) -> int:
    """A share as whole per cent, halves rounded up. Nothing asked is nothing shown: 0."""
    return (200 * right + of) // (2 * of) if of else 0


def passes(score: int, pass_percent: int) -> bool:
    """Judged on the rounded score, so that the figure shown and the verdict always agree."""
    return score >= pass_percent
