"""No small group follows from courses by place, with the totals of courses and of places beside them."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.insight.engine.courses import told
from karmayogi.insight.engine.disclosure import LEAST
from tests.insight.engine.test_disclosure import path, spanned

COUNTS = st.one_of(st.integers(0, 14), st.integers(0, 80))
PLACES = [path(1), path(1, 1), path(1, 2)]
COURSES = (1, 2, 3)


@settings(max_examples=200, deadline=None)
@given(
    counts=st.lists(COUNTS, min_size=9, max_size=9), without=st.lists(COUNTS, min_size=3, max_size=3),
    barred=st.sets(st.sampled_from(COURSES), max_size=1),
)  # fmt: skip
def test_no_small_group_of_one_course_or_of_one_place_follows(counts, without, barred):
    learners = {cell: n for cell, n in zip(itertools.product(PLACES, COURSES), counts, strict=True) if n}
    extra = dict(zip(COURSES, without, strict=True))
    found = told(learners, extra, barred)
    for course in COURSES:
        size = {one: learners.get((one, course), 0) for one in PLACES} | {"no post": extra[course]}
        units = [unit for unit, n in size.items() if n]
        known = [
            frozenset(unit for unit in units if unit != "no post" and (len(one) == 8 or unit == one))
            for one in (path(1), path(1, 1), path(1, 2)) if (one, course) in found
        ]  # fmt: skip
        if sum(size.values()) >= LEAST and course not in barred:
            known.append(frozenset(units))  # its total stands on the page of its provider
        assert course not in barred or not known
        follows = spanned(known, units)
        for length in range(1, len(units) + 1):
            for group in itertools.combinations(units, length):
                if sum(size[unit] for unit in group) < LEAST:
                    assert not follows(frozenset(group)), (course, group)
    for one in PLACES:
        at = {
            course: sum(learners.get((p, course), 0) for p in PLACES)
            if len(one) == 8
            else learners.get((one, course), 0)
            for course in COURSES
        }
        shown = [course for course in COURSES if (one, course) in found]
        left = sum(at.values()) - sum(at[course] for course in shown)
        assert not shown or left == 0 or left >= LEAST
