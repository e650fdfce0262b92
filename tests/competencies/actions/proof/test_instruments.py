"""An instrument that is withdrawn takes its evidence with it; what else was proved stays."""

import uuid

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.proof.instruments import register_instrument, withdraw_instrument
from karmayogi.competencies.models import Evidence, Instrument
from karmayogi.competencies.queries.proof.instruments import instrument_for
from karmayogi.competencies.types import Source
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused, System


def seen_at_work(cast, competency, at, level, registered):
    return competencies.record_evidence(
        agent=System("test"), person_id=cast.learner.person_id, competency_id=competency, level=level,
        source=Source.OBSERVATION, instrument="Observation", ref_kind="proof", ref_uuid=uuid.uuid4(), observed_at=at,
        registered_id=registered, at=at,
    )  # fmt: skip


def test_its_rows_are_withdrawn_with_the_reason_and_levels_go_back(cast, masters, run_jobs, at):
    noting = masters["FUN-087"]
    seen_at_work(cast, noting, at, 2, None)
    instrument = instrument_for(Source.OBSERVATION)
    seen_at_work(cast, noting, at, 4, instrument.id)
    assert competencies.levels_of(cast.learner.person_id)[noting].level == 4
    with clock.frozen(at):
        gita = cast.platform.actor(at)
        withdraw_instrument(actor=gita, instrument=instrument.uuid, reason="The checklist was wrong.", at=at)
        withdraw_instrument(actor=gita, instrument=instrument.uuid, reason="Again", at=at)
        run_jobs()
    assert competencies.levels_of(cast.learner.person_id)[noting].level == 2
    rows = {row.level: row.withdrawn for row in competencies.evidence_of(cast.learner.person_id)}
    assert rows == {2: "", 4: "The checklist was wrong."}
    with pytest.raises(Refused, match="withdrawn"):
        seen_at_work(cast, noting, at, 4, instrument.id)
    assert Evidence.objects.filter(withdraws__isnull=False).count() == 1


def test_the_next_version_can_be_registered_only_then(cast, masters, at):
    gita, old = cast.platform.actor(at), instrument_for(Source.OBSERVATION)
    new = {
        "actor": gita, "code": "observation", "version": "2", "source": Source.OBSERVATION,
        "names": ("Observation on the job", "", ""), "lines": ["Did it alone"], "at": at,
    }  # fmt: skip
    with pytest.raises(Refused, match="in use"):
        register_instrument(**new)
    withdraw_instrument(actor=gita, instrument=old.uuid, reason="A better checklist.", at=at)
    register_instrument(**new)
    assert instrument_for(Source.OBSERVATION).version == "2"


def test_nobody_but_a_curator_finds_it(cast, masters, at):
    old = instrument_for(Source.OBSERVATION)
    with pytest.raises(NotFound):
        withdraw_instrument(actor=cast.admin.actor(at), instrument=old.uuid, reason="x", at=at)
    assert not Instrument.objects.filter(withdrawn_at__isnull=False).exists()
