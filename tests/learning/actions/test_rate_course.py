import datetime as dt

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.actions.rate_course import moderate_rating, rate_course, report_rating
from karmayogi.learning.queries.ratings import rating_sum, reported, reviews


@pytest.fixture
def half(short_course, cast, at):
    """Asha has done one of two parts."""
    asha = cast.learner.actor(at)
    enrolment = api.enrol(actor=asha, course_uuid=short_course.uuid, language="en", at=at)
    lesson = api.lesson(asha, enrolment)
    api.open_part(actor=asha, enrolment_id=lesson.enrolment_id, part_id=lesson.parts[0].id, at=at)
    api.finish_part(
        actor=asha, enrolment_id=lesson.enrolment_id, part_id=lesson.parts[0].id, at=at + dt.timedelta(minutes=30)
    )
    return short_course


def rate(who, course, at, stars=4, text="It helped"):
    rate_course(actor=who.actor(at), course=course.uuid, stars=stars, text=text, at=at)


def test_one_a_person_and_changed_at_will(half, cast, at):
    rate(cast.learner, half, at)
    rate(cast.learner, half, at, 2, "Less than I thought")
    assert rating_sum(half.id).spread == (0, 0, 0, 1, 0)
    assert rating_sum(half.id).mean is None, "one rating is no mean"
    (own,) = reviews(half.id, cast.learner.person_id)
    assert (own.stars, own.text, own.mine) == (2, "Less than I thought", True)


def test_not_before_half_is_done_and_not_without_an_enrolment(short_course, cast, at):
    with pytest.raises(NotFound):
        rate(cast.learner, short_course, at)
    api.enrol(actor=cast.learner.actor(at), course_uuid=short_course.uuid, language="en", at=at)
    with pytest.raises(Refused, match="half"):
        rate(cast.learner, short_course, at)
    assert rating_sum(short_course.id).count == 0


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_one_to_five(half, cast, at, stars):
    with pytest.raises(Refused, match="one to five"):
        rate(cast.learner, half, at, stars)


def test_a_reported_review_is_hidden_with_a_reason_and_does_not_count(half, cast, at):
    rate(cast.learner, half, at, 1, "Mr X is a fool")
    rating = rows.scalar("select uuid from learning_courserating")
    report_rating(actor=cast.outsider.actor(at), rating=rating, reason="Names a person", at=at)
    report_rating(actor=cast.outsider.actor(at), rating=rating, reason="Again", at=at)
    (waits,) = reported()
    assert waits.reasons == ["Names a person"]
    with pytest.raises(NotFound):
        moderate_rating(actor=cast.admin.actor(at), rating=rating, hide=True, reason="x", at=at)
    with pytest.raises(Refused, match="reason"):
        moderate_rating(actor=cast.platform.actor(at), rating=rating, hide=True, reason=" ", at=at)
    moderate_rating(actor=cast.platform.actor(at), rating=rating, hide=True, reason="Names a person", at=at)
    assert (reported(), rating_sum(half.id).count, reviews(half.id, None)) == ([], 0, [])
    (own,) = reviews(half.id, cast.learner.person_id)
    assert own.hidden_reason == "Names a person"
    rate(cast.learner, half, at, 5, "Better words")
    assert rating_sum(half.id).count == 0, "changing it does not bring it back"
    with pytest.raises(NotFound):
        report_rating(actor=cast.outsider.actor(at), rating=rating, reason="x", at=at)


def test_a_mean_from_five_on(half, cast, at):
    for number in range(5):
        rows.run(
            "insert into learning_courserating (uuid, course_id, person_id, stars, text, given_at, changed_at,"
            " hidden_reason) select gen_random_uuid(), %s, id, %s, '', %s, %s, '' from people_person order by id"
            " offset %s limit 1",
            [half.id, number + 1, at, at, number],
        )
    found = rating_sum(half.id)
    assert (found.count, found.mean) == (5, 3.0)
