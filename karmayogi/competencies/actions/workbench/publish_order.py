"""What publishing an order writes: frozen text and hash, and for each designation a profile in force."""

import datetime as dt
import hashlib

import rfc8785

from karmayogi.competencies.events import ProfilePublished, WorkOrderPublished
from karmayogi.competencies.models import (
    Activity,
    Need,
    OrderPosition,
    Profile,
    ProfileRequirement,
    ProfileRole,
    WorkOrder,
    WorkOrderStep,
)
from karmayogi.competencies.queries.workbench.orders import order_by_id
from karmayogi.competencies.queries.workbench.tree import PositionNode, content, tree
from karmayogi.kernel import audit, clock, events, ids, rows
from karmayogi.kernel.access import Actor
from karmayogi.orgs import api as orgs

CODE_PREFIX = "WO"
CODE_LENGTH = 12
_LOCK = 0x6672_6163  # "frac"


def publish(order: WorkOrder, actor: Actor, at: dt.datetime) -> None:
    """Inside the transaction of the second approval, on the locked order; the caller saves it."""
    positions = tree(order.pk)
    text = rfc8785.dumps(content(order_by_id(order.pk), positions))
    order.content, order.content_hash = text.decode(), hashlib.sha256(text).hexdigest()
    order.code = ids.code(CODE_PREFIX, length=CODE_LENGTH)
    order.published_at = at
    for position in positions:
        _publish_profile(order, position, actor, at)
    # Versions before this one no longer hold.
    for earlier in WorkOrder.objects.filter(series=order.series, status=WorkOrder.Status.PUBLISHED):
        earlier.status, earlier.archived_at, earlier.changed_at = WorkOrder.Status.ARCHIVED, at, at
        earlier.save(update_fields=["status", "archived_at", "changed_at"])
        end_profiles(earlier, at)  # of designations that this version no longer names
        WorkOrderStep.objects.create(order=earlier, step="archive", comment=f"→ {order.number}", at=at)
    events.announce(WorkOrderPublished(order.pk, at))


def end_profiles(order: WorkOrder, at: dt.datetime) -> None:
    """Profiles of that order which are in force are so no longer."""
    held = OrderPosition.objects.filter(order=order, profile__isnull=False).values("profile_id")
    Profile.objects.filter(pk__in=held, in_force=True).update(in_force=False, ended_on=clock.day(at))


def _publish_profile(order: WorkOrder, position: PositionNode, actor: Actor, at: dt.datetime) -> None:
    on = clock.day(at)
    kept = orgs.designations([position.designation_id])[position.designation_id]
    # Two orders that name one designation may be approved at the same moment: one of them waits.
    rows.run("select pg_advisory_xact_lock(%s::int, %s::int)", [_LOCK, kept.id % 2**31])
    Profile.objects.filter(designation_id=kept.id, in_force=True).update(in_force=False, ended_on=on)
    last = Profile.objects.filter(designation_id=kept.id).order_by("-version").first()
    profile = Profile.objects.create(
        designation_id=kept.id, version=last.version + 1 if last else 1,
        basis=f"{order.number}, version {order.version}. {order.basis}".strip(),
        summary_en=position.summary_en or order.title, summary_hi=position.summary_hi, summary_ur=position.summary_ur,
        content_hash=order.content_hash, published_on=on,
    )  # fmt: skip
    folded: dict[int, tuple[int, int]] = {}
    for place, role in enumerate(position.roles):
        role_row = ProfileRole.objects.create(
            profile=profile, position=place, key=f"r{role.id}", name_en=role.name_en,
            name_hi=role.name_hi or role.name_en, name_ur=role.name_ur or role.name_en,
        )  # fmt: skip
        for number, activity in enumerate(role.activities):
            activity_row = Activity.objects.create(
                role=role_row, position=number, key=f"a{activity.id}", name_en=activity.name_en,
                name_hi=activity.name_hi or activity.name_en, name_ur=activity.name_ur or activity.name_en,
                knowledge=[one.name_en for one in activity.knowledge],
            )  # fmt: skip
            for need in activity.needs:
                assert need.level is not None, "submit has seen to it"
                Need.objects.create(
                    activity=activity_row, competency_id=need.competency_id, level=need.level,
                    importance=need.importance,
                )  # fmt: skip
                level, importance = folded.get(need.competency_id, (0, 0))
                folded[need.competency_id] = (max(level, need.level), max(importance, need.importance))
    ProfileRequirement.objects.bulk_create(
        ProfileRequirement(profile=profile, competency_id=competency, level=level, importance=importance)
        for competency, (level, importance) in folded.items()
    )
    OrderPosition.objects.filter(pk=position.id).update(profile_id=profile.pk)
    audit.record(
        "competencies:profile:publish", agent=actor, at=at, kind="profile", subject=profile.uuid,
        label=f"{kept.name} v{profile.version}", detail={"order": order.number},
    )  # fmt: skip
    events.announce(ProfilePublished(profile.pk, kept.id, at))
