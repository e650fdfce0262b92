"""A plan or a unit for somebody who may see or write it: fetching is authorising."""

import datetime as dt
import uuid as uuids

from karmayogi.capacity.models import CapacityUnit, Plan, Scenario
from karmayogi.capacity.policies import can_approve, can_publish, can_see, can_write, sees_persons
from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow

# Whoever is in the active unit of an organisation and holds a post in it or below on that day.
_MEMBER = """
from capacity_capacityunit u join capacity_unitmember m on m.unit_id = u.id and m.until is null
join orgs_organisation o on o.id = u.organisation_id
where u.ended_on is null and m.person_id = %(person)s and exists (
  select from orgs_incumbency i where i.person_id = m.person_id and starts_with(i.organisation_path, o.path)
    and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s))
"""


def units_of(person_id: int, on: dt.date) -> list[int]:
    """Ids of the organisations of whose active capacity building unit she is a member."""
    return rows.fetch(int, f"select u.organisation_id {_MEMBER}", {"person": person_id, "on": on})


def chairs(person_id: int, organisation_id: int, on: dt.date) -> bool:
    """Whether she chairs the active unit of that organisation."""
    asked = {"person": person_id, "on": on, "organisation": organisation_id}
    return bool(
        rows.scalar(f"select exists (select {_MEMBER} and m.chairs and u.organisation_id = %(organisation)s)", asked)
    )


def access_plan(
    actor: Actor, uuid: uuids.UUID, to: str, on: dt.date, *, lock: bool = False
) -> tuple[Plan, OrganisationRow]:
    """(the version of the plan, its organisation). to: see | write | agree | approve | publish.

    NotFound: not there, or not within the actor's reach. on: the day on which membership of the unit is asked.
    """
    found = Plan.objects.select_for_update(of=("self",)) if lock else Plan.objects.all()
    row = found.filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    unit = orgs.organisations([row.organisation_id])[row.organisation_id]
    if not may(actor, unit, to, on):
        raise NotFound
    return row, unit


def access_persons(
    actor: Actor, uuid: uuids.UUID, to: str, on: dt.date, *, lock: bool = False
) -> tuple[Plan, OrganisationRow]:
    """As `access_plan` for what names persons: only for the roles that may open each of them. to: see | publish."""
    row, unit = access_plan(actor, uuid, to, on, lock=lock)
    if not sees_persons(actor, unit.path):
        raise NotFound
    return row, unit


def access_scenario(
    actor: Actor, plan: uuids.UUID, scenario: uuids.UUID, to: str, on: dt.date, *, lock: bool = False
) -> tuple[Scenario, Plan, OrganisationRow]:
    """The scenario with its plan. lock: the plan first, then the scenario, as everybody does."""
    row, unit = access_persons(actor, plan, to, on, lock=lock)
    found = Scenario.objects.select_for_update(of=("self",)) if lock else Scenario.objects.all()
    one = found.filter(plan=row, uuid=scenario).first()
    if one is None:
        raise NotFound
    return one, row, unit


def access_body(actor: Actor, uuid: uuids.UUID, to: str, on: dt.date) -> OrganisationRow:
    """An organisation whose plans the actor may see, write or publish."""
    unit = orgs.organisation(uuid)
    if unit is None or not may(actor, unit, to, on):
        raise NotFound
    return unit


def active_unit(organisation_id: int, *, lock: bool = False) -> CapacityUnit | None:
    found = CapacityUnit.objects.select_for_update(of=("self",)) if lock else CapacityUnit.objects.all()
    return found.filter(organisation_id=organisation_id, ended_on__isnull=True).first()


def unit_on(organisation_id: int, on: dt.date) -> CapacityUnit | None:
    """The unit of that day, of which a paper tells."""
    found = CapacityUnit.objects.filter(organisation_id=organisation_id, formed_on__lte=on)
    return found.exclude(ended_on__lte=on).order_by("-pk").first()


def may(actor: Actor, unit: OrganisationRow, to: str, on: dt.date) -> bool:
    """Whether the actor may do that with the plans of an organisation; to: as of `access_plan`."""
    if to == "approve":
        return can_approve(actor, unit.path)
    if to == "publish":
        return can_publish(actor, unit.path)
    if to == "agree":
        return chairs(actor.person_id, unit.id, on)
    member = unit.id in units_of(actor.person_id, on)
    return (can_write if to == "write" else can_see)(actor, unit.path, member)
