"""What tests of honest completion share: a policy in force since before they happen, and somebody who completes."""

import dataclasses
import datetime as dt

from karmayogi.assessment.actions.integrity.ask_rechecks import ask_rechecks
from karmayogi.assessment.actions.integrity.find_signals import find_signals
from karmayogi.assessment.actions.save_answer import save_answer
from karmayogi.assessment.actions.submit import submit
from karmayogi.assessment.engine.integrity.policy import IN_FORCE
from karmayogi.assessment.models import Item, Option, Recheck, RecheckQuestion
from karmayogi.learning import api as learning
from karmayogi.learning.models import Enrolment, Part
from tests.assessment.actions.test_start import begin
from tests.assessment.conftest import Learner, right_values

POLICY = dataclasses.replace(IN_FORCE, since=dt.date(2026, 11, 1))


def complete(learner: Learner, part, *, seconds: float = 300, page: float = 300) -> Enrolment:
    """Reads the page for `page` seconds, passes the test in `seconds`; five right answers."""
    version = Part.objects.get(uuid=part).version_id
    enrolment = Enrolment.objects.get(person_id=learner.player.person_id, version_id=version)
    lesson = learning.lesson(learner.actor, enrolment.uuid)
    first = lesson.parts[0].id
    learning.open_part(actor=learner.actor, enrolment_id=enrolment.id, part_id=first, at=learner.at)
    learner.later(seconds=page)
    learning.finish_part(actor=learner.actor, enrolment_id=enrolment.id, part_id=first, at=learner.at)
    row = begin(learner, part)
    learner.later(seconds=seconds)
    for position in range(1, row.questions + 1):
        save_answer(attempt=row, position=position, picked=right_values(row.id, position), at=learner.at)
    submit(agent=learner.actor, attempt=row, at=learner.at)
    enrolment.refresh_from_db()
    return enrolment


def asked(learner: Learner, part) -> Recheck:
    """After a test that was passed within a second for all questions, and the night."""
    complete(learner, part, seconds=1)
    learner.later(hours=10)
    find_signals(at=learner.at, policy=POLICY)
    ask_rechecks(at=learner.at, policy=POLICY)
    return Recheck.objects.get(person_id=learner.player.person_id)


def picked(recheck: Recheck, right: int) -> dict[int, list[int]]:
    """The first `right` questions answered rightly, the others wrongly."""
    given = {}
    for row in RecheckQuestion.objects.filter(recheck=recheck).order_by("position"):
        correct = set(Option.objects.filter(item_id=row.item_id, correct=True).values_list("key", flat=True))
        is_right = row.position <= right
        multiple = Item.objects.get(pk=row.item_id).kind == "multiple"
        places = [place for place, key in enumerate(row.shown, start=1) if (key in correct) == is_right]
        given[row.position] = places if multiple or is_right else places[:1]
    return given
