"""Every rule finds its fault, repairs it by what should have done it, and finds nothing the second time."""

import datetime as dt
import uuid

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.kernel import rows
from karmayogi.kernel.models import AuditEntry
from karmayogi.learning import api
from karmayogi.learning.actions.records import check
from karmayogi.learning.actions.records.check import check_records
from karmayogi.learning.models import Enrolment, LearningCredit, Part, RecordCheck, RecordFinding


@pytest.fixture
def done(course, cast, at) -> Enrolment:
    """Asha has completed the course with its test."""
    asha = cast.learner.actor(at)
    api.enrol(actor=asha, course_uuid=course.uuid, language="en", at=at)
    enrolment = Enrolment.objects.get()
    for part in Part.objects.exclude(kind="quiz"):
        api.open_part(actor=asha, enrolment_id=enrolment.id, part_id=part.id, at=at)
        api.finish_part(actor=asha, enrolment_id=enrolment.id, part_id=part.id, at=at + dt.timedelta(hours=1))
    api.record_result(
        person_id=asha.person_id, part_uuid=Part.objects.get(kind="quiz").uuid, passed=True, score=80,
        attempt_uuid=uuid.uuid4(), at=at + dt.timedelta(hours=1),
    )  # fmt: skip
    enrolment.refresh_from_db()
    assert enrolment.status == "completed"
    return enrolment


def quietly(sql: str, params=()) -> None:
    """A fault that nothing of the product could make: triggers rest meanwhile."""
    rows.run("set local session_replication_role = replica")
    rows.run(sql, params)
    rows.run("set local session_replication_role = origin")


FAULTS = {
    "not_completed": "update learning_enrolment set status = 'active', completed_at = null",
    "no_credit": "delete from learning_learningcredit",
    "no_evidence": "delete from competencies_evidence",
    "no_certificate": "delete from credentials_certificate",
    "level_older": "delete from competencies_level",
}


def test_where_all_adds_up_nothing_is_found(done, at):
    later = at + dt.timedelta(days=1)
    found = check_records(at=later)
    assert found is not None
    assert (found.found, found.repaired, found.left) == ({}, {}, {})
    assert found.looked > 0


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_is_found_repaired_and_gone(done, at, rule):
    if rule == "no_certificate":
        quietly("delete from credentials_certificatecompetency")
    quietly(FAULTS[rule])
    later = at + dt.timedelta(days=1)
    looked = check_records(at=later, repair=False)
    assert looked is not None
    assert looked.found[rule] == 1
    assert (looked.repaired, looked.left) == ({}, {})
    mended = check_records(at=later)
    assert mended is not None
    assert (mended.repaired, mended.left) == ({rule: 1}, {})
    again = check_records(at=later)
    assert again is not None
    assert (again.repaired, again.left) == ({}, {})
    assert LearningCredit.objects.count() == 1
    assert competencies.levels_of(done.person_id)
    finding = RecordFinding.objects.get(state="repaired")
    assert (finding.rule, finding.person_id) == (rule, done.person_id)
    if rule != "level_older":
        assert AuditEntry.objects.get(tag="learning:record:repair").why == rule


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("rule_not_met", "delete from learning_partprogress where completed_at is not null and score is null"),
        ("credit_differs", "update learning_learningcredit set minutes = minutes + 1"),
    ],
)
def test_what_needs_a_decision_is_left_as_it_is(done, at, rule, fault):
    quietly(fault)
    before = rows.fetch(lambda *row: row, "select uuid, status, completed_at from learning_enrolment")
    found = check_records(at=at + dt.timedelta(days=1))
    assert found is not None
    assert found.left == {rule: 1}
    assert rows.fetch(lambda *row: row, "select uuid, status, completed_at from learning_enrolment") == before


def test_evidence_and_certificates_without_a_completion_are_left(done, at):
    quietly("delete from learning_learningcredit")
    quietly("update learning_enrolment set status = 'withdrawn', completed_at = null")
    found = check_records(at=at + dt.timedelta(days=1))
    assert found is not None
    assert found.left == {"evidence_without_source": 1, "certificate_without_completion": 1}


def test_a_walk_that_broke_off_goes_on_behind_its_last_piece(done, at, monkeypatch):
    quietly("delete from learning_learningcredit")
    pieces = []

    def breaks(walk, rule, after, upto, now):
        pieces.append((rule.code, after))
        if rule.code == "no_certificate":
            raise RuntimeError("killed")
        return piece(walk, rule, after, upto, now)

    piece = check._piece
    monkeypatch.setattr(check, "_piece", breaks)
    with pytest.raises(RuntimeError):
        check_records(at=at + dt.timedelta(days=1))
    assert RecordCheck.objects.get().ended_at is None
    pieces.clear()
    monkeypatch.setattr(check, "_piece", lambda *asked: (pieces.append(asked[1].code), piece(*asked))[1])
    found = check_records(at=at + dt.timedelta(days=2))
    assert found is not None
    assert pieces[0] == "no_certificate"
    assert "no_credit" not in pieces
    assert found.repaired == {"no_credit": 1}
    assert RecordCheck.objects.get().ended_at is not None


def test_a_repair_that_fails_holds_up_no_other(done, at, monkeypatch):
    quietly("delete from learning_learningcredit")
    quietly("delete from competencies_level")

    def fails(_one, _at):
        raise ValueError("no")

    monkeypatch.setitem(check._REPAIRS, "no_credit", fails)
    found = check_records(at=at + dt.timedelta(days=1))
    assert found is not None
    assert (found.left, found.repaired) == ({"no_credit": 1}, {"level_older": 1})
    assert RecordFinding.objects.get(state="left").told.startswith("ValueError")


def test_what_is_left_stands_once_whatever_many_walks_find_it(done, at):
    quietly("update learning_learningcredit set minutes = minutes + 1")
    quietly("delete from competencies_level")
    for days in (1, 2, 3):
        check_records(at=at + dt.timedelta(days=days))
    found = RecordFinding.objects.order_by("id").values_list("rule", "state")
    assert list(found) == [("level_older", "repaired"), ("credit_differs", "left")]
