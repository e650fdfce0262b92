"""A text message to one person: only a registered text, letter for letter; anything else is refused, and that is kept.

settings.SMS_GATEWAY is the address of a gateway that takes a POST of JSON (to, text, template, header). Without one the
message goes where all messages of the installation go (people).
"""

import datetime as dt
import json
import logging
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings

from karmayogi.kernel.jobs import SOON, task
from karmayogi.people import api as people
from karmayogi.talent.engine.texts import Unfit, check
from karmayogi.talent.models import SmsNote, SmsTemplate

PATIENCE = 15
log = logging.getLogger("karmayogi.talent")


class GatewayRefuses(RuntimeError):
    """The gateway did not take a message; the queue tries again."""


def send_registered(*, person_id: int, mobile: str, number: str, text: str, at: dt.datetime) -> str:
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
    SmsNote.objects.create(
        person_id=person_id, template=number[:30], text=text[:1000], state="refused" if why else "sent", why=why[:200],
        at=at,
    )  # fmt: skip
    if why or template is None:
        log.warning("sms: a text is refused", extra={"template": number[:30], "why": why})
        return "refused"
    if settings.SMS_GATEWAY:
        deliver.enqueue(to=mobile, text=text, template=template.number, header=template.header)
    else:
        people.send_sms(to=mobile, text=text)
    return "sent"


@task(priority=SOON)
def deliver(to: str, text: str, template: str, header: str) -> None:
    said: dict[str, Any] = {"to": to, "text": text, "template": template, "header": header}
    request = urllib.request.Request(  # noqa: S310 (an address of the settings)
        settings.SMS_GATEWAY, data=json.dumps(said, ensure_ascii=False).encode(), method="POST",
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            if answer.status >= 300:
                raise GatewayRefuses(f"{answer.status}")
    except urllib.error.HTTPError as error:
        with error:
            raise GatewayRefuses(f"{error.code}: {error.read(200).decode(errors='replace')}") from error
