"""What goes along to a place without network: the locked paper of a seat, the page of a proctor."""

import base64
import dataclasses
import datetime as dt
import os
import uuid as uuids

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.rehearse import rehearse
from karmayogi.assessment.actions.start import ends_of
from karmayogi.assessment.engine.timing import ends_for, stretches
from karmayogi.assessment.engine.venue import Wrapped, proof, start_code, wrap
from karmayogi.assessment.models import Seat, VenueDuty, VenueLine, VenuePaper, VenueSeal
from karmayogi.assessment.queries.papers import sections, standing
from karmayogi.assessment.queries.proctored.seats import SeatRow, access_seat
from karmayogi.assessment.queries.proctored.sittings import SittingRow, access_sitting
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning import api as learning
from karmayogi.people import api as people

_LOCK = "select from assessment_proctoredsitting where id = %s for share"


@dataclasses.dataclass(frozen=True, slots=True)
class GivenPaper:
    """locked: twelve bytes and what AES-GCM made of the questions. keys: what the start code opens on that phone
    alone. minutes, ends_at: hers, more time included. sections: of each its first question, its last, and when after
    the beginning its own time ends."""

    seat: SeatRow
    uuid: uuids.UUID
    locked: bytes
    keys: Wrapped
    minutes: int
    ends_at: dt.datetime
    sections: list[tuple[int, int, dt.timedelta | None]]


@transaction.atomic
def give_paper(
    *, actor: Actor, sitting: uuids.UUID, device_uuid: uuids.UUID, phone_key: str, language: str, at: dt.datetime
) -> GivenPaper:
    """The paper of her own seat, for one phone of hers; one that was fetched before is worth nothing any more. Nothing
    runs, no attempt is used up, and no table holds the key.

    phone_key: base64url of the phone's half of the agreement. Raises NotFound without a seat or for a foreign device,
    people.DeviceRemoved, Refused in words.
    """
    # The sitting first, as everybody who changes it: nobody makes another code or takes the seat away meanwhile.
    rows.run(_LOCK, [access_seat(actor, sitting).sitting_id])
    seat = access_seat(actor, sitting)
    device = people.access_device(actor, device_uuid)
    secret = rows.scalar("select secret from assessment_venueseal where sitting_id = %s", [seat.sitting_id])
    if secret is None:
        raise Refused(_("The papers of this sitting are not given out for a place without network."))
    if seat.released_at is not None or at > seat.last_entry:
        raise Refused(_("This sitting is over."))
    Seat.objects.select_for_update().get(id=seat.id)
    older = VenuePaper.objects.filter(seat_id=seat.id, replaced_at=None)
    if access_seat(actor, sitting).attempt_uuid or VenueLine.objects.filter(paper__in=older).exists():
        raise Refused(_("You have begun this test already."))
    try:
        learning.enrol(actor=actor, course_uuid=seat.course_uuid, language=language, at=at)
    except NotFound as gone:
        raise Refused(_("This test is not open to you any more. Speak to the proctor.")) from gone
    named = uuid7()
    made = rehearse(actor, seat.part_uuid, named, language, at, seat)
    key, nonce = AESGCM.generate_key(256), os.urandom(12)
    try:
        keys = wrap(
            key, code=start_code(bytes(secret), seat.sitting_uuid), phone=_point(phone_key), paper=named,
            sitting=seat.sitting_uuid, device=device.uuid,
        )  # fmt: skip
    except ValueError as fault:
        raise Refused(_("This browser cannot make the key that offline lessons need.")) from fault
    part_id = learning.part_for_quiz(seat.part_uuid, actor.person_id).part_id
    extra = standing(actor.person_id, part_id).extra_percent
    minutes = (seat.minutes * (100 + extra) + 99) // 100
    ends_at = ends_for(seat.starts_at, seat.ends_at, extra)
    older.update(replaced_at=at)
    VenuePaper.objects.create(
        uuid=named, seat_id=seat.id, device_id=device.id, language=made.language, form=made.form, minutes=minutes,
        items=[[one.id, one.section, one.shown] for one in made.drawn], given_at=at,
    )  # fmt: skip
    audit.record(
        "assessment:venue:give", agent=actor, at=at, kind="seat", subject=seat.uuid, label=seat.title_en,
        concerns=actor.person_id, detail={"sitting": seat.sitting_uuid, "device": device.uuid},
    )  # fmt: skip
    locked = nonce + AESGCM(key).encrypt(nonce, made.questions, named.bytes)
    own = ends_of(sections(seat.paper_id), at, extra)
    parts = [
        (first, last, own[section] - at if section in own else None)
        for section, first, last in stretches([one.section for one in made.drawn])
    ]
    return GivenPaper(seat, named, locked, keys, minutes, ends_at, parts)


def _point(text: str) -> bytes:
    return base64.urlsafe_b64decode(text[:200] + "=" * (-len(text[:200]) % 4))


@dataclasses.dataclass(frozen=True, slots=True)
class GivenDuty:
    """proof: by which the page knows the start code, and does not hold it."""

    row: SittingRow
    uuid: uuids.UUID
    proof: bytes


@transaction.atomic
def give_duty(*, actor: Actor, sitting: uuids.UUID, device_uuid: uuids.UUID, at: dt.datetime) -> GivenDuty:
    """The page of one of its proctors, for a device of that proctor. Again for the same device: the same, so that what
    it noted still fits. Raises NotFound, people.DeviceRemoved, Refused once the results are told."""
    row = access_sitting(actor, sitting, "watch")
    device = people.access_device(actor, device_uuid)
    seal = VenueSeal.objects.filter(sitting_id=row.id).first()
    if seal is None:
        raise Refused(_("The papers of this sitting are not given out for a place without network."))
    if row.released_at is not None:
        raise Refused(_("This sitting is over."))
    duty, new = VenueDuty.objects.get_or_create(
        sitting_id=row.id, device_id=device.id, defaults={"person_id": actor.person_id, "given_at": at}
    )
    if new:
        audit.record(
            "assessment:venue:duty", agent=actor, at=at, kind="proctored sitting", subject=row.uuid,
            label=row.label, detail={"device": device.uuid},
        )  # fmt: skip
    return GivenDuty(row, duty.uuid, proof(start_code(bytes(seal.secret), row.uuid), duty.uuid))
