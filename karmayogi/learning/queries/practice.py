"""Questions for practice beside the tests of a course, as whoever keeps questions tells of them."""

from collections.abc import Sequence

from karmayogi.kernel import slots


def practice_lines(parts: Sequence[int], person_id: int | None) -> dict[int, tuple[str, int, int, int]]:
    """By part: (address, questions, right at the last try, bytes). Slot "learning.practice"."""
    found: dict[int, tuple[str, int, int, int]] = {}
    for told in slots.every("learning.practice") if parts else ():
        found |= told(list(parts), person_id)
    return found


def practice_pictures(parts: Sequence[int]) -> dict[int, list[str]]:
    """By part: SHA-256 of the pictures of its questions for practice, and no others of the test."""
    found: dict[int, list[str]] = {}
    for told in slots.every("learning.practice_pictures") if parts else ():
        found |= told(list(parts))
    return found
