"""A contested row waits; upheld it is withdrawn, dismissed it counts again; nobody decides about herself."""

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.actions.proof.decide_contest import decide_contest
from karmayogi.competencies.models import Contest, Evidence
from karmayogi.competencies.queries.proof.contests import contests_to_decide
from karmayogi.competencies.types import Source
from karmayogi.kernel.access import NotFound, Refused, Role
from tests.competencies.actions.test_record_evidence import passed


@pytest.fixture
def contest(cast, masters, at):
    passed(cast, masters["FUN-087"], at)
    contest_evidence(actor=cast.learner.actor(at), evidence=Evidence.objects.get().uuid, reason="not my test", at=at)
    return Contest.objects.get()


def level(cast, masters):
    return competencies.levels_of(cast.learner.person_id)[masters["FUN-087"]].level


def test_upheld_the_row_is_withdrawn_with_the_reasons(cast, masters, contest, at):
    bala = cast.admin.actor(at)
    assert [one.reason for one in contests_to_decide(bala)] == ["not my test"]
    decide_contest(actor=bala, contest=contest.uuid, upheld=True, decision="Wrong roll number.", declared=True, at=at)
    assert level(cast, masters) == 0
    row = competencies.evidence_of(cast.learner.person_id)[0]
    assert (row.withdrawn, row.contested) == ("Wrong roll number.", False)
    assert contests_to_decide(bala) == []


def test_dismissed_it_counts_again_and_is_not_contested_twice(cast, masters, contest, at):
    bala = cast.admin.actor(at)
    assert level(cast, masters) == 0
    decide_contest(actor=bala, contest=contest.uuid, upheld=False, decision="It is hers.", declared=True, at=at)
    assert level(cast, masters) == 3
    with pytest.raises(Refused, match="decided on this already"):
        decide_contest(actor=bala, contest=contest.uuid, upheld=True, decision="x", declared=True, at=at)
    with pytest.raises(Refused, match="contested before"):
        contest_evidence(actor=cast.learner.actor(at), evidence=Evidence.objects.get().uuid, reason="again", at=at)


def test_conflicts_of_interest_are_named(cast, masters, contest, at):
    def decide(player, declared=True, decision="x"):
        decide_contest(
            actor=player.actor(at), contest=contest.uuid, upheld=True, decision=decision, declared=declared, at=at
        )

    with pytest.raises(Refused, match="about yourself"):
        decide(cast.learner)
    with pytest.raises(Refused, match="neither related"):
        decide(cast.admin, declared=False)
    with pytest.raises(Refused, match="reasons"):
        decide(cast.admin, decision=" ")
    assert level(cast, masters) == 0
    assert Contest.objects.get().status == "open"


def test_who_made_the_row_does_not_decide_about_it(cast, masters, at):
    competencies.record_evidence(
        agent=cast.admin.actor(at), person_id=cast.learner.person_id, competency_id=masters["FUN-087"], level=2,
        source=Source.OBSERVATION, instrument="Seen at work", ref_kind="observation", ref_uuid=cast.learner.person_uuid,
        observer_id=cast.admin.person_id, observed_at=at, at=at,
    )  # fmt: skip
    contest_evidence(actor=cast.learner.actor(at), evidence=Evidence.objects.get().uuid, reason="no", at=at)
    with pytest.raises(Refused, match="made this row"):
        decide_contest(
            actor=cast.admin.actor(at), contest=Contest.objects.get().uuid, upheld=True, decision="x", declared=True,
            at=at,
        )  # fmt: skip
    assert contests_to_decide(cast.admin.actor(at)) == []
    assert level(cast, masters) == 0
    assert Contest.objects.get().status == "open"


@pytest.mark.parametrize("part", ["supervisor", "outsider", "other_admin", "platform"])
def test_others_do_not_find_it(cast, masters, contest, at, part):
    with pytest.raises(NotFound):
        decide_contest(
            actor=getattr(cast, part).actor(at), contest=contest.uuid, upheld=True, decision="x", declared=True, at=at
        )


def test_a_junior_never_decides_about_those_above_her(cast, masters, at):
    """Even with the authority: the head's row is not for somebody who reports to her."""
    competency = masters["FUN-087"]
    cast.grant(cast.supervisor, Role.FRAC_COMPETENCY_REVIEWER, cast.ministry)
    competencies.record_evidence(
        agent=cast.admin.actor(at), person_id=cast.head.person_id, competency_id=competency, level=2,
        source=Source.COURSE_TEST, instrument="T", ref_kind="enrolment", ref_uuid=cast.head.person_uuid,
        observed_at=at, at=at,
    )  # fmt: skip
    contest_evidence(actor=cast.head.actor(at), evidence=Evidence.objects.get().uuid, reason="no", at=at)
    with pytest.raises(Refused, match="above you"):
        decide_contest(
            actor=cast.supervisor.actor(at), contest=Contest.objects.get().uuid, upheld=True, decision="x",
            declared=True, at=at,
        )  # fmt: skip
