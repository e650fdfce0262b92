"""Renaming a unit or putting it under another one, from a day on: its past stays readable as it was."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs.engine import paths
from karmayogi.orgs.events import OrganisationMoved
from karmayogi.orgs.models import Organisation, OrganisationSpell
from karmayogi.orgs.policies import can_over_organisation

# Tables of orgs that keep a copy of the path. Packages above rewrite theirs on OrganisationMoved.
_COPIES = (
    ("orgs_organisation", "path"),
    ("orgs_post", "organisation_path"),
    ("orgs_incumbency", "organisation_path"),
    ("orgs_delegatedauthority", "path"),
)


def reorganise(
    *,
    agent: Agent,
    organisation_id: int,
    on: dt.date,
    name_en: str = "",
    name_hi: str = "",
    name_ur: str = "",
    parent_id: int | None = None,
    order_number: str = "",
    at: dt.datetime,
) -> None:
    """From `on` the unit has the given names and parent; what is left out stays. Repeating it changes nothing.

    Raises NotFound when unit or parent is not the actor's to shape; Refused for a day in the future or before the last
    change, and for a parent that is the unit itself or below it.
    """
    with transaction.atomic():
        unit = Organisation.objects.select_for_update().filter(pk=organisation_id).first()
        over = parent_id or (unit and unit.parent_id)
        parent = Organisation.objects.filter(pk=over).first() if over else None
        if unit is None or parent is None or not (_may_shape(agent, unit) and _may_shape(agent, parent)):
            raise NotFound
        if parent.path.startswith(unit.path):
            raise Refused(_("A unit cannot stand under itself or under a unit of its own."))
        names = (name_en or unit.name_en, name_hi or unit.name_hi, name_ur or unit.name_ur)
        if names == (unit.name_en, unit.name_hi, unit.name_ur) and parent.id == unit.parent_id:
            return
        _turn_the_page(unit, parent, names[0], on, order_number, clock.day(at))
        was, now = unit.path, parent.path + paths.step(unit.id)
        unit.name_en, unit.name_hi, unit.name_ur = names
        unit.parent = parent
        unit.save(update_fields=["name_en", "name_hi", "name_ur", "parent"])
        if was != now:
            for table, column in _COPIES:
                rows.run(
                    f"update {table} set {column} = %s::text || substr({column}, %s::int) "
                    f"where {column} >= %s and {column} < %s",
                    [now, len(was) + 1, was, was + paths.END],
                )
            events.announce(OrganisationMoved(unit.id, was, now, at))
        audit.record(
            "orgs:organisation:change", agent=agent, at=at, kind="organisation", subject=unit.uuid, label=names[0],
            why=order_number, detail={"from": on, "parent": parent.code},
        )  # fmt: skip


def _may_shape(agent: Agent, unit: Organisation) -> bool:
    return not isinstance(agent, Actor) or can_over_organisation(agent, unit.path, "structure")


def _turn_the_page(
    unit: Organisation, parent: Organisation, name: str, on: dt.date, order_number: str, today: dt.date
) -> None:
    """Ends the present spell and begins the next."""
    spell = OrganisationSpell.objects.select_for_update().filter(organisation=unit, valid_to=None).get()
    if on > today:
        raise Refused(_("Enter a change when it has taken effect, not before."))
    if on <= spell.valid_from:
        raise Refused(_("There is a later change already. Changes are entered in their order."))
    spell.valid_to = on
    spell.save(update_fields=["valid_to"])
    OrganisationSpell.objects.create(
        organisation=unit, parent=parent, name_en=name, kind=unit.kind, valid_from=on, order_number=order_number
    )
