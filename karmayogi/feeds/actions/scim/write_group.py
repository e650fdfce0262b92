"""Groups that an HR system keeps."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.db import transaction
from scim2_models import InvalidValueException

from karmayogi.feeds.actions.scim.write_user import agent_of
from karmayogi.feeds.models import ScimGroup, ScimMember
from karmayogi.feeds.queries.scim_users import user_by_id
from karmayogi.feeds.queries.tokens import Caller
from karmayogi.kernel import audit, clock


def write_group(*, caller: Caller, group_id: int | None, resource: Any, at: dt.datetime) -> int:
    """The group is as the resource says; None makes a new one. Members must be users or groups that the token reaches.

    A group gives nobody authority and moves nobody.
    """
    name = resource.display_name or ""
    if not name.strip() or len(name) > 254 or len(resource.external_id or "") > 254 or "\0" in name:
        raise InvalidValueException(detail="displayName is needed and has at most 254 characters.")
    with transaction.atomic():
        if group_id is None:
            row = ScimGroup(organisation_id=caller.organisation_id, path=caller.path, created_at=at)
        else:
            row = ScimGroup.objects.select_for_update().get(pk=group_id)
        row.display_name, row.external_id, row.updated_at = name, resource.external_id or "", at
        row.save()
        ScimMember.objects.filter(group=row).delete()
        ScimMember.objects.bulk_create(_members(caller, row, resource, at))
        audit.record(
            "feeds:group:write", agent=agent_of(caller), at=at, kind="scim_group", subject=row.uuid, label=name,
            detail={"members": len(resource.members or [])},
        )  # fmt: skip
    return row.id


def delete_group(*, caller: Caller, group_id: int, at: dt.datetime) -> None:
    with transaction.atomic():
        row = ScimGroup.objects.select_for_update().get(pk=group_id)
        audit.record(
            "feeds:group:delete", agent=agent_of(caller), at=at, kind="scim_group", subject=row.uuid,
            label=row.display_name,
        )  # fmt: skip
        row.delete()


def _members(caller: Caller, group: ScimGroup, resource: Any, at: dt.datetime) -> list[ScimMember]:
    found: dict[tuple[str, int], ScimMember] = {}
    for place, member in enumerate(resource.members or []):
        value = member.value or str(member.ref or "").rstrip("/").rpartition("/")[2]
        user = user_by_id(caller.path, value, clock.day(at), "")
        if user is not None:
            found.setdefault(("user", user[0]), ScimMember(group=group, person_id=user[0], place=place))
            continue
        try:
            inner = ScimGroup.objects.filter(uuid=uuids.UUID(value), path__startswith=caller.path).first()
        except ValueError:
            inner = None
        if inner is None or inner.id == group.id:
            raise InvalidValueException(detail=f"No user or group has the id {value}.")
        found.setdefault(("group", inner.id), ScimMember(group=group, member_group=inner, place=place))
    return list(found.values())
