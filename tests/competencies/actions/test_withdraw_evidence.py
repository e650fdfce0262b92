"""A withdrawal is a row of its own and takes the level back."""

from karmayogi.competencies import api as competencies
from karmayogi.competencies.handlers import on_revoked
from karmayogi.competencies.models import Evidence
from karmayogi.credentials.events import Revoked
from tests.competencies.actions.test_record_evidence import REF, TEST, passed


def test_withdrawing_takes_the_level_back_and_keeps_the_row(cast, framework, at):
    noting = framework["FUN-087"]
    passed(cast, noting, at)
    count = competencies.withdraw_evidence(
        agent=TEST, person_id=cast.learner.person_id, ref_kind="enrolment", ref_uuid=REF, reason="copied", at=at
    )
    assert count == 1
    assert competencies.levels_of(cast.learner.person_id)[noting].level == 0
    rows = competencies.evidence_of(cast.learner.person_id)
    assert [(row.level, row.withdrawn) for row in rows] == [(3, "copied")]
    assert Evidence.objects.count() == 2


def test_a_revoked_certificate_withdraws_once_however_often_it_is_told(cast, framework, at):
    passed(cast, framework["FUN-087"], at)
    event = Revoked(ref_kind="enrolment", ref_uuid=REF, person_id=cast.learner.person_id, at=at)
    on_revoked(event)
    on_revoked(event)
    assert Evidence.objects.filter(withdraws__isnull=False).count() == 1
