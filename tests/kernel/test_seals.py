"""Seals on the audit trail: what was changed, removed or slipped in behind them is found."""

import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from karmayogi.kernel import audit, rows, seals
from karmayogi.kernel.access import System
from karmayogi.kernel.models import AuditSeal


@pytest.fixture
def write(db, at):
    def written(count=1):
        for _ in range(count):
            audit.record(
                "test:thing:do", agent=System("test"), at=at, kind="thing", subject=uuid.uuid4(), detail={"a": [1, "अ"]}
            )

    return written


@pytest.fixture
def behind_the_back(db):
    """Runs a statement as somebody who has the database does, past the triggers."""

    def run(sql, params=()):
        rows.run("set local session_replication_role = replica")
        assert rows.run(sql, params) == 1
        rows.run("set local session_replication_role = origin")

    return run


def test_sealed_and_found_whole(write, at, monkeypatch):
    monkeypatch.setattr(seals, "MOST", 3)
    write(7)
    assert seals.seal_trail(at=at) >= 7
    assert seals.seal_trail(at=at) == 0
    write(2)
    report = seals.verify_trail()
    assert (report.problems, report.unsealed) == ([], 2)
    assert report.seals >= 3
    number, _, digest = report.head.partition(":")
    assert seals.verify_trail(heads={int(number): digest}).problems == []


FORGERIES = {
    "changed": "update kernel_auditentry set agent_label = 'somebody else' where id = %s",
    "moved in time": "update kernel_auditentry set at = at + interval '1 microsecond' where id = %s",
    "detail": "update kernel_auditentry set detail = '{}' where id = %s",
    "removed": "delete from kernel_auditentry where id = %s",
    "slipped in": """
        insert into kernel_auditentry (id, uuid, at, tag, agent_label, subject_kind, subject_uuid, subject_label, why,
          detail) overriding system value
        select -1, gen_random_uuid(), at, tag, agent_label, subject_kind, subject_uuid, '', '', '{}'
        from kernel_auditentry where id = %s""",
}


@pytest.mark.parametrize("how", FORGERIES)
def test_what_is_forged_is_found(write, at, behind_the_back, how):
    write(5)
    seals.seal_trail(at=at)
    third = rows.scalar("select id from kernel_auditentry order by id desc offset 2 limit 1")
    behind_the_back(FORGERIES[how], [third])
    assert len(seals.verify_trail().problems) == 1
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_a_new_chain_needs_the_key(write, at, behind_the_back, settings):
    write(3)
    seals.seal_trail(at=at)
    head = seals.verify_trail().head
    behind_the_back("delete from kernel_auditseal")
    real, settings.SECRET_KEY = settings.SECRET_KEY, "what a thief of the database must guess"
    seals.seal_trail(at=at)
    assert seals.verify_trail().problems == []
    settings.SECRET_KEY = real
    assert "signature is not ours" in seals.verify_trail().problems[0]
    settings.SECRET_KEY_FALLBACKS = ["what a thief of the database must guess"]
    assert seals.verify_trail().problems == []
    assert head == seals.verify_trail().head


def test_an_end_cut_off_is_found_by_a_head_noted_elsewhere(write, at, behind_the_back, capsys):
    write(2)
    seals.seal_trail(at=at)
    write(1)
    seals.seal_trail(at=at)
    head = seals.verify_trail().head
    call_command("verify_audit", "--head", head)
    behind_the_back("delete from kernel_auditseal where last_id = (select max(last_id) from kernel_auditseal)")
    behind_the_back("delete from kernel_auditentry where id = (select max(id) from kernel_auditentry)")
    assert seals.verify_trail().problems == []
    with pytest.raises(CommandError):
        call_command("verify_audit", "--head", head)


def test_seals_are_append_only(write, at):
    write()
    seals.seal_trail(at=at)
    for statement in ("update kernel_auditseal set entries = 0", "delete from kernel_auditseal"):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.run(statement)
    assert AuditSeal.objects.count() > 0


def test_nothing_is_sealed_while_somebody_writes_an_earlier_entry(write, at, transactional_connection):
    write()
    with transactional_connection() as other:
        other.execute(
            "insert into kernel_auditentry (uuid, at, tag, agent_label, subject_kind, subject_uuid, subject_label, why,"
            " detail) values (gen_random_uuid(), now(), 'x:y:z', 'x', 'x', gen_random_uuid(), '', '', '{}')"
        )
        assert seals.seal_trail(at=at, patience=0.2) == 0
        other.rollback()
    assert seals.seal_trail(at=at, patience=5) > 0


@pytest.fixture
def transactional_connection(db):
    """Another connection to the same database, in a transaction of its own."""
    import psycopg

    parameters = connection.get_connection_params()
    known = {key: parameters[key] for key in ("dbname", "user", "password", "host", "port") if key in parameters}
    return lambda: psycopg.connect(**known)
