"""Master data that every copy has: organisations, States, designations, the national competencies and role profiles."""

import datetime as dt

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs

AGENT = System("set-up")


def load_masters(*, at: dt.datetime) -> None:
    """Loads what is missing; a second run changes nothing."""
    if not orgs.states():
        orgs.import_master_data(agent=AGENT, at=at)
    competencies.import_kcm(agent=AGENT, at=at)
    orgs.ensure_designations(agent=AGENT, at=at, names=competencies.designations_with_profiles())
    competencies.import_profiles(agent=AGENT, at=at)
