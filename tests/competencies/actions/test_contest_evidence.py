"""She may contest rows about herself; nobody else's rows exist for her."""

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.models import Evidence
from karmayogi.kernel.access import NotFound, Refused
from tests.competencies.actions.test_record_evidence import passed


def test_a_contested_row_no_longer_counts(cast, framework, at):
    noting = framework["FUN-087"]
    passed(cast, noting, at)
    row = Evidence.objects.get()
    contest_evidence(actor=cast.learner.actor(at), evidence=row.uuid, reason="not my test", at=at)
    assert competencies.levels_of(cast.learner.person_id)[noting].level == 0
    assert competencies.evidence_of(cast.learner.person_id)[0].contested


def test_without_a_reason_it_is_refused_and_counts_on(cast, framework, at):
    passed(cast, framework["FUN-087"], at)
    row = Evidence.objects.get()
    with pytest.raises(Refused):
        contest_evidence(actor=cast.learner.actor(at), evidence=row.uuid, reason=" ", at=at)
    assert not competencies.evidence_of(cast.learner.person_id)[0].contested


@pytest.mark.parametrize("part", ["supervisor", "admin", "outsider", "platform"])
def test_nobody_else_finds_the_row(cast, framework, at, part):
    passed(cast, framework["FUN-087"], at)
    row = Evidence.objects.get()
    with pytest.raises(NotFound):
        contest_evidence(actor=getattr(cast, part).actor(at), evidence=row.uuid, reason="x", at=at)
    row.refresh_from_db()
    assert row.contested_at is None
