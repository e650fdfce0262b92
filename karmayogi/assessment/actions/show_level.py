"""The level that an adaptive test shows, as evidence and on a certificate."""

import datetime as dt
import uuid as uuids

from karmayogi.assessment.engine.measurement.showing import Shown
from karmayogi.assessment.queries.banks import BankRow
from karmayogi.assessment.queries.sittings import SittingRow
from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.credentials import api as credentials
from karmayogi.kernel.access import System
from karmayogi.people import api as people

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


def certify_level(
    sitting: SittingRow, bank: BankRow, level: int, *, closed_at: dt.datetime, at: dt.datetime,
    replaces: uuids.UUID | None = None,
) -> None:  # fmt: skip
    """The certificate of the level that was shown; a sitting has one. replaces: the one of a lower level."""
    person = people.person(sitting.person_id)
    competency = competencies.by_ids([sitting.competency_id])[sitting.competency_id]
    credentials.issue(
        agent=GIVER, person_id=sitting.person_id, name=person.name, name_native=person.name_native,
        title_en=bank.name_en, title_hi=bank.name_hi, title_ur=bank.name_ur, language=sitting.language,
        course_uuid=bank.uuid, course_code=competency.code,
        hours_minutes=max(1, round((closed_at - sitting.opened_at).total_seconds() / 60)), grade="E2", score=None,
        competencies=[(competency.code, competency.name_en, level)], ref_kind="sitting", ref_uuid=sitting.uuid, at=at,
        replaces=replaces, kind="test",
    )  # fmt: skip
