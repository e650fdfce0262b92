"""What all answers of an attempt make together: the one place where a result is reckoned, first or again.

A question that was withdrawn is credited to everybody who had it, answered or not: the fault is ours, so nobody can
lose by it. A short text counts what persons gave for it; until they have, there is no verdict.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from fractions import Fraction

from karmayogi.assessment.engine import kinds, marking


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """given: by persons, of a short text alone, None while they have not marked it."""

    position: int
    section: int
    chosen: Sequence[str]
    question: kinds.Asked
    credited: bool = False
    given: Fraction | None = None

    @property
    def waits(self) -> bool:
        return self.question.kind == "short" and bool(self.chosen) and self.given is None and not self.credited


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """Of an attempt, as they were when it was opened. cut_offs: per cent by number of section."""

    questions: int
    pass_percent: int
    negative_percent: int
    cut_offs: Mapping[int, int]


@dataclasses.dataclass(frozen=True, slots=True)
class Verdict:
    """worth: of each answer by its position. score: per cent."""

    worth: Mapping[int, Fraction]
    right: int
    score: int
    passed: bool


def waiting(answers: Sequence[Answer]) -> list[int]:
    """Positions of the answers that persons have to mark first."""
    return [one.position for one in answers if one.waits]


def worth(one: Answer) -> Fraction:
    """Raises NeedsAPerson for an answer that waits."""
    if one.credited:
        return Fraction(1)
    if one.question.kind == "short" and one.chosen and one.given is not None:
        return one.given
    if one.question.kind == "short" and not one.chosen:
        return Fraction(0)
    return kinds.award(one.question, one.chosen)


def reckon(answers: Sequence[Answer], terms: Terms) -> Verdict:
    """Raises NeedsAPerson while an answer waits for its marks."""
    found = {one.position: worth(one) for one in answers}
    sections: dict[int, tuple[Fraction, int]] = {}
    for one in answers:
        # What a person marked is never simply wrong: nothing is taken off for it.
        wrong = bool(one.chosen) and one.question.kind != "short"
        gained = marking.gained(found[one.position], answered=wrong, negative_percent=terms.negative_percent)
        before, asked = sections.get(one.section, (Fraction(0), 0))
        sections[one.section] = before + gained, asked + 1
    score = marking.per_cent(sum((gained for gained, _asked in sections.values()), Fraction(0)), terms.questions)
    passed = marking.passes(score, terms.pass_percent) and marking.meets_cut_offs(sections, terms.cut_offs)
    return Verdict(found, sum(one == 1 for one in found.values()), score, passed)
