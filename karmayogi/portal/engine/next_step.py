"""The one next step: pure choice from what is known about her."""

from collections.abc import Sequence

from karmayogi.competencies.types import Gap
from karmayogi.learning.types import ActiveEnrolment, CourseCard
from karmayogi.portal.types import NextKind, NextStep


def next_step(
    *,
    has_post: bool,
    gaps: Sequence[Gap],
    active: Sequence[ActiveEnrolment],
    course: tuple[int, CourseCard] | None,
) -> NextStep:
    """Finish what is begun, first where it closes a gap; else begin the course for the largest gap that has one.

    gaps: largest first. active: latest touched first. course: (competency id, course that proves it): a begun one if
    any of these teaches what is missing, else the one for the first gap that has one.
    """
    open_gaps = [gap for gap in gaps if gap.missing]
    gap = next((one for one in open_gaps if course is not None and one.competency_id == course[0]), None)
    if course is not None and gap is not None:
        for enrolment in active:
            if enrolment.course_uuid == course[1].uuid:
                return NextStep(NextKind.CONTINUE, gap, course[1], enrolment)
    if active:
        return NextStep(NextKind.CONTINUE, None, None, active[0])
    if course is not None and gap is not None:
        return NextStep(NextKind.CLOSE_GAP, gap, course[1])
    if not has_post:
        return NextStep(NextKind.NO_POST)
    if not gaps:
        return NextStep(NextKind.NO_PROFILE)
    if open_gaps:
        return NextStep(NextKind.NO_COURSE, open_gaps[0])
    return NextStep(NextKind.ALL_SHOWN)
