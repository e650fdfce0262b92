"""Beginning an order: from nothing, as the next version of one that stands, or by taking over a draft."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.workbench.names import Name, settle_name
from karmayogi.competencies.models import (
    Activity,
    DictionaryItem,
    Need,
    OrderActivity,
    OrderKnowledge,
    OrderNeed,
    OrderPosition,
    OrderRole,
    Profile,
    ProfileRole,
    WorkOrder,
    WorkOrderHand,
    WorkOrderStep,
)
from karmayogi.competencies.policies import can_over_order
from karmayogi.competencies.queries.workbench.orders import access_order
from karmayogi.competencies.queries.workbench.tree import tree
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs import api as orgs


@transaction.atomic
def draft_order(
    *, actor: Actor, organisation: uuid.UUID, designation: str, title: str = "", basis: str = "",
    from_profile: bool = False, at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """A new draft for one designation, found by any of its names; more can be added. Returns the order's uuid.

    from_profile: it begins with what the profile in force says, if there is one.
    """
    row = orgs.organisation(organisation)
    if row is None or not can_over_order(actor, row.path, "draft"):
        raise NotFound
    found = orgs.designation_by_name(designation)
    if found is None:
        raise Refused(_("There is no designation “%(name)s” in the master.") % {"name": designation[:80]})
    order = _begin(
        actor, organisation_id=row.id, series=uuid7(), version=1, copied_from=None, basis=basis.strip(), at=at,
        title=" ".join(title.split())[:200] or found.name,
    )  # fmt: skip
    position = OrderPosition.objects.create(order=order, place=0, designation_id=found.id)
    if from_profile:
        _take_profile(actor, order, position, at)
    return order.uuid


@transaction.atomic
def copy_order(*, actor: Actor, order: uuid.UUID, organisation: uuid.UUID | None = None, at: dt.datetime) -> uuid.UUID:
    """The next version of the order, or with another organisation a first version of its own there; as a draft.

    Raises Refused while a later version is still on its way.
    """
    source = access_order(actor, order)
    row = (
        orgs.organisation(organisation)
        if organisation
        else orgs.organisations([source.organisation_id])[source.organisation_id]
    )
    if row is None or not can_over_order(actor, row.path, "draft"):
        raise NotFound
    same = row.id == source.organisation_id
    version = 1
    if same:
        later = WorkOrder.objects.select_for_update().filter(series=source.series).order_by("-version").first()
        assert later is not None
        if later.status not in (WorkOrder.Status.PUBLISHED, WorkOrder.Status.ARCHIVED):
            raise Refused(_("Version %(number)s of this order is still on its way.") % {"number": later.version})
        version = later.version + 1
    made = _begin(
        actor, organisation_id=row.id, series=source.series if same else uuid7(), version=version,
        copied_from=source.id, basis=source.basis, title=source.title, at=at,
    )  # fmt: skip
    for place, position in enumerate(tree(source.id)):
        copied = OrderPosition.objects.create(
            order=made, place=place, designation_id=position.designation_id, summary_en=position.summary_en,
            summary_hi=position.summary_hi, summary_ur=position.summary_ur,
        )  # fmt: skip
        for role in OrderRole.objects.filter(position_id=position.id).order_by("place", "id"):
            _copy_role(role, copied)
    return made.uuid


@transaction.atomic
def take_over(*, actor: Actor, order: uuid.UUID, at: dt.datetime) -> None:
    """Another member of the unit becomes the author of a draft whose author is away. Repeating changes nothing."""
    row = access_order(actor, order, to="draft")
    found = WorkOrder.objects.select_for_update().get(pk=row.id)
    if found.author_id == actor.person_id:
        return
    if found.status != WorkOrder.Status.DRAFT:
        raise Refused(_("Only a draft can be taken over."))
    found.author_id, found.changed_at = actor.person_id, at
    found.save(update_fields=["author", "changed_at"])
    lend_a_hand(found, actor)
    WorkOrderStep.objects.create(order=found, step="take_over", person_id=actor.person_id, at=at)
    audit.record(
        "competencies:order:take_over", agent=actor, at=at, kind="work_order", subject=found.uuid, label=found.number
    )


def lend_a_hand(order: WorkOrder, actor: Actor) -> None:
    """Notes that the actor wrote in the draft, so that she does not review it."""
    WorkOrderHand.objects.get_or_create(order=order, person_id=actor.person_id)


def _begin(
    actor: Actor, *, organisation_id: int, series: uuid.UUID, version: int, copied_from: int | None, title: str,
    basis: str, at: dt.datetime,
) -> WorkOrder:  # fmt: skip
    order_id = rows.scalar("select nextval(pg_get_serial_sequence('competencies_workorder', 'id'))")
    order = WorkOrder.objects.create(
        id=order_id, number=f"FRAC/{clock.day(at).year}/{order_id:06d}", series=series, version=version,
        copied_from_id=copied_from, organisation_id=organisation_id, title=title, basis=basis,
        author_id=actor.person_id, changed_at=at,
    )  # fmt: skip
    lend_a_hand(order, actor)
    WorkOrderStep.objects.create(order=order, step="draft", person_id=actor.person_id, at=at)
    audit.record(
        "competencies:order:draft", agent=actor, at=at, kind="work_order", subject=order.uuid,
        label=f"{order.number} {title}",
    )  # fmt: skip
    return order


def _copy_role(role: OrderRole, position: OrderPosition) -> None:
    old_role, role.pk, role.uuid, role.position = role.pk, None, uuid7(), position
    role.save(force_insert=True)
    for activity in OrderActivity.objects.filter(role_id=old_role).order_by("place", "id"):
        old, activity.pk, activity.uuid, activity.role = activity.pk, None, uuid7(), role
        activity.save(force_insert=True)
        for need in OrderNeed.objects.filter(activity_id=old).order_by("id"):
            need.pk, need.activity = None, activity
            need.save(force_insert=True)
        for knowledge in OrderKnowledge.objects.filter(activity_id=old).order_by("id"):
            knowledge.pk, knowledge.activity = None, activity
            knowledge.save(force_insert=True)


def _take_profile(actor: Actor, order: WorkOrder, position: OrderPosition, at: dt.datetime) -> None:
    profile = Profile.objects.filter(designation_id=position.designation_id, in_force=True).first()
    if profile is None:
        return
    position.summary_en, position.summary_hi, position.summary_ur = (
        profile.summary_en, profile.summary_hi, profile.summary_ur,
    )  # fmt: skip
    position.save(update_fields=["summary_en", "summary_hi", "summary_ur"])
    order.basis = order.basis or profile.basis
    order.save(update_fields=["basis"])

    def settled(dictionary: str, en: str, hi: str = "", ur: str = "") -> DictionaryItem:
        name = Name(en, hi, ur, sure=True)
        return settle_name(agent=actor, dictionary=dictionary, name=name, owner_id=order.organisation_id, at=at)

    for role in ProfileRole.objects.filter(profile=profile).order_by("position"):
        names = {"name_en": role.name_en, "name_hi": role.name_hi, "name_ur": role.name_ur}
        role_row = OrderRole.objects.create(
            position=position, place=role.position, item=settled("role", *names.values()), **names
        )
        for activity in Activity.objects.filter(role=role).order_by("position"):
            names = {"name_en": activity.name_en, "name_hi": activity.name_hi, "name_ur": activity.name_ur}
            row = OrderActivity.objects.create(
                role=role_row, place=activity.position, item=settled("activity", *names.values()), **names
            )
            OrderNeed.objects.bulk_create(
                OrderNeed(activity=row, competency_id=need.competency_id, level=need.level, importance=need.importance)
                for need in Need.objects.filter(activity=activity).order_by("id")
            )
            for name in activity.knowledge:
                OrderKnowledge.objects.get_or_create(
                    activity=row, item=settled("knowledge", name), defaults={"name_en": name}
                )
