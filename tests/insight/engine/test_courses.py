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
TAKEN = given(
    counts=st.lists(COUNTS, min_size=9, max_size=9), without=st.lists(COUNTS, min_size=3, max_size=3),
    barred=st.sets(st.sampled_from(COURSES), max_size=1),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@TAKEN
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


@settings(max_examples=300, deadline=None)
@TAKEN
def test_what_is_shown_tells_no_small_group_to_who_knows_the_totals_of_courses_and_of_places(counts, without, barred):
    """Any additions and subtractions over all courses and places at once. Places of fewer than ten enrolments are
    known as one, and so are courses that are told nowhere."""
    size = {cell: n for cell, n in zip(itertools.product(PLACES, COURSES), counts, strict=True) if n}
    found = told(size, dict(zip(COURSES, without, strict=True)), barred)
    size |= {("no post", course): n for course, n in zip(COURSES, without, strict=True) if n}
    cells = sorted(size)
    row = {one: sum(n for cell, n in size.items() if cell[0] == one) for one in (*PLACES, "no post")}
    column = {course: sum(n for cell, n in size.items() if cell[1] == course) for course in COURSES}
    few = {one for one in PLACES if row[one] < LEAST}
    untold = {course for course in COURSES if course in barred or column[course] < LEAST}
    known = [
        *(
            frozenset(cell for cell in cells if cell[0] in some)
            for some in (few, *({one} for one in row if one not in few))
        ),
        *(
            frozenset(cell for cell in cells if cell[1] in some)
            for some in (untold, *({one} for one in COURSES if one not in untold))
        ),
    ]
    before = spanned([one for one in known if one], cells)
    known += [
        frozenset(
            cell for cell in cells if cell[1] == course and (cell[0] == one or (len(one) == 8 and cell[0] in PLACES))
        )
        for one, course in found
    ]
    after = spanned([one for one in known if one], cells)
    for length in (1, 2, 3):
        for group in map(frozenset, itertools.combinations(cells, length)):
            if sum(size[cell] for cell in group) < LEAST:
                assert before(group) or not after(group), sorted(group)


def test_a_cell_hidden_beside_a_small_one_does_not_give_it_away():
    """Of the first course two are at one place and twelve, hidden beside them, at the other, where all else is shown:
    without more these twelve would follow from the place, and the two from the course."""
    one, other = path(1, 1), path(1, 2)
    learners = {(one, 1): 2, (other, 1): 12, (one, 2): 30, (other, 2): 40, (one, 3): 50, (other, 3): 60, (one, 4): 20}
    found = told(learners, {}, frozenset())
    assert {course for place, course in found if place == other} == {3}, "the second goes, which lies at both"
    assert {course for place, course in found if place == one} == {3}, "the fourth went for the two at that place"
