"""Observation on the job and the supervisor's rating: by whom it may be, once a form, never of oneself."""

import uuid

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.proof.judge import observe
from karmayogi.competencies.models import Competency, Evidence, ProofCheck
from karmayogi.competencies.queries.proof.instruments import instrument_for, lines_of
from karmayogi.competencies.types import Source
from karmayogi.kernel.access import NotFound, Refused, Role


@pytest.fixture
def watch(cast, masters, at):
    competency = Competency.objects.get(code="FUN-087")
    lines = lines_of(instrument_for(Source.OBSERVATION).id)

    def act(player, person=cast.learner, source=Source.OBSERVATION, mark=None, declared=True):
        observe(
            actor=player.actor(at), person=person.person_uuid, competency=competency.uuid, source=source, level=3,
            seen=[line.id for line in lines[:3]], note="Three notes in June", declared=declared,
            mark=mark or uuid.uuid4(), at=at,
        )  # fmt: skip

    return act


def test_a_supervisor_sees_work_and_the_checklist_is_kept(cast, watch, at):
    mark = uuid.uuid4()
    watch(cast.supervisor, mark=mark)
    watch(cast.supervisor, mark=mark)
    row = competencies.evidence_of(cast.learner.person_id)[0]
    assert (row.level, row.observer, row.context) == (3, "Devi Prasad", "3 of 5 seen. Three notes in June")
    assert (ProofCheck.objects.filter(seen=True).count(), ProofCheck.objects.count()) == (3, 5)
    assert Evidence.objects.count() == 1


def test_a_trainer_of_the_office_may_but_does_not_rate_as_a_supervisor(cast, watch):
    cast.grant(cast.outsider, Role.PROGRAM_INSTRUCTOR, cast.department)
    watch(cast.outsider)
    with pytest.raises(NotFound):
        watch(cast.outsider, source=Source.SUPERVISOR)


def test_nobody_observes_herself_and_strangers_find_nobody(cast, watch):
    with pytest.raises(Refused, match="about yourself"):
        watch(cast.learner)
    with pytest.raises(Refused, match="neither related"):
        watch(cast.supervisor, declared=False)
    for player in (cast.outsider, cast.other_admin, cast.analyst, cast.admin):
        with pytest.raises(NotFound):
            watch(player)
    with pytest.raises(NotFound):
        watch(cast.learner, person=cast.supervisor)
    assert Evidence.objects.count() == 0


def test_the_ledger_itself_refuses_a_row_of_oneself(cast, masters, at):
    with pytest.raises(Refused, match="judge themselves"):
        competencies.record_evidence(
            agent=cast.admin.actor(at), person_id=cast.admin.person_id, competency_id=masters["FUN-087"], level=5,
            source=Source.SUPERVISOR, instrument="x", ref_kind="proof", ref_uuid=uuid.uuid4(),
            observer_id=cast.admin.person_id, observed_at=at, at=at,
        )  # fmt: skip
