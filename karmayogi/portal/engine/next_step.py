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
    courses: dict[int, list[CourseCard]],
) -> NextStep:
    """Finish what is begun, first where it closes a gap; else begin the course for the largest gap that has one.

    gaps: largest first. active: latest touched first. courses: competency id -> courses that prove it.
    """
    open_gaps = [gap for gap in gaps if gap.missing]
    for gap in open_gaps:
        begun = {card.uuid: card for card in courses.get(gap.competency_id, ())}
        for enrolment in active:
            if enrolment.course_uuid in begun:
                return NextStep(NextKind.CONTINUE, gap, begun[enrolment.course_uuid], enrolment)
    if active:
        return NextStep(NextKind.CONTINUE, None, None, active[0])
    for gap in open_gaps:
        if courses.get(gap.competency_id):
            return NextStep(NextKind.CLOSE_GAP, gap, courses[gap.competency_id][0])
    if not has_post:
        return NextStep(NextKind.NO_POST)
    if not gaps:
        return NextStep(NextKind.NO_PROFILE)
    if open_gaps:
        return NextStep(NextKind.NO_COURSE, open_gaps[0])
    return NextStep(NextKind.ALL_SHOWN)
