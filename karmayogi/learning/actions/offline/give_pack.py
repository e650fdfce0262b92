"""Giving a device what it is to keep: from here on its offline time is counted, for that device alone."""

import base64
import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.engine.offline.packing import FORMS, PackFile, inside, taken, weight
from karmayogi.learning.engine.offline.stamp import Stamp, write
from karmayogi.learning.engine.offline.vault import rescue_key
from karmayogi.learning.models import OfflinePack
from karmayogi.learning.queries.lesson import Lesson
from karmayogi.learning.queries.offline.packs import keepable, seconds_counted
from karmayogi.people import api as people

VALID_FOR = dt.timedelta(days=30)


@transaction.atomic
def give_pack(
    *, actor: Actor, page: Lesson, device_uuid: UUID, form: str, key: str, at: dt.datetime
) -> tuple[OfflinePack, dict[int, list[PackFile]]]:
    """The pack, and the files of each part (by id). page: her own enrolment. key: of one part, "" for the whole course.

    Raises NotFound for a device that is not hers, an unknown form or part, people.DeviceRemoved, and Refused for parts
    that cannot be kept.
    """
    if form not in FORMS:
        raise NotFound
    device = people.access_device(actor, device_uuid)
    parts = inside(keepable(page.version_id, page.language), form)
    if key:
        only = page.part(key).id
        parts = [one for one in parts if one.part_id == only]
    if not parts:
        raise Refused(_("This part needs the network; it cannot be kept."))
    pack = OfflinePack.objects.create(
        person_id=actor.person_id, device_id=device.id, enrolment_id=page.enrolment_id,
        parts=[one.part_id for one in parts], language=page.language, form=form, bytes=weight(parts, form),
        given_at=at, valid_until=at + VALID_FOR,
    )  # fmt: skip
    audit.record(
        "learning:pack:give", agent=actor, at=at, kind="enrolment", subject=page.enrolment_uuid, label=page.title,
        concerns=actor.person_id, detail={"device": str(device_uuid), "parts": len(parts), "bytes": pack.bytes},
    )  # fmt: skip
    return pack, {one.part_id: taken(one, form) for one in parts}


def stamp_for(person_id: int, device_uuid: UUID, at: dt.datetime) -> str:
    """What the device holds until it hears from us again."""
    return write(Stamp(at, seconds_counted(person_id)), device_uuid, settings.SECRET_KEY)


def terms_for(person_id: int, device_uuid: UUID, at: dt.datetime) -> dict[str, str]:
    """stamp: as above. rescue: a key (base64url) in which the device wraps that of its vault, and which it forgets."""
    rescue = base64.urlsafe_b64encode(rescue_key(device_uuid, settings.SECRET_KEY)).decode().rstrip("=")
    return {"stamp": stamp_for(person_id, device_uuid, at), "rescue": rescue}
