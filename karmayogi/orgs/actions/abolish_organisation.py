"""A unit is no more, from a day on. Nothing may be left in it: no unit, no post."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Agent, Refused
from karmayogi.orgs.actions.structure import turn
from karmayogi.orgs.models import Lineage, Organisation


def abolish_organisation(
    *, agent: Agent, organisation_id: int, on: dt.date, order_number: str, at: dt.datetime
) -> None:
    """From `on` the unit is no more; its past stays readable. Repeating it changes nothing.

    Raises NotFound when it is not the actor's to shape; Refused while units or posts are left in it.
    """
    with transaction.atomic():
        turn.lock_tree()
        if Lineage.objects.filter(predecessor_id=organisation_id, successor=None, on=on).exists():
            return
        unit = turn.shaped(agent, organisation_id)
        if unit.parent_id is None:
            raise Refused(_("The country itself cannot be abolished."))
        turn.check_day(on, at)
        if not order_number.strip():
            raise Refused(_("Enter the number of the order."))
        turn.open_spell(unit, on)
        turn.check_order(unit.path, on)
        if Organisation.objects.filter(parent=unit, valid_to=None).exists():
            raise Refused(_("Units stand below it. Move, merge or abolish them first, so that none loses its parent."))
        if turn.posts_in(unit.id, on):
            raise Refused(_("Posts are left in it. Abolish them, or merge the unit into another one."))
        turn.close_unit(unit, on)
        Lineage.objects.create(
            predecessor=unit, successor=None, kind=Lineage.Kind.ABOLISHED, on=on, order_number=order_number.strip()
        )
        audit.record(
            "orgs:organisation:abolish", agent=agent, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            why=order_number, detail={"from": on, "entered": clock.day(at)},
        )  # fmt: skip
