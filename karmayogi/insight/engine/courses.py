"""Which figures of courses by place may be shown beside the totals of courses and of places."""

import collections
from collections.abc import Iterable, Mapping, Set

from karmayogi.insight.engine.disclosure import LEAST, STEP, withheld

_ROOT, _NO_POST = "0" * STEP, "~" * STEP

type Cell = tuple[str, int]  # path of a place, course


def told(
    learners: Mapping[Cell, int], without_post: Mapping[int, int], barred: Set[int], least: int = LEAST
) -> frozenset[Cell]:
    """learners: of each place directly below the country, and of the country's own posts, who took up a course. barred:
    courses whose total is told nowhere. The answer has the country as a whole in place of its own posts.

    Of a course, what is hidden makes at least `least` people together, those without a post included. Of a place, what
    is left of its enrolments beside the courses shown is none or at least `least`; where it is not, the smallest
    course that is shown there is shown nowhere.
    """
    by_course: dict[int, dict[str, int]] = collections.defaultdict(dict)
    for (path, course), count in learners.items():
        by_course[course][path] = count
    shown: dict[int, set[str]] = {
        course: _places(by_course[course], without_post.get(course, 0), least)
        for course in by_course
        if course not in barred
    }
    totals = _totals(by_course)
    queue = set(totals)
    while queue:
        path = queue.pop()
        there = {course: _at(by_course[course], path) for course, places in shown.items() if path in places}
        if there and 0 < totals[path] - sum(there.values()) < least:
            gone = min(there, key=lambda course: (there[course], course))
            queue |= shown.pop(gone) | {path}
    return frozenset((path, course) for course, places in shown.items() for path in places)


def _places(counts: Mapping[str, int], without_post: int, least: int) -> set[str]:
    tree = {_ROOT + path: ("", count) for path, count in counts.items()}
    if without_post:
        tree[_ROOT + _NO_POST] = ("", without_post)
    gone = withheld(tree, least)
    return {path for path in {*counts, *_above(counts)} if _ROOT + path not in gone.total}


def _above(paths: Iterable[str]) -> set[str]:
    return {path[:STEP] for path in paths}


def _at(counts: Mapping[str, int], path: str) -> int:
    return sum(counts.values()) if len(path) == STEP else counts.get(path, 0)


def _totals(by_course: Mapping[int, Mapping[str, int]]) -> dict[str, int]:
    totals: dict[str, int] = collections.Counter()
    for counts in by_course.values():
        for path in {*counts, *_above(counts)}:
            totals[path] += _at(counts, path)
    return totals
