"""Reading the master data that comes with the product: places, organisations, designations, services, cadres."""

import datetime as dt
from pathlib import Path

from django.db import transaction

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound
from karmayogi.orgs.actions.master.designations import (
    import_designations,
    import_services,
    name_designations,
    propose_merges,
)
from karmayogi.orgs.actions.master.organisations import import_organisations, import_state_governments
from karmayogi.orgs.actions.master.places import import_districts, import_states
from karmayogi.orgs.actions.master.report import Part
from karmayogi.orgs.models import Organisation
from karmayogi.orgs.policies import can_curate

DATA = Path(__file__).parents[1] / "data"


def import_master_data(*, agent: Agent, at: dt.datetime, folder: Path = DATA) -> list[Part]:
    """Imports all of it in one transaction; a second run changes nothing. Raises NotFound for who may not curate."""
    if not can_curate(agent):
        raise NotFound
    with transaction.atomic():
        parts = [
            import_states(folder),
            import_districts(folder),
            import_organisations(folder, at),
            import_state_governments(at),
            import_designations(folder, at),
            name_designations(folder),
            propose_merges(),
            *import_services(folder),
        ]
        if any(part.new or part.changed for part in parts):
            country = Organisation.objects.get(code="IN")
            audit.record(
                "orgs:master:import", agent=agent, at=at, kind="organisation", subject=country.uuid,
                label=country.name_en, detail={part.name: [part.new, part.changed] for part in parts},
            )  # fmt: skip
    return parts
