"""What the record checker asks of assessment."""

import datetime as dt

from karmayogi.assessment.models import Attempt, Rescore
from karmayogi.assessment.queries.integrity import told
from karmayogi.kernel import rows
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning.actions.records.check import check_records
from tests.assessment.actions.test_mark_answer import hand_in, ready
from tests.assessment.actions.test_start import begin
from tests.assessment.actions.test_submit import answer, submit


def test_a_test_that_waits_for_its_marks_is_no_finding(part, asha):
    ready()
    hand_in(asha, part)
    found = check_records(at=asha.at + dt.timedelta(days=1))
    assert found is not None
    assert (found.found, found.repaired, found.left) == ({}, {}, {})


def test_the_result_that_counts_is_the_one_told_again(part, asha):
    row = begin(asha, part)
    answer(row, asha, 2)
    submit(agent=asha.actor, attempt=row, at=asha.at)
    assert not told.not_told(0, told.top())
    Rescore.objects.create(attempt_id=row.id, right=3, score=60, passed=True, at=asha.at)
    assert [one.id for one in told.not_told(0, told.top())] == [row.id]
    found = told.result_of(row.id)
    assert found is not None
    assert found[2:4] == (True, 60)
    assert Attempt.objects.get().passed is False
    check_records(at=asha.at + dt.timedelta(days=1))
    assert rows.scalar("select state from learning_partprogress g join learning_part p on p.id = g.part_id"
                       " where p.kind = 'quiz'") == "done"  # fmt: skip
    entry = AuditEntry.objects.get(tag="learning:record:repair", why="test_not_told")
    assert (entry.subject_kind, entry.subject_uuid) == ("attempt", row.uuid)
