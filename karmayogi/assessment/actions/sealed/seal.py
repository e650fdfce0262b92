"""A test for a phone that will have no network: drawn now, given out locked, and opened when the start is asked for."""

import dataclasses
import datetime as dt
import hashlib
import os
import uuid

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.assessment.actions.rehearse import open_now, rehearse
from karmayogi.assessment.models import SealedPaper
from karmayogi.assessment.queries import attempts
from karmayogi.assessment.queries.papers import paper_of, part_of
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning import api as learning
from karmayogi.people import api as people

VALID_FOR = dt.timedelta(days=7)
_SECTIONS = """
select min(position), max(position), min(due_at) from assessment_attemptitem where attempt_id = %s
group by section order by section
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Sealed:
    """locked: twelve bytes and what AES-GCM made of the questions (JSON)."""

    uuid: uuid.UUID
    locked: bytes
    questions: int
    minutes: int
    valid_until: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Opened:
    """sections: first question, last question and the end of its own time, of each."""

    key: bytes
    due_at: dt.datetime
    sections: list[tuple[int, int, dt.datetime | None]]


@transaction.atomic
def seal(*, actor: Actor, part_uuid: uuid.UUID, device_uuid: uuid.UUID, language: str, at: dt.datetime) -> Sealed:
    """No attempt is used up and no clock runs. One that was fetched before and not opened is worth nothing any more.

    Raises NotFound for a device that is not hers, people.DeviceRemoved, Refused where she could not start either.
    """
    device = people.access_device(actor, device_uuid)
    quiz = learning.part_for_quiz(part_uuid, actor.person_id)
    paper = paper_of(quiz.part_id)
    rows.scalar("select id from people_person where id = %s for no key update", [actor.person_id])
    named = uuid7()
    language = language if language in paper.languages else "en"
    questions = rehearse(actor, part_uuid, named, language, at).questions
    key = AESGCM.generate_key(256)
    nonce = os.urandom(12)
    SealedPaper.objects.filter(person_id=actor.person_id, paper_id=paper.id, opened_at=None).delete()
    row = SealedPaper.objects.create(
        person_id=actor.person_id, uuid=named, paper_id=paper.id, device_id=device.id, language=language, key=key,
        digest=hashlib.sha256(questions).hexdigest(), given_at=at, valid_until=at + VALID_FOR,
    )  # fmt: skip
    audit.record(
        "assessment:paper:seal", agent=actor, at=at, kind="attempt", subject=named, label=quiz.course_en,
        concerns=actor.person_id, detail={"part": part_uuid, "device": device_uuid},
    )  # fmt: skip
    return Sealed(
        named, nonce + AESGCM(key).encrypt(nonce, questions, named.bytes), paper.draw, paper.minutes, row.valid_until
    )


@transaction.atomic
def open_sealed(*, actor: Actor, sealed_uuid: uuid.UUID, device_uuid: uuid.UUID, at: dt.datetime) -> Opened:
    """Starts the attempt and hands the key over. Asked again by the same device (the answer may have been lost) it
    gives the same key; the clock goes on.

    Raises NotFound for what was not given to her and this device, people.DeviceRemoved, Refused where the paper has
    ended, another attempt runs, or its questions have changed since.
    """
    row = SealedPaper.objects.select_for_update().filter(person_id=actor.person_id, uuid=sealed_uuid).first()
    device = people.devices_by_uuid(actor.person_id, [device_uuid]).get(device_uuid)
    if row is None or device is None or row.device_id != device.id:
        raise NotFound
    if device.revoked_at is not None:
        raise people.DeviceRemoved(
            _("This phone was removed from your account. Open the page of the test and fetch it there again.")
        )
    if row.opened_at is None:
        if at > row.valid_until:
            raise Refused(_("This sealed test is no longer valid. Fetch it again."))
        questions = open_now(actor, part_of(row.paper_id), row.uuid, row.language, at)
        if hashlib.sha256(questions).hexdigest() != row.digest:
            # Raising undoes the start with it: no attempt is lost.
            raise Refused(_("The questions of this test have changed since. Fetch it again."))
        row.opened_at = at
        row.save(update_fields=["opened_at"])
    attempt = attempts.access_attempt(actor, row.uuid)
    if not attempt.is_open:
        raise Refused(_("This test has ended. Its result is on its page."))
    own = rows.fetch(lambda *one: one, _SECTIONS, [attempt.id])
    return Opened(bytes(row.key), attempt.due_at, own)
