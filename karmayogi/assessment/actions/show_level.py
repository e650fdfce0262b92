"""The level that an adaptive test shows, as evidence."""

import datetime as dt
import uuid as uuids

from karmayogi.assessment.engine.measurement.showing import Shown
from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.kernel.access import System

GIVER = System("adaptive test")
INSTRUMENT = "Adaptive test"
REF_KIND = "attempt"


def show_level(
    *, person_id: int, competency_id: int, found: Shown, answers: int, bank_number: int, ref: uuids.UUID,
    observed_at: dt.datetime, at: dt.datetime,
) -> None:  # fmt: skip
    """found: with a level. ref: of the test, or of what counts in its place."""
    competencies.record_evidence(
        agent=GIVER, person_id=person_id, competency_id=competency_id, level=found.level,
        source=Source.INDEPENDENT_TEST, instrument=INSTRUMENT, instrument_version=str(bank_number), ref_kind=REF_KIND,
        ref_uuid=ref, observed_at=observed_at, at=at,
        context=f"ability {found.theta:.2f}, standard error {found.error:.2f}, {answers} questions",
    )  # fmt: skip
