"""Writing in a draft: positions, roles, activities, needs, knowledge. Every act is repeatable and noted."""

import dataclasses
import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.workbench.draft_order import lend_a_hand
from karmayogi.competencies.actions.workbench.names import Name, settle_name
from karmayogi.competencies.models import (
    Competency,
    Dictionary,
    OrderActivity,
    OrderKnowledge,
    OrderNeed,
    OrderPosition,
    OrderRole,
    WorkOrder,
)
from karmayogi.competencies.queries.workbench.orders import access_order
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs

MOST = 60  # children of one node: a post with more roles than that is two posts


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A draft that the actor may write in, locked for the rest of the transaction."""

    row: WorkOrder
    actor: Actor
    at: dt.datetime


def open_draft(actor: Actor, order: uuid.UUID, at: dt.datetime) -> Draft:
    """Call it inside a transaction. Raises NotFound, and Refused once the order has been submitted."""
    row = access_order(actor, order, to="draft")
    found = WorkOrder.objects.select_for_update(of=("self",)).get(pk=row.id)
    if found.status != WorkOrder.Status.DRAFT:
        raise Refused(_("This order has been submitted. It can be changed when a reviewer returns it."))
    return Draft(found, actor, at)


@transaction.atomic
def add_position(*, actor: Actor, order: uuid.UUID, designation: str, at: dt.datetime) -> uuid.UUID:
    draft = open_draft(actor, order, at)
    found = orgs.designation_by_name(designation)
    if found is None:
        raise Refused(_("There is no designation “%(name)s” in the master.") % {"name": designation[:80]})
    count = OrderPosition.objects.filter(order=draft.row).count()
    made, new = OrderPosition.objects.get_or_create(
        order=draft.row, designation_id=found.id, defaults={"place": _room(count)}
    )
    _note(draft, "position", found.name, new)
    return made.uuid


@transaction.atomic
def describe_position(
    *, actor: Actor, order: uuid.UUID, position: uuid.UUID, en: str, hi: str, ur: str, at: dt.datetime
) -> None:
    """What the position is for, in a sentence or two."""
    draft = open_draft(actor, order, at)
    row = _position(draft, position)
    row.summary_en, row.summary_hi, row.summary_ur = en.strip()[:2000], hi.strip()[:2000], ur.strip()[:2000]
    row.save(update_fields=["summary_en", "summary_hi", "summary_ur"])
    _note(draft, "summary", row.summary_en[:80])


@transaction.atomic
def describe_order(*, actor: Actor, order: uuid.UUID, title: str, basis: str, at: dt.datetime) -> None:
    draft = open_draft(actor, order, at)
    draft.row.title = " ".join(title.split())[:200] or draft.row.title
    draft.row.basis = basis.strip()[:4000]
    draft.row.save(update_fields=["title", "basis"])
    _note(draft, "basis", draft.row.title)


@transaction.atomic
def add_role(
    *, actor: Actor, order: uuid.UUID, position: uuid.UUID, name: Name, item: uuid.UUID | None = None, at: dt.datetime
) -> OrderRole:
    """Raises names.LooksLike when the dictionary has names like it and she is not yet sure."""
    draft = open_draft(actor, order, at)
    row = _position(draft, position)
    settled = settle_name(
        agent=actor, dictionary=Dictionary.ROLE, name=name, item=item, owner_id=draft.row.organisation_id, at=at
    )
    count = OrderRole.objects.filter(position=row).count()
    made, new = OrderRole.objects.get_or_create(
        position=row, item=settled,
        defaults={
            "place": _room(count), "name_en": settled.name_en, "name_hi": name.hi or settled.name_hi,
            "name_ur": name.ur or settled.name_ur,
        },
    )  # fmt: skip
    _note(draft, "role", made.name_en, new)
    return made


@transaction.atomic
def add_activity(
    *, actor: Actor, order: uuid.UUID, role: uuid.UUID, name: Name, item: uuid.UUID | None = None, at: dt.datetime
) -> OrderActivity:
    """Raises names.LooksLike as add_role does."""
    draft = open_draft(actor, order, at)
    row = OrderRole.objects.filter(uuid=role, position__order=draft.row).first()
    if row is None:
        raise NotFound
    settled = settle_name(
        agent=actor, dictionary=Dictionary.ACTIVITY, name=name, item=item, owner_id=draft.row.organisation_id, at=at
    )
    count = OrderActivity.objects.filter(role=row).count()
    made, new = OrderActivity.objects.get_or_create(
        role=row, item=settled,
        defaults={
            "place": _room(count), "name_en": settled.name_en, "name_hi": name.hi or settled.name_hi,
            "name_ur": name.ur or settled.name_ur,
        },
    )  # fmt: skip
    _note(draft, "activity", made.name_en, new)
    return made


@transaction.atomic
def set_need(
    *,
    actor: Actor,
    order: uuid.UUID,
    activity: uuid.UUID,
    code: str,
    level: int | None,
    importance: int,
    at: dt.datetime,
) -> None:
    """The activity needs that competency at that level (None: still to be found out); a second time changes it."""
    draft = open_draft(actor, order, at)
    row = _activity(draft, activity)
    competency = Competency.objects.filter(code=code.strip().upper()).first()
    if competency is None:
        raise Refused(_("There is no competency with the code “%(code)s”.") % {"code": code[:40]})
    if competency.status != Competency.Status.PUBLISHED:
        raise Refused(_("This competency is no longer used. Choose the one that took its place."))
    if level is not None and not 1 <= level <= 5:
        raise Refused(_("A level is 1 to 5."))
    if not 1 <= importance <= 5:
        raise Refused(_("Importance is 1 to 5."))
    OrderNeed.objects.update_or_create(
        activity=row, competency=competency, defaults={"level": level, "importance": importance}
    )
    _note(draft, "need", f"{row.name_en}: {competency.code} L{level or '–'}")


@transaction.atomic
def add_knowledge(
    *, actor: Actor, order: uuid.UUID, activity: uuid.UUID, name: Name, item: uuid.UUID | None = None, at: dt.datetime
) -> None:
    """A rule, manual or portal that supports the activity. Raises names.LooksLike as add_role does."""
    draft = open_draft(actor, order, at)
    row = _activity(draft, activity)
    settled = settle_name(
        agent=actor, dictionary=Dictionary.KNOWLEDGE, name=name, item=item, owner_id=draft.row.organisation_id, at=at
    )
    _room(OrderKnowledge.objects.filter(activity=row).count())
    _made, new = OrderKnowledge.objects.get_or_create(activity=row, item=settled, defaults={"name_en": settled.name_en})
    _note(draft, "knowledge", settled.name_en, new)


@transaction.atomic
def remove(*, actor: Actor, order: uuid.UUID, what: str, node: str, at: dt.datetime) -> None:
    """Takes a part of the draft away with all below it. node: its uuid, or the id of a need or knowledge resource.

    Removing what is gone changes nothing. what: position | role | activity | need | knowledge.
    """
    draft = open_draft(actor, order, at)
    within, key = _PARTS[what][1:]
    try:
        value: object = uuid.UUID(node) if key == "uuid" else int(node)
    except ValueError as error:
        raise NotFound from error
    model: type[Model] = _PARTS[what][0]
    found = model._default_manager.filter(**{key: value, within: draft.row}).first()
    if found is not None:
        found.delete()
        _note(draft, f"remove {what}", node)


_PARTS: dict[str, tuple[type[Model], str, str]] = {
    "position": (OrderPosition, "order", "uuid"),
    "role": (OrderRole, "position__order", "uuid"),
    "activity": (OrderActivity, "role__position__order", "uuid"),
    "need": (OrderNeed, "activity__role__position__order", "id"),
    "knowledge": (OrderKnowledge, "activity__role__position__order", "id"),
}


def _position(draft: Draft, position: uuid.UUID) -> OrderPosition:
    row = OrderPosition.objects.filter(uuid=position, order=draft.row).first()
    if row is None:
        raise NotFound
    return row


def _activity(draft: Draft, activity: uuid.UUID) -> OrderActivity:
    row = OrderActivity.objects.filter(uuid=activity, role__position__order=draft.row).first()
    if row is None:
        raise NotFound
    return row


def _room(count: int) -> int:
    if count >= MOST:
        raise Refused(_("There is no room for more than %(most)s here.") % {"most": MOST})
    return count


def _note(draft: Draft, what: str, label: str, changed: bool = True) -> None:
    """Whoever changed something is a hand of the order, and the trail says what it was."""
    if not changed:
        return
    lend_a_hand(draft.row, draft.actor)
    draft.row.changed_at = draft.at
    draft.row.save(update_fields=["changed_at"])
    audit.record(
        "competencies:order:change", agent=draft.actor, at=draft.at, kind="work_order", subject=draft.row.uuid,
        label=draft.row.number, detail={"what": what, "label": label[:200]},
    )  # fmt: skip
