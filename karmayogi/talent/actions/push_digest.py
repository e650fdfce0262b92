"""Browsers are told that a digest waits: one message for each, tried again when its push service asks for that, never
in quiet hours, and not any more once the digest is old. A service that is left alone is not a try.

Nothing of the digest is in it. How it is locked, signed and sent: people.
"""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import clock, rows
from karmayogi.kernel.jobs import SOON, task
from karmayogi.kernel.pauses import pause
from karmayogi.people import api as people
from karmayogi.people.types import PushDeviceRow, PushMessage
from karmayogi.talent.engine.hours import STALE, loud_at, loud_for, quiet
from karmayogi.talent.models import Digest, PushNote
from karmayogi.talent.queries.digests import Reader, readers

MOST_TRIES = 12


def queue_push(digest: Digest, devices: list[PushDeviceRow], at: dt.datetime) -> int:
    """In the caller's transaction; how many browsers will be told."""
    made = 0
    for one in devices:
        note, new = PushNote.objects.get_or_create(
            digest=digest, device=one.uuid, defaults={"person_id": digest.person_id, "name": one.name, "next_at": at}
        )
        if new:
            push_one.enqueue(note=note.pk)
            made += 1
    return made


@task(priority=SOON)
def push_one(note: int) -> None:
    push_digest(note, clock.now())


def push_digest(note_id: int, at: dt.datetime) -> str:
    """What became of it. Twice is fine: a second message of one topic takes the place of the first."""
    with rows.alone("talent_push", note_id) as free:
        note = PushNote.objects.select_related("digest").filter(pk=note_id, state="waiting").first()
        if not free or note is None:
            return ""
        reader = readers([note.person_id])[note.person_id]
        if at - note.digest.written_at > STALE:
            return _close(note, "late", "the digest is old by now")
        there = at.astimezone(clock.IST)
        if quiet(there.hour, reader.quiet_from, reader.quiet_until):
            return _wait(note, reader, at, "quiet hours")
        answer = people.send_push(
            note.device, _message(note.digest, reader.language),
            keep_for=loud_for(there, reader.quiet_from, reader.quiet_until), at=at,
        )  # fmt: skip
        note.tries += answer.asked
        if answer.state != "later":
            return _close(note, answer.state, answer.why)
        if note.tries >= MOST_TRIES:
            return _close(note, "late", answer.why)
        after = pause(note.tries) if answer.after is None else dt.timedelta(seconds=max(answer.after, 1))
        return _wait(note, reader, at + after, answer.why)


def _close(note: PushNote, state: str, why: str) -> str:
    note.state, note.why = state, why[:200]
    note.save(update_fields=["state", "tries", "why"])
    return state


@transaction.atomic
def _wait(note: PushNote, reader: Reader, until: dt.datetime, why: str) -> str:
    note.next_at = loud_at(until.astimezone(clock.IST), reader.quiet_from, reader.quiet_until)
    note.why = why[:200]
    note.save(update_fields=["next_at", "tries", "why"])
    push_one.using(run_after=note.next_at).enqueue(note=note.pk)
    return "waiting"


def _message(digest: Digest, language: str) -> PushMessage:
    """The same for everybody: it lies on a locked screen."""
    with translation.override(language):
        return PushMessage(
            title=_("Karmayogi"), text=_("A reminder waits for you."), path=reverse("talent:mine"), language=language,
            right_to_left=translation.get_language_bidi(), topic=digest.uuid.hex,
        )  # fmt: skip
