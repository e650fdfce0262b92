"""The one next step, and why."""

import datetime as dt
import uuid

from karmayogi.competencies.types import Gap
from karmayogi.learning.types import ActiveEnrolment, CourseCard
from karmayogi.portal.engine.next_step import next_step
from karmayogi.portal.types import NextKind

AT = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)


def gap(competency: int, needs: int, shown: int) -> Gap:
    return Gap(competency, f"FUN-{competency:03}", "Name", "", "", "functional", needs, shown, 0.8, 3)


def card(number: int) -> CourseCard:
    return CourseCard(
        number, uuid.UUID(int=number), "C", "Title", "", "", "", "", "", "Provider", "online", 30, 1000, ("en",)
    )


def begun(course: int) -> ActiveEnrolment:
    return ActiveEnrolment(uuid.uuid4(), uuid.UUID(int=course), "Title", "", "", 30, 1000, 1, 5, 24, AT)


def test_finishes_the_begun_course_that_closes_a_gap():
    step = next_step(has_post=True, gaps=[gap(1, 3, 1)], active=[begun(9), begun(7)], course=(1, card(7)))
    assert (step.kind, step.enrolment.course_uuid, step.gap.code) == (NextKind.CONTINUE, uuid.UUID(int=7), "FUN-001")


def test_finishes_any_begun_course_before_beginning_another():
    step = next_step(has_post=True, gaps=[gap(1, 3, 1)], active=[begun(9)], course=(1, card(7)))
    assert (step.kind, step.gap) == (NextKind.CONTINUE, None)


def test_begins_the_course_for_the_gap_that_has_one():
    step = next_step(has_post=True, gaps=[gap(2, 4, 0), gap(1, 3, 1)], active=[], course=(1, card(7)))
    assert (step.kind, step.gap.competency_id, step.course.id) == (NextKind.CLOSE_GAP, 1, 7)


def test_says_so_when_no_course_closes_the_gap():
    step = next_step(has_post=True, gaps=[gap(2, 4, 0)], active=[], course=None)
    assert (step.kind, step.gap.competency_id) == (NextKind.NO_COURSE, 2)


def test_met_requirements_are_no_next_step():
    assert next_step(has_post=True, gaps=[gap(1, 3, 3)], active=[], course=None).kind is NextKind.ALL_SHOWN


def test_no_profile_and_no_post_are_told_apart():
    assert next_step(has_post=True, gaps=[], active=[], course=None).kind is NextKind.NO_PROFILE
    assert next_step(has_post=False, gaps=[], active=[], course=None).kind is NextKind.NO_POST
