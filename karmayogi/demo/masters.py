"""Master data that every copy has: organisations, States, designations, the national competencies and role profiles."""

import datetime as dt

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs
from karmayogi.plans import api as plans

AGENT = System("set-up")


def load_masters(*, at: dt.datetime) -> None:
    """Loads what is missing; a second run changes nothing."""
    if not orgs.states():
        orgs.import_master_data(agent=AGENT, at=at)
    competencies.import_kcm(agent=AGENT, at=at)
    for designation in competencies.shipped_designations():
        orgs.create_designation(
            agent=AGENT, name=designation.name_en, name_hi=designation.name_hi, name_ur=designation.name_ur, at=at
        )
    orgs.name_designations(agent=AGENT)
    competencies.import_profiles(agent=AGENT, at=at)
    country = orgs.organisation_by_code("IN")
    assert country is not None, "master data has just been loaded"
    competencies.fill_dictionaries(agent=AGENT, owner_id=country.id, at=at)
    competencies.ensure_proof_masters(agent=AGENT, at=at)
    plans.ensure_holidays(range(at.year - 1, at.year + 3))
