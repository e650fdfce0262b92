"""Devices on which somebody keeps lessons."""

import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.people.types import DeviceRow

_DEVICES = "select id, uuid, person_id, name, public_key, enrolled_at, seen_at, revoked_at from people_device"
MOST_DEVICES = 10


class DeviceRemoved(Refused):
    """Of the actor's own device. Its browser may become another one and ask again."""


def access_device(actor: Actor, device_uuid: uuid.UUID) -> DeviceRow:
    """One that something is to be kept on. Raises NotFound unless it is the actor's own, DeviceRemoved."""
    found = devices_by_uuid(actor.person_id, [device_uuid]).get(device_uuid)
    if found is None:
        raise NotFound
    if found.revoked_at is not None:
        raise DeviceRemoved(_("This device was removed from your account. Nothing new is kept on it."))
    return found


def devices_of(person_id: int) -> list[DeviceRow]:
    """Hers: those in use first, the last used first; at most a hundred."""
    return rows.fetch(
        DeviceRow,
        f"{_DEVICES} where person_id = %s order by revoked_at nulls first, seen_at desc, id desc limit 100",
        [person_id],
    )


def devices_by_uuid(person_id: int, uuids: Sequence[uuid.UUID]) -> dict[uuid.UUID, DeviceRow]:
    """Those of these that are hers, revoked ones too."""
    found = rows.fetch(DeviceRow, f"{_DEVICES} where person_id = %s and uuid = any(%s)", [person_id, list(uuids)])
    return {row.uuid: row for row in found}


def device(device_uuid: uuid.UUID) -> DeviceRow | None:
    """Anybody's; for what comes without a session and proves itself by the device's key."""
    return rows.first(DeviceRow, f"{_DEVICES} where uuid = %s", [device_uuid])
