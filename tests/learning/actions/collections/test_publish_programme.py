"""A test that stands alone is one row of the catalogue, taken like any other."""

import pytest

from karmayogi.kernel.access import NotFound
from karmayogi.learning import api
from karmayogi.learning.models import Course, Enrolment, Part
from karmayogi.learning.queries.catalogue import Search, search
from karmayogi.learning.types import QuizSpec
from tests.assessment.conftest import POOL
from tests.learning.conftest import SETUP

SPEC = QuizSpec(draw=3, minutes=10, attempts=2, pass_percent=60)


def publish(at, agent=SETUP, **changes):
    given = {
        "code": "T-TEST", "provider": "Test Courseware", "titles": {"en": "A test", "hi": "परीक्षा", "ur": "امتحان"},
        "summaries": {"en": "Questions only."}, "questions": POOL, "quiz": SPEC, "competencies": [("FUN-095", 2)],
    } | changes  # fmt: skip
    return api.publish_assessment(agent=agent, at=at, **given)


def test_it_is_in_the_catalogue_with_one_part_and_the_same_again_changes_nothing(kcm, cast, at):
    first = publish(at)
    assert (publish(at).version, Course.objects.get().kind) == (first.version, "assessment")
    part = Part.objects.get()
    assert (part.key, part.kind, part.minutes) == ("test", "quiz", 10)
    # Urdu has a title and no questions: it is not offered in it.
    [card] = search(Search(kinds=("assessment",))).cards
    assert (card.code, card.languages) == ("T-TEST", ("en", "hi"))
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=first.uuid, language="hi", at=at)
    assert Enrolment.objects.get().course_id == Course.objects.get().id
    assert publish(at, titles={"en": "Another"}).version == first.version + 1


def test_without_the_right_to_publish_there_is_nothing(kcm, cast, at):
    with pytest.raises(NotFound):
        publish(at, agent=cast.learner.actor(at))
