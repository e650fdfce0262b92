"""Several units become one, from a day on: what was below them goes under it, their posts and people go into it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, events, rows
from karmayogi.kernel.access import Agent, Refused
from karmayogi.orgs.actions.structure import turn
from karmayogi.orgs.engine import paths
from karmayogi.orgs.events import OrganisationMoved
from karmayogi.orgs.models import Lineage, Organisation, OrganisationSpell


def merge_organisations(
    *, agent: Agent, organisation_ids: list[int], into_id: int, on: dt.date, order_number: str, at: dt.datetime
) -> None:
    """From `on` the units are part of `into`; they themselves are no more. Repeating it changes nothing.

    Authority over one of them does not grow into authority over the whole: it reaches the past of that unit only.
    Raises NotFound when one of them is not the actor's to shape; Refused when `into` is one of them or below one of
    them, for a day in the future and for one before the last change.
    """
    with transaction.atomic():
        turn.lock_tree()
        into = turn.shaped(agent, into_id)
        done = set(
            Lineage.objects.filter(predecessor_id__in=organisation_ids, successor=into, on=on).values_list(
                "predecessor_id", flat=True
            )
        )
        turn.check_day(on, at)
        if not order_number.strip():
            raise Refused(_("Enter the number of the order."))
        if into.valid_from > on:
            raise Refused(_("The unit that takes them in is younger than that day."))
        # The deepest first: a unit below another of them is taken out before that one goes.
        order = Organisation.objects.filter(pk__in=set(organisation_ids) - done)
        if order:
            turn.check_stood(into, on)
        for unit_id in [unit.id for unit in sorted(order, key=lambda unit: -len(unit.path))]:
            into.refresh_from_db()
            _merge_one(agent, turn.shaped(agent, unit_id), into, on, order_number.strip(), at)


def _merge_one(
    agent: Agent, unit: Organisation, into: Organisation, on: dt.date, order_number: str, at: dt.datetime
) -> None:
    if into.path.startswith(unit.path):
        raise Refused(_("A unit cannot be merged into itself or into a unit of its own."))
    turn.open_spell(unit, on)
    turn.check_order(unit.path, on)
    children = list(Organisation.objects.filter(parent=unit, valid_to=None).exclude(pk=into.pk))
    for child in children:
        turn.move_subtree(child.path, into.path + paths.step(child.id), on)
        OrganisationSpell.objects.filter(organisation=child, valid_to=None).update(
            parent=into, order_number=order_number
        )
        Organisation.objects.filter(pk=child.id).update(parent=into)
    posts = turn.posts_in(unit.id, on)
    moved = turn.move_posts(posts, into.id, into.path, on)
    turn.close_unit(unit, on)
    Lineage.objects.create(predecessor=unit, successor=into, kind=Lineage.Kind.MERGED, on=on, order_number=order_number)
    # A copy of a path that begins with that of the unit now begins with that of the other one: children included.
    events.announce(OrganisationMoved(unit.id, unit.path, into.path, at))
    for one, other in ((unit, into), (into, unit)):
        audit.record(
            "orgs:organisation:merge", agent=agent, at=at, kind="organisation", subject=one.uuid, label=one.name_en,
            why=order_number,
            detail={"from": on, "with": other.code, "posts": len(posts), "people": len(moved), "units": len(children)},
        )  # fmt: skip
    rows.run("update orgs_authorityproposal set status = 'withdrawn', decided_at = %s where organisation_id = %s and "
             "status = 'open'", [at, unit.id])  # fmt: skip
