"""Renaming a unit or putting it under another one, from a day on: its past stays readable as it was."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, events
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.orgs.actions.structure import turn
from karmayogi.orgs.engine import paths
from karmayogi.orgs.events import OrganisationMoved
from karmayogi.orgs.models import Organisation, OrganisationSpell


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
        turn.lock_tree()
        unit = turn.shaped(agent, organisation_id)
        over = parent_id or unit.parent_id
        if over is None:
            raise NotFound
        parent = turn.shaped(agent, over)
        if parent.path.startswith(unit.path):
            raise Refused(_("A unit cannot stand under itself or under a unit of its own."))
        names = (name_en or unit.name_en, name_hi or unit.name_hi, name_ur or unit.name_ur)
        if names == (unit.name_en, unit.name_hi, unit.name_ur) and parent.id == unit.parent_id:
            return
        turn.check_day(on, at)
        spell = turn.open_spell(unit, on)
        if parent.valid_from > on:
            raise Refused(_("The unit above is younger than that day."))
        turn.check_stood(parent, on)
        was, now = unit.path, parent.path + paths.step(unit.id)
        Organisation.objects.filter(pk=unit.id).update(
            name_en=names[0], name_hi=names[1], name_ur=names[2], parent=parent
        )
        if was != now:
            turn.move_subtree(was, now, on)
            events.announce(OrganisationMoved(unit.id, was, now, at))
        else:
            spell.valid_to = on
            spell.save(update_fields=["valid_to"])
            spell.pk, spell.valid_from, spell.valid_to = None, on, None
            spell.save(force_insert=True)
        OrganisationSpell.objects.filter(organisation=unit, valid_to=None).update(
            parent=parent, name_en=names[0], name_hi=names[1], name_ur=names[2], order_number=order_number
        )
        audit.record(
            "orgs:organisation:change", agent=agent, at=at, kind="organisation", subject=unit.uuid, label=names[0],
            why=order_number, detail={"from": on, "parent": parent.code},
        )  # fmt: skip
