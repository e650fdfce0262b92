"""A phone or computer gets a name of its own before it keeps anything: what it sends later is signed with its key."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.people.engine.points import is_point
from karmayogi.people.models import Device
from karmayogi.people.queries.devices import MOST_DEVICES


@transaction.atomic
def enrol_device(*, actor: Actor, device_uuid: uuid.UUID, public_key: str, name: str, at: dt.datetime) -> bool:
    """False when it is hers already: the answer of the first time may have been lost.

    device_uuid: chosen by the device. public_key: base64url of the uncompressed point, without "=".
    Raises Refused for what is no key on P-256, for an eleventh device, and NotFound for an identifier or a key that is
    taken, by whomever: a copied key would let one device speak as another.
    """
    if not is_point(public_key):
        raise Refused(_("This browser cannot make the key that offline lessons need."))
    # Her row is locked, so that two enrolments at once count each other.
    rows.scalar("select id from people_person where id = %s for no key update", [actor.person_id])
    taken = Device.objects.filter(uuid=device_uuid).first() or Device.objects.filter(public_key=public_key).first()
    if taken is not None:
        if (taken.person_id, taken.uuid, taken.public_key) != (actor.person_id, device_uuid, public_key):
            raise NotFound
        return False
    if Device.objects.filter(person_id=actor.person_id, revoked_at=None).count() >= MOST_DEVICES:
        raise Refused(
            _("You keep lessons on %(count)s devices already. Remove one under Security first.")
            % {"count": MOST_DEVICES}
        )
    Device.objects.create(
        person_id=actor.person_id, uuid=device_uuid, name=name[:100], public_key=public_key, enrolled_at=at, seen_at=at
    )
    audit.record(
        "people:device:enrol", agent=actor, at=at, kind="device", subject=device_uuid, label=name,
        concerns=actor.person_id,
    )  # fmt: skip
    return True
