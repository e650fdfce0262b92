"""A device that was lost or given away: what it sends from now on is kept as a claim and counts for nothing."""

import datetime as dt
import uuid

from django.db import transaction

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound


@transaction.atomic
def revoke_device(*, actor: Actor, device_uuid: uuid.UUID, at: dt.datetime) -> None:
    """Her own device. Twice is fine. Raises NotFound for anybody else's."""
    name = rows.scalar(
        "select name from people_device where uuid = %s and person_id = %s for update", [device_uuid, actor.person_id]
    )
    if name is None:
        raise NotFound
    if rows.run("update people_device set revoked_at = %s where uuid = %s and revoked_at is null", [at, device_uuid]):
        audit.record(
            "people:device:revoke", agent=actor, at=at, kind="device", subject=device_uuid, label=name,
            concerns=actor.person_id,
        )  # fmt: skip
