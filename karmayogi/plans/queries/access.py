"""A mandate for somebody who may see or write it: fetching is authorising."""

import uuid as uuids

from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.plans.models import Mandate
from karmayogi.plans.policies import can_see, can_write


def access_mandate(actor: Actor, uuid: uuids.UUID, to: str, *, lock: bool = False) -> tuple[Mandate, OrganisationRow]:
    """(the row, its issuer's organisation). to: see | write. NotFound: not there, or not within the actor's reach."""
    found = Mandate.objects.select_for_update(of=("self",)) if lock else Mandate.objects.all()
    row = found.filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    unit = orgs.organisations([row.organisation_id])[row.organisation_id]
    if not (can_write if to == "write" else can_see)(actor, unit.path):
        raise NotFound
    return row, unit


def access_unit(actor: Actor, uuid: uuids.UUID, to: str) -> OrganisationRow:
    """An organisation over whose mandates the actor may see or write."""
    unit = orgs.organisation(uuid)
    if unit is None or not (can_write if to == "write" else can_see)(actor, unit.path):
        raise NotFound
    return unit
