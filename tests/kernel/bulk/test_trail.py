import uuid

from karmayogi.kernel.bulk import Entry, record_many
from karmayogi.kernel.models import AuditEntry


def test_many_entries_read_like_single_ones(db, at):
    subjects = [uuid.uuid4(), uuid.uuid4()]
    record_many(
        "orgs:officer:import", [Entry(subjects[0], "Asha", 7, {"fields": ["name"]}), Entry(subjects[1])],
        account_id=3, agent_label="Bala", kind="person", at=at,
    )  # fmt: skip
    first, second = AuditEntry.objects.order_by("id")
    assert (first.subject_uuid, first.concerns_id, first.agent_label) == (subjects[0], 7, "Bala")
    assert first.detail == {"fields": ["name"]}
    assert second.concerns_id is None


def test_nothing_is_written_for_nobody(db, at):
    record_many("x:y:z", [], account_id=None, agent_label="", kind="person", at=at)
    assert AuditEntry.objects.count() == 0
