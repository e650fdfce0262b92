"""A text message to one person: only a registered text, letter for letter; anything else is refused, and that is kept.

settings.SMS_GATEWAY is the address of a gateway that takes a POST of JSON (id, to, text, template, header). Without one
the message goes where all messages of the installation go (settings.SMS_SENDER). Each message has an id of its own,
the same at every try, and as Idempotency-Key too: a gateway that took it, and whose answer was lost, sends nothing
twice. One that does not answer is left alone (kernel.breakers); a message whose tries are used up is over, as late.
"""

import datetime as dt
import http.client
import json
import logging
import time
import urllib.error
import urllib.request
import uuid as uuids
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from karmayogi.kernel import breakers, clock, rows
from karmayogi.kernel.jobs import SOON, task
from karmayogi.kernel.pauses import pause
from karmayogi.people import api as people
from karmayogi.talent.engine.hours import STALE, loud_at, quiet
from karmayogi.talent.engine.texts import Unfit, check
from karmayogi.talent.models import SmsNote, SmsTemplate
from karmayogi.talent.queries.digests import Reader, readers

PATIENCE = 15
MOST_TRIES = 12
log = logging.getLogger("karmayogi.talent")


class GatewayRefuses(RuntimeError):
    """The gateway did not take a message."""


def sends_texts() -> bool:
    """Whether this installation sends text messages at all."""
    return bool(settings.SMS_GATEWAY) or people.sends_sms()


def send_registered(*, person_id: int, number: str, text: str, at: dt.datetime, digest_id: int | None = None) -> str:
    """ "queued" (in this transaction), "refused", or "off" where nothing is sent here. number: of the template that the
    text says it is."""
    if not sends_texts():
        return "off"
    template = SmsTemplate.objects.filter(number=number, ended_at__isnull=True).first()
    why = ""
    if template is None:
        why = "no such text is registered"
    else:
        try:
            check(template.text, text)
        except Unfit as error:
            why = str(error)
    note = SmsNote.objects.create(
        person_id=person_id, template=number[:30], text=text[:1000], state="refused" if why else "waiting",
        why=why[:200], at=at, digest_id=digest_id,
    )  # fmt: skip
    if why:
        log.warning("sms: a text is refused", extra={"template": number[:30], "why": why})
        return "refused"
    deliver.enqueue(note=str(note.uuid))
    return "queued"


@task(priority=SOON)
def deliver(note: str) -> None:
    """One try. In quiet hours, also those of a retry, it waits for their end; what the gateway took is no more sent."""
    row = SmsNote.objects.get(uuid=uuids.UUID(note))
    with rows.alone("talent_sms", row.pk) as free:
        if not free:
            raise GatewayRefuses("another worker is at it")  # it may fail there: this one looks again later
        row.refresh_from_db()
        if row.state != "waiting":
            return
        now = clock.now()
        reader = readers([row.person_id])[row.person_id]
        template = SmsTemplate.objects.filter(number=row.template).first()
        if now - row.at > STALE:
            _end(row, "late", row.why or "it is older than two days", None)
        elif not (reader.by_sms and reader.mobile) or template is None:
            _end(row, "refused", "no text message is wished, or there is no number", None)
        elif quiet(now.astimezone(clock.IST).hour, reader.quiet_from, reader.quiet_until):
            _wait(row, reader, now, row.why)
        else:
            _try(row, reader, template.header, now)


def _try(row: SmsNote, reader: Reader, header: str, now: dt.datetime) -> None:
    if not settings.SMS_GATEWAY:
        if people.sends_sms():
            import_string(settings.SMS_SENDER)(reader.mobile, row.text)
            _end(row, "sent", "", now)
        else:  # it was turned off meanwhile
            _end(row, "off", "this installation sends no text messages", None)
        return
    host = urlsplit(settings.SMS_GATEWAY).netloc
    if (until := breakers.shut_until(host, now)) is not None:
        _wait(row, reader, until, "the gateway has not answered of late")
        return
    began, why, answered = time.monotonic(), "", True
    try:
        _post(row, str(reader.mobile), header)
    except GatewayRefuses as refusal:
        why = str(refusal)
    except (OSError, http.client.HTTPException) as error:  # the latter: what it said is no HTTP
        why, answered = f"the gateway cannot be reached: {error}", False
    breakers.note_answer(host, answered and time.monotonic() - began < breakers.SLOW, now)
    row.tries += 1
    if not why:
        _end(row, "sent", "", now)
    elif row.tries >= MOST_TRIES:
        log.warning("sms: tries are used up", extra={"note": str(row.uuid), "why": why})
        _end(row, "late", why, None)
    else:
        _wait(row, reader, now + pause(row.tries), why)


def _wait(row: SmsNote, reader: Reader, until: dt.datetime, why: str) -> None:
    """Until then, or the end of quiet hours in which that lies."""
    later = loud_at(until.astimezone(clock.IST), reader.quiet_from, reader.quiet_until)
    row.why = why.replace("\0", "\ufffd")[:200]
    with transaction.atomic():
        row.save(update_fields=["why", "tries"])
        deliver.using(run_after=later).enqueue(note=str(row.uuid))


def _end(row: SmsNote, state: str, why: str, sent_at: dt.datetime | None) -> None:
    row.state, row.why, row.sent_at = state, why.replace("\0", "\ufffd")[:200], sent_at
    row.save(update_fields=["state", "why", "sent_at", "tries"])


def _post(row: SmsNote, mobile: str, header: str) -> None:
    said: dict[str, Any] = {
        "id": str(row.uuid), "to": mobile, "text": row.text, "template": row.template, "header": header,
    }  # fmt: skip
    request = urllib.request.Request(  # noqa: S310 (an address of the settings)
        settings.SMS_GATEWAY, data=json.dumps(said, ensure_ascii=False).encode(), method="POST",
        headers={"Content-Type": "application/json", "Idempotency-Key": str(row.uuid)},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            if answer.status >= 300:
                raise GatewayRefuses(f"{answer.status}")
    except urllib.error.HTTPError as error:
        with error:
            raise GatewayRefuses(f"{error.code}: {error.read(200).decode(errors='replace')}") from error
