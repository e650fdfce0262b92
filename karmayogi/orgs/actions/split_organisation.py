"""One unit becomes several, from a day on: each part takes the units and posts that are named for it."""

import dataclasses
import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, events
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.orgs.actions.create_organisation import create_organisation
from karmayogi.orgs.actions.structure import turn
from karmayogi.orgs.engine import paths
from karmayogi.orgs.events import OrganisationMoved, PostingChanged
from karmayogi.orgs.models import Lineage, Organisation, OrganisationSpell
from karmayogi.orgs.types import OrganisationRow


@dataclasses.dataclass(frozen=True, slots=True)
class SplitPart:
    """One of the new units: its code and names, the units directly below the old one and the posts that go to it."""

    code: str
    name_en: str
    name_hi: str = ""
    name_ur: str = ""
    unit_ids: tuple[int, ...] = ()
    post_ids: tuple[int, ...] = ()


def split_organisation(
    *,
    agent: Agent,
    organisation_id: int,
    parts: list[SplitPart],
    keep: bool,
    on: dt.date,
    order_number: str,
    at: dt.datetime,
) -> list[OrganisationRow]:
    """The new units, beside the old one. keep: the old one goes on with what no part takes; otherwise it is no more.

    Repeating it answers the same units. Raises NotFound when it is not the actor's to shape; Refused for a unit or post
    that is not its own or named twice, when it would end with something left over, and as for every such change.
    """
    with transaction.atomic():
        turn.lock_tree()
        before = Lineage.objects.filter(
            predecessor_id=organisation_id, kind=Lineage.Kind.SPLIT, on=on, successor__code__in=[p.code for p in parts]
        ).select_related("successor")
        if parts and before.count() == len(parts):
            return [_row(one.successor) for one in before if one.successor]
        unit = turn.shaped(agent, organisation_id)
        if unit.parent_id is None:
            raise Refused(_("The country itself cannot be split."))
        turn.check_day(on, at)
        if not order_number.strip():
            raise Refused(_("Enter the number of the order."))
        if not parts:
            raise Refused(_("Name at least one new unit."))
        turn.open_spell(unit, on)
        turn.check_order(unit.path, on)
        children = {child.id: child for child in Organisation.objects.filter(parent=unit, valid_to=None)}
        posts = set(turn.posts_in(unit.id, on))
        _check_shares(parts, set(children), posts, keep)
        made = [_make(agent, unit, part, children, on, order_number.strip(), at) for part in parts]
        if not keep:
            turn.close_unit(unit, on)
        audit.record(
            "orgs:organisation:split", agent=agent, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            why=order_number, detail={"from": on, "into": [row.code for row in made], "stays": keep},
        )  # fmt: skip
    return made


def _check_shares(parts: list[SplitPart], children: set[int], posts: set[int], keep: bool) -> None:
    for named, owned in (
        ([unit for part in parts for unit in part.unit_ids], children),
        ([post for part in parts for post in part.post_ids], posts),
    ):
        if not set(named) <= owned:
            raise NotFound
        if len(set(named)) < len(named):
            raise Refused(_("A unit or a post is given to two parts."))
        if not keep and set(named) != owned:
            raise Refused(_("Units or posts would be left without an office. Give each of them to a part."))


def _make(
    agent: Agent,
    unit: Organisation,
    part: SplitPart,
    children: dict[int, Organisation],
    on: dt.date,
    order_number: str,
    at: dt.datetime,
) -> OrganisationRow:
    row = create_organisation(
        agent=agent, code=part.code, kind=unit.kind, name_en=part.name_en, name_hi=part.name_hi, name_ur=part.name_ur,
        parent_id=unit.parent_id, state_id=unit.state_id, district_id=unit.district_id, valid_from=on, at=at,
    )  # fmt: skip
    for child_id in part.unit_ids:
        child = children[child_id]
        now = row.path + paths.step(child.id)
        turn.move_subtree(child.path, now, on)
        OrganisationSpell.objects.filter(organisation=child, valid_to=None).update(
            parent_id=row.id, order_number=order_number
        )
        Organisation.objects.filter(pk=child.id).update(parent_id=row.id)
        events.announce(OrganisationMoved(child.id, child.path, now, at))
    moved = turn.move_posts(list(part.post_ids), row.id, row.path, on)
    events.announce_many([PostingChanged(person_id, post_id, post_id, on, at) for person_id, post_id in moved])
    OrganisationSpell.objects.filter(organisation_id=row.id).update(order_number=order_number)
    Lineage.objects.create(
        predecessor=unit, successor_id=row.id, kind=Lineage.Kind.SPLIT, on=on, order_number=order_number
    )
    return row


def _row(unit: Organisation) -> OrganisationRow:
    return OrganisationRow(
        unit.id, unit.uuid, unit.code, unit.kind, unit.name_en, unit.name_hi, unit.name_ur, unit.parent_id, unit.path,
        unit.state_id,
    )  # fmt: skip
