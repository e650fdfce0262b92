import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.actions.proof.decide_contest import decide_contest
from karmayogi.competencies.models import Contest, Evidence, EvidenceHold
from karmayogi.kernel.models import AuditEntry
from tests.competencies.actions.test_record_evidence import REF, TEST, passed


@pytest.fixture
def noting(cast, framework, at) -> int:
    passed(cast, framework["FUN-087"], at)
    return framework["FUN-087"]


def hold(cast, at) -> bool:
    return competencies.hold_evidence(
        agent=TEST, person_id=cast.learner.person_id, ref_kind="enrolment", ref_uuid=REF, reason="Not shown.", at=at
    )


def release(cast, at) -> bool:
    return competencies.release_evidence(
        agent=TEST, person_id=cast.learner.person_id, ref_kind="enrolment", ref_uuid=REF, reason="Shown.", at=at
    )


def level(cast, competency) -> int:
    return competencies.levels_of(cast.learner.person_id)[competency].level


def test_held_it_counts_for_nothing_and_released_it_counts_again(cast, noting, at):
    assert hold(cast, at)
    assert not hold(cast, at)
    assert level(cast, noting) == 0
    assert competencies.evidence_of(cast.learner.person_id)[0].unconfirmed == "Not shown."
    assert release(cast, at)
    assert not release(cast, at)
    assert level(cast, noting) == 3
    assert competencies.evidence_of(cast.learner.person_id)[0].unconfirmed == ""
    tags = set(AuditEntry.objects.filter(subject_kind="evidence").values_list("tag", flat=True))
    assert {"competencies:evidence:hold", "competencies:evidence:release"} <= tags
    assert EvidenceHold.objects.count() == Evidence.objects.count() == 1


def test_a_contest_that_is_open_keeps_it_out_after_the_release(cast, noting, at):
    row = Evidence.objects.get()
    contest_evidence(actor=cast.learner.actor(at), evidence=row.uuid, reason="not mine", at=at)
    hold(cast, at)
    release(cast, at)
    assert level(cast, noting) == 0


def test_a_dismissed_contest_does_not_lift_a_hold(cast, noting, at):
    row = Evidence.objects.get()
    contest_evidence(actor=cast.learner.actor(at), evidence=row.uuid, reason="not mine", at=at)
    hold(cast, at)
    contest = Contest.objects.get().uuid
    decide_contest(
        actor=cast.admin.actor(at), contest=contest, upheld=False, decision="It is hers.", declared=True, at=at
    )
    assert level(cast, noting) == 0
    release(cast, at)
    assert level(cast, noting) == 3
