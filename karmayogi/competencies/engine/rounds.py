"""Who is asked what in a workplace 360 round: a few questions each, and only where enough can answer together.

A question of colleagues or team members makes sense only when at least LEAST of them are asked the same one: a smaller
group's answer is never shown. So raters are given to groups, not groups to raters, and a group that cannot be filled is
not asked at all.
"""

import collections
import dataclasses
import random
from collections.abc import Iterable, Mapping, Sequence

LEAST = 5  # answers in a group below which nothing is shown
WANTED = 7  # asked in a group, where there are so many: some will not answer
EACH = 5  # questions to one rater in one quarter, over all rounds
TURNS = 3  # competencies asked about one person at most


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Those who can say something about one person in one relation. competencies: the most wanted first."""

    subject: int
    relation: str
    raters: Sequence[int]
    competencies: Sequence[int]


@dataclasses.dataclass(frozen=True, slots=True)
class Question:
    rater: int
    subject: int
    competency: int
    relation: str


def choose(groups: Iterable[Group], *, seed: int, asked: Mapping[int, int] | None = None) -> list[Question]:
    """The questions of a round; the same groups and seed give the same ones. Another seed favours other persons.

    asked: how many a rater was given in this quarter already, where any.
    A supervisor is one, and answers by name: her group needs one only, and comes after those that need many.
    """
    dice = random.Random(seed)  # noqa: S311 (a fair turn, not a secret)
    left: dict[int, int] = collections.defaultdict(lambda: EACH)
    left |= {rater: max(0, EACH - count) for rater, count in (asked or {}).items()}
    ordered = sorted(groups, key=lambda group: (group.subject, group.relation))
    dice.shuffle(ordered)
    ordered.sort(key=lambda group: group.relation == "supervisor")
    questions: list[Question] = []
    for turn in range(TURNS):
        for group in ordered:
            if turn >= len(group.competencies):
                continue
            least, wanted = (1, 1) if group.relation == "supervisor" else (LEAST, WANTED)
            free = [rater for rater in sorted(set(group.raters) - {group.subject}) if left[rater]]
            if len(free) < least:
                continue
            dice.shuffle(free)
            free.sort(key=lambda rater: -left[rater])
            for rater in free[:wanted]:
                left[rater] -= 1
                questions.append(Question(rater, group.subject, group.competencies[turn], group.relation))
    return questions


def middle(levels: Sequence[int]) -> int:
    """The median of the answers, the lower one of two. Raises ValueError for fewer than LEAST."""
    if len(levels) < LEAST:
        raise ValueError("too few answers to be shown")
    return sorted(levels)[(len(levels) - 1) // 2]
