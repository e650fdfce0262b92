"""Which figures of courses by place may be shown beside the totals of courses and of places."""

import collections
from collections.abc import Iterable, Iterator, Mapping, Set

from karmayogi.insight.engine.disclosure import LEAST, STEP, withheld
from karmayogi.insight.engine.flows import Drawing

_ROOT, _NO_POST = "0" * STEP, "~" * STEP
_FEW = ""  # places of few enrolments, as one

type Cell = tuple[str, int]  # path of a place, course
type Point = str | int | None  # a place, a course; None: the barred courses as one


def told(
    learners: Mapping[Cell, int], without_post: Mapping[int, int], barred: Set[int], least: int = LEAST
) -> frozenset[Cell]:
    """learners: of each place directly below the country, and of the country's own posts, who took up a course. barred:
    courses whose total is told nowhere. The answer has the country as a whole in place of its own posts.

    Of a course, what is hidden makes at least `least` people together, those without a post included. Of a place, what
    is left of its enrolments beside the courses shown is none or at least `least`; where it is not, the smallest
    course that is shown there is shown nowhere.

    And of both together: whoever knows the totals of places and of courses, too, draws both as points and what is
    hidden of a course at a place as an edge between them. As in engine.cuts a group that follows is a cut of that
    drawing, so `least` must flow along each edge; where it does not, the smallest course of which a shown cell
    lies across the cut is shown nowhere.
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
    _close(by_course, without_post, barred, shown, least)
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


def _close(
    by_course: Mapping[int, Mapping[str, int]], without_post: Mapping[int, int], barred: Set[int],
    shown: dict[int, set[str]], least: int,
) -> None:  # fmt: skip
    """Takes courses out of `shown` until what is hidden can be told apart by nobody."""
    size = {course: sum(by_course[course].values()) + without_post.get(course, 0) for course in by_course}
    told_of: dict[str, int] = collections.Counter()
    for counts in by_course.values():
        for path, count in counts.items():
            told_of[path] += count
    places: dict[str, Point] = {path: _FEW if count < least else path for path, count in told_of.items()}
    places[_NO_POST] = _NO_POST
    hidden = Drawing(least)

    def cells(course: int, told_of_all: bool, paths: Set[str]) -> Iterator[tuple[Point, int]]:
        """Of these places. With the country beside the total of the course, those without a post are told."""
        for path in paths:
            yield places[path], by_course[course][path]
        if told_of_all and without_post.get(course, 0):
            yield _NO_POST, without_post[course]

    for course, counts in by_course.items():
        column = None if course in barred or size[course] < least else course
        there = shown.get(course, set())
        left = {path for path in counts if len(path) == STEP or path not in there}
        for place, count in cells(course, there.isdisjoint(_above(there)), left):
            hidden.add(place, column, count)
    while cut := hidden.cut():
        ties = {
            course: list(cells(course, not there.isdisjoint(_above(there)), {p for p in there if len(p) > STEP}))
            for course, there in shown.items()
        }
        across = [
            course for course, tie in ties.items()
            # A course of which nothing is hidden yet lies on no side: it ties those where it is shown together.
            if len({place in cut for place, _count in tie} | hidden.sides(course, cut)) > 1
        ]  # fmt: skip
        if across:
            gone = min(across, key=lambda course: (size[course], course))
            del shown[gone]
            for place, count in ties[gone]:
                hidden.add(place, gone, count)
        else:  # it follows from the totals of places and of courses, whatever is shown here
            hidden.accept()
