"""A text message to one person: only a registered text, letter for letter; anything else is refused, and that is kept.

settings.SMS_GATEWAY is the address of a gateway that takes a POST of JSON (id, to, text, template, header). Without one
the message goes where all messages of the installation go (settings.SMS_SENDER). Each message has an id of its own,
the same at every try, and as Idempotency-Key too: a gateway that took it, and whose answer was lost, sends nothing
twice.
"""

import datetime as dt
import json
import logging
import urllib.error
import urllib.request
import uuid as uuids
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from karmayogi.kernel import clock, rows
from karmayogi.kernel.jobs import SOON, task
from karmayogi.talent.engine.hours import STALE, loud_at, quiet
from karmayogi.talent.engine.texts import Unfit, check
from karmayogi.talent.models import SmsNote, SmsTemplate
from karmayogi.talent.queries.digests import readers

PATIENCE = 15
log = logging.getLogger("karmayogi.talent")


class GatewayRefuses(RuntimeError):
    """The gateway did not take a message; the queue tries again."""


def send_registered(*, person_id: int, number: str, text: str, at: dt.datetime) -> str:
    """ "sent" (queued in this transaction) or "refused". number: of the template that the text says it is."""
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
        why=why[:200], at=at,
    )  # fmt: skip
    if why:
        log.warning("sms: a text is refused", extra={"template": number[:30], "why": why})
        return "refused"
    deliver.enqueue(note=str(note.uuid))
    return "sent"


@task(priority=SOON)
def deliver(note: str) -> None:
    """One try. In quiet hours, also those of a retry, it waits for their end; what the gateway took is no more sent."""
    uuid = uuids.UUID(note)
    row = SmsNote.objects.get(uuid=uuid)
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
            _end(row, "refused", "it is older than two days", None)
        elif not (reader.by_sms and reader.mobile) or template is None:
            _end(row, "refused", "no text message is wished, or there is no number", None)
        elif quiet(now.astimezone(clock.IST).hour, reader.quiet_from, reader.quiet_until):
            later = loud_at(now.astimezone(clock.IST), reader.quiet_from, reader.quiet_until)
            deliver.using(run_after=later).enqueue(note=note)
        else:
            if settings.SMS_GATEWAY:
                _post(row, reader.mobile, template.header)
            else:
                import_string(settings.SMS_SENDER)(reader.mobile, row.text)
            _end(row, "sent", "", now)


def _end(row: SmsNote, state: str, why: str, sent_at: dt.datetime | None) -> None:
    row.state, row.why, row.sent_at = state, why, sent_at
    row.save(update_fields=["state", "why", "sent_at"])


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
