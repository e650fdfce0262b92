"""Two tabs and late retries: the place follows the newest, what was achieved is never lost."""

import dataclasses

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.models import Evidence
from karmayogi.credentials.models import Certificate
from karmayogi.kernel.access import NotFound
from karmayogi.learning import api
from karmayogi.learning.actions.save_scorm import ScormCommit, save_scorm
from karmayogi.learning.models import Enrolment, Part, ScormState
from tests.learning.conftest import SETUP, package

COMMIT = ScormCommit("a", "p1", "one", "incomplete", "unknown", None, 5, visit=2, seq=1)


@pytest.fixture
def keep(cast, kcm, at):
    course = api.import_scorm(
        agent=SETUP, content=package(), filename="p.zip", titles={}, competencies=[("FUN-095", 3)], at=at
    )
    actor = cast.learner.actor(at)
    api.enrol(actor=actor, course_uuid=course.uuid, language="en", at=at)
    enrolment, part = Enrolment.objects.get().id, Part.objects.get().id
    for _ in range(2):  # two tabs: visits 1 and 2
        api.open_part(actor=actor, enrolment_id=enrolment, part_id=part, at=at)

    def call(**changes):
        commit = dataclasses.replace(COMMIT, **changes)
        return save_scorm(actor=actor, enrolment_id=enrolment, part_id=part, commit=commit, at=at)

    return call


def test_an_older_tab_moves_nothing_back_but_what_it_achieved_counts(keep):
    keep(location="p7", suspend_data="newest")
    saved = keep(location="p2", suspend_data="old", completion="completed", score=90.0, visit=1, seq=9)
    assert saved.item_done
    row = ScormState.objects.get()
    assert (row.location, row.suspend_data, row.visit, row.seq) == ("p7", "newest", 2, 1)
    assert (row.completion, row.success, row.score) == ("completed", "passed", 90)


def test_a_late_retry_takes_nothing_back(keep):
    keep(completion="completed", success="passed", score=80.0, seq=2)
    keep(completion="incomplete", success="failed", score=10.0, seq=1)
    row = ScormState.objects.get()
    assert (row.completion, row.success, row.score, row.seq) == ("completed", "passed", 80, 2)


def test_words_that_are_not_of_the_standard_are_left_out(keep):
    keep(completion="finished\0", success="maybe")
    row = ScormState.objects.get()
    assert (row.completion, row.success) == ("", "")


@pytest.mark.parametrize("told", [100.0, 1e300])
def test_a_sco_that_lies_about_its_score_has_made_a_claim_and_nothing_else(keep, told, cast):
    """Done in a second with full marks: so it is kept and shown, as what a browser claims, and proves no level."""
    for item in ("a", "b"):
        keep(item=item, completion="completed", success="passed", score=told, seconds=1)
    assert Enrolment.objects.get().status == "completed"
    assert set(ScormState.objects.values_list("score", flat=True)) == {100}
    assert Certificate.objects.get().grade == "E0"
    assert not Evidence.objects.exists()
    assert competencies.levels_of(cast.learner.person_id) == {}


def test_a_sco_that_says_passed_below_its_own_pass_mark_has_not(keep):
    keep(item="a", completion="completed", success="passed", score=-7.0)
    row = ScormState.objects.get()
    assert (row.score, row.success) == (0, "failed")
    assert Enrolment.objects.get().status == "active"


def test_a_visit_that_was_never_given_out_is_not_there(keep):
    with pytest.raises(NotFound):
        keep(visit=3)
    assert ScormState.objects.count() == 0
