import pytest
from django.db import Error, transaction

from karmayogi.assessment.actions.close_overdue import close_overdue
from karmayogi.assessment.actions.save_answer import save_answer
from karmayogi.assessment.actions.submit import close_if_over, submit
from karmayogi.assessment.models import Attempt, AttemptItem
from karmayogi.assessment.queries import attempts
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api as learning
from tests.assessment.actions.test_start import begin
from tests.assessment.conftest import right_values


@pytest.fixture
def row(part, asha):
    return begin(asha, part)


def answer(row, asha, right: int):
    """The first `right` questions rightly, one more wrongly, the rest not at all."""
    for position in range(1, right + 1):
        save_answer(attempt=row, position=position, picked=right_values(row.id, position), at=asha.at)
    if right < row.questions:
        wrong = {1, 2} - set(right_values(row.id, right + 1)) or {4}
        save_answer(attempt=row, position=right + 1, picked=[min(wrong)], at=asha.at)


@pytest.mark.parametrize(("right", "score", "passed"), [(0, 0, False), (2, 40, False), (3, 60, True), (5, 100, True)])
def test_marks_score_verdict_and_learning_agree(row, part, asha, right, score, passed):
    answer(row, asha, right)
    assert submit(agent=asha.actor, attempt=row, at=asha.at)
    closed = attempts.access_attempt(asha.actor, row.uuid)
    assert (closed.right, closed.score, closed.passed, closed.closing) == (right, score, passed, "person")
    assert closed.submitted_at == asha.at
    marks = list(AttemptItem.objects.filter(attempt_id=row.id).order_by("position").values_list("correct", flat=True))
    assert marks == [True] * right + [False] * (5 - right)
    quiz = learning.part_for_quiz(part, asha.player.person_id)
    assert (quiz.score, quiz.state) == (score, "done" if passed else "opened")
    entry = AuditEntry.objects.get(tag="assessment:attempt:submit")
    assert (entry.detail["score"], entry.detail["counted"], entry.concerns_id) == (
        score,
        True,
        asha.player.person_id,
    )


def test_submitting_twice_closes_once(row, asha):
    answer(row, asha, 3)
    assert submit(agent=asha.actor, attempt=row, at=asha.at)
    first = attempts.access_attempt(asha.actor, row.uuid)
    asha.later(seconds=5)
    assert not submit(agent=asha.actor, attempt=row, at=asha.at)
    assert attempts.access_attempt(asha.actor, row.uuid) == first
    assert AuditEntry.objects.filter(tag="assessment:attempt:submit").count() == 1


def test_time_alone_closes_it_with_what_was_saved(row, asha):
    answer(row, asha, 4)
    asha.later(minutes=12)
    assert not close_if_over(row, asha.at)
    asha.later(seconds=1)
    assert close_if_over(row, asha.at)
    closed = attempts.access_attempt(asha.actor, row.uuid)
    assert (closed.score, closed.passed, closed.closing) == (80, True, "time")
    assert AuditEntry.objects.get(tag="assessment:attempt:submit").agent_label == "time limit of the test"


def test_the_job_closes_what_is_overdue_and_nothing_else(row, asha):
    asha.later(minutes=12)
    assert close_overdue(at=asha.at) == 0
    asha.later(seconds=1)
    assert close_overdue(at=asha.at) == 1
    assert close_overdue(at=asha.at) == 0
    assert Attempt.objects.get().closing == "time"


def test_leaving_the_course_meanwhile_does_not_keep_it_open(row, asha):
    from karmayogi.learning.models import Enrolment

    Enrolment.objects.update(status="withdrawn")
    assert submit(agent=asha.actor, attempt=row, at=asha.at)
    assert AuditEntry.objects.get(tag="assessment:attempt:submit").detail["counted"] is False


def test_marking_costs_the_same_for_any_number_of_questions(row, asha, django_assert_max_num_queries, monkeypatch):
    monkeypatch.setattr("karmayogi.learning.api.record_result", lambda **_told: None)
    actor = asha.actor
    with django_assert_max_num_queries(8):  # savepoint, lock, answers, marks, attempt, device, audit, release
        submit(agent=actor, attempt=row, at=asha.at)


def test_the_database_keeps_a_closed_attempt(row, asha):
    submit(agent=asha.actor, attempt=row, at=asha.at)
    for change in (
        lambda: Attempt.objects.update(score=100),
        lambda: Attempt.objects.all().delete(),
        lambda: AttemptItem.objects.update(chosen=["a"]),
        lambda: AttemptItem.objects.all().delete(),
        lambda: AttemptItem.objects.create(attempt_id=row.id, position=9, item_id=1, shown=[]),
    ):
        with pytest.raises(Error, match="is closed"), transaction.atomic():
            change()
