"""Evidence is appended, the level follows with its reasons, repeating changes nothing."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from karmayogi.competencies import api as competencies
from karmayogi.competencies.models import Evidence
from karmayogi.competencies.types import Source
from karmayogi.kernel import rows
from karmayogi.kernel.access import System
from karmayogi.kernel.models import AuditEntry
from tests.cast import Cast

TEST = System("assessment")
REF = uuid.uuid4()


def passed(cast, competency, at, level=3, ref=REF, source=Source.COURSE_TEST):
    return competencies.record_evidence(
        agent=TEST, person_id=cast.learner.person_id, competency_id=competency, level=level, source=source, score=80,
        instrument="Noting and drafting", instrument_version="1", ref_kind="enrolment", ref_uuid=ref,
        observed_at=at, at=at,
    )  # fmt: skip


def test_a_passed_course_test_moves_the_level_and_says_why(cast, framework, at):
    noting = framework["FUN-087"]
    before = {gap.code: gap for gap in competencies.gaps_of(cast.learner.person_id, at.date())}
    assert (before["FUN-087"].needs, before["FUN-087"].shown) == (3, 0)
    shown = passed(cast, noting, at)
    assert shown.level == 3
    stored = competencies.levels_of(cast.learner.person_id)[noting]
    assert (stored.level, stored.engine, stored.reasons[0].instrument) == (3, "2.1", "Noting and drafting")
    after = {gap.code: gap for gap in competencies.gaps_of(cast.learner.person_id, at.date())}
    assert after["FUN-087"].missing == 0


def test_the_same_enrolment_proves_once(cast, framework, at):
    passed(cast, framework["FUN-087"], at)
    passed(cast, framework["FUN-087"], at)
    assert Evidence.objects.count() == 1
    assert AuditEntry.objects.filter(tag="competencies:evidence:record").count() == 1


def test_the_person_concerned_finds_it_in_her_trail(cast, framework, at):
    passed(cast, framework["FUN-087"], at)
    entry = AuditEntry.objects.get(tag="competencies:evidence:record")
    assert (entry.concerns_id, entry.agent_label) == (cast.learner.person_id, "assessment")


@pytest.mark.parametrize(
    "act",
    [
        "update competencies_evidence set level = 5",
        "update competencies_evidence set contested_at = now(), person_id = person_id + 1",
        "update competencies_evidence set withdraws_id = id",
        "update competencies_evidence set context = 'x' where contested_at is null",
        "delete from competencies_evidence",
        "truncate competencies_evidence cascade",
    ],
)
def test_the_database_lets_nobody_rewrite_the_ledger(cast, masters, at, act):
    passed(cast, masters["FUN-087"], at)
    before = Evidence.objects.values().get()
    rows.run("set constraints all immediate")  # what still waits to be checked would keep the table from being emptied
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.run(act)
    assert Evidence.objects.values().get() == before
    rows.run("update competencies_evidence set contested_at = %s", [at])  # the one mark that comes and goes
    assert Evidence.objects.get().contested_at == at


@pytest.mark.parametrize("level", [0, 6])
def test_levels_outside_the_scale_are_refused_and_change_nothing(cast, framework, at, level):
    with pytest.raises(ValueError, match="not on the scale"):
        passed(cast, framework["FUN-087"], at, level=level)
    assert Evidence.objects.count() == 0


@pytest.mark.usefixtures("committed_db")
def test_two_proofs_at_the_same_moment_both_count(at):
    """Each alone is too weak for level 3; the one that computes last must see the other."""
    competencies.import_kcm(agent=TEST, at=at)
    noting = next(row.id for row in competencies.every() if row.code == "FUN-087")
    cast, started, ended = Cast(at), threading.Event(), threading.Event()

    def observed(source):
        passed(cast, noting, at, ref=uuid.uuid4(), source=source)

    def beside():
        started.set()
        observed(Source.SUBORDINATE)
        connection.close()
        ended.set()

    other = threading.Thread(target=beside)
    with transaction.atomic():
        observed(Source.PEER)
        other.start()
        started.wait(5)
        assert not ended.wait(1)  # it waits for the level
    other.join(10)
    assert competencies.levels_of(cast.learner.person_id)[noting].level == 3
