"""The quality form: one score out of weighted sections, and how far two reviewers of the same version agree.

Score as in the live system: sum(marks of a section x its weight) / sum(highest marks of the section x its weight).
Agreement is Cohen's weighted kappa with quadratic weights (Cohen 1968): 1 for the same answers, 0 for what chance
gives with these habits of answering, below 0 for less. It is not defined when both gave one and the same answer
throughout, since then chance explains everything: None.
"""

import dataclasses
from collections.abc import Mapping, Sequence


def score(marks: Sequence[tuple[int, int]], highest: int) -> int:
    """Per cent. marks: (weight of the section, points) of every question."""
    whole = sum(weight * highest for weight, _points in marks)
    return round(100 * sum(weight * points for weight, points in marks) / whole) if whole else 0


def weighted_kappa(pairs: Sequence[tuple[int, int]], scale: Sequence[int]) -> float | None:
    """pairs: what each of two reviewers gave to the same question. scale: every possible answer, in order."""
    place = {value: number for number, value in enumerate(scale)}
    size, count = len(scale), len(pairs)
    if not count or size < 2:
        return None
    first, second = [0] * size, [0] * size
    seen = 0.0
    for one, two in pairs:
        first[place[one]] += 1
        second[place[two]] += 1
        seen += (place[one] - place[two]) ** 2
    by_chance = (
        sum(first[a] * second[b] * (a - b) ** 2 for a in range(size) for b in range(size) if first[a] and second[b])
        / count
    )
    return None if not by_chance else 1 - seen / by_chance


@dataclasses.dataclass(frozen=True, slots=True)
class Spread:
    """A question answered by several: who gave what is kept; gap: highest less lowest."""

    question: int
    points: dict[int, int]
    gap: int


def spreads(answers: Mapping[int, Mapping[int, int]]) -> list[Spread]:
    """answers: reviewer -> question -> points. Questions answered by two or more, the widest gap first."""
    by_question: dict[int, dict[int, int]] = {}
    for reviewer, given in answers.items():
        for question, points in given.items():
            by_question.setdefault(question, {})[reviewer] = points
    found = [
        Spread(question, given, max(given.values()) - min(given.values()))
        for question, given in by_question.items()
        if len(given) > 1
    ]
    return sorted(found, key=lambda one: (-one.gap, one.question))


def mean_shift(answers: Sequence[Mapping[int, Mapping[int, int]]], reviewer: int) -> float | None:
    """How much higher (+) or lower (-) a reviewer marks than the others for the same questions, in points a question.

    answers: for each version, reviewer -> question -> points. None where nobody else answered the same.
    """
    shifts: list[float] = []
    for version in answers:
        own = version.get(reviewer)
        if own is None:
            continue
        for question, points in own.items():
            others = [given[question] for who, given in version.items() if who != reviewer and question in given]
            if others:
                shifts.append(points - sum(others) / len(others))
    return sum(shifts) / len(shifts) if shifts else None
