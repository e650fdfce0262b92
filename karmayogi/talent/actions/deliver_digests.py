"""Digests that are written leave by mail, SMS and push message, outside the quiet hours of each reader."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import clock, mail, rows
from karmayogi.people import api as people
from karmayogi.people.types import PushDeviceRow
from karmayogi.talent.actions.push_digest import queue_push
from karmayogi.talent.actions.send_sms import send_registered, sends_texts
from karmayogi.talent.engine.hours import STALE, quiet
from karmayogi.talent.engine.texts import Unfit, filled
from karmayogi.talent.models import Digest, SmsNote, SmsTemplate
from karmayogi.talent.queries.digests import Reader, readers
from karmayogi.ui.api import day, num

CHUNK = 500
FORGOTTEN = STALE + dt.timedelta(days=1)


def deliver_digests(at: dt.datetime) -> int:
    """How many left the house. Each in a transaction of its own: what is queued is marked with it, so nothing twice."""
    sent, after = 0, 0
    hour = at.astimezone(clock.IST).hour
    with rows.alone("talent_delivery") as free:
        if not free:
            return 0
        # Older ones are read in the application, and not sent any more.
        rows.run(
            "update talent_digest set delivered_at = %s, mail = 'none', sms = 'none'"
            " where delivered_at is null and written_at < %s",
            [at, at - STALE],
        )
        _end_forgotten(at)
        templates = {one.language: one for one in SmsTemplate.objects.filter(ended_at__isnull=True)}
        while True:
            waiting = list(Digest.objects.filter(delivered_at__isnull=True, pk__gt=after).order_by("pk")[:CHUNK])
            if not waiting:
                return sent
            after = waiting[-1].pk
            known = readers([one.person_id for one in waiting])
            devices = people.push_devices([one.person_id for one in waiting], at)
            for digest in waiting:
                reader = known[digest.person_id]
                if not quiet(hour, reader.quiet_from, reader.quiet_until):
                    sent += _deliver(
                        digest, reader, templates.get(digest.language), devices.get(reader.person_id, []), at
                    )


def _end_forgotten(at: dt.datetime) -> None:
    """Notes that nobody tries any more: their job was given up, or its worker killed as often as it may be. All tries
    lie within STALE, and the last of them closes the note."""
    said = "nobody tries it any more"
    rows.run(
        "update talent_smsnote set state = 'late', why = coalesce(nullif(why, ''), %s)"
        " where state = 'waiting' and at < %s",
        [said, at - FORGOTTEN],
    )
    rows.run(
        "update talent_pushnote set state = 'late', why = coalesce(nullif(why, ''), %s)"
        " where state = 'waiting' and next_at < %s",
        [said, at - FORGOTTEN],
    )


def _deliver(
    digest: Digest, reader: Reader, template: SmsTemplate | None, devices: list[PushDeviceRow], at: dt.datetime
) -> bool:  # fmt: skip
    with transaction.atomic():
        digest.mail = digest.sms = "none"
        if reader.by_mail and reader.email:
            with translation.override(digest.language):
                link = f"{settings.PUBLIC_ORIGIN}/talent/"
                mail.send(
                    to=reader.email, subject=_("Karmayogi: what there is to know today"),
                    text=f"{digest.text}\n\n{link}\n\n" + _("How you are reminded is set on the same page."),
                )  # fmt: skip
            digest.mail = "sent"
        if reader.by_sms and reader.mobile and digest.due_on is not None:
            digest.sms = _by_sms(digest, template, at)
        pushed = queue_push(digest, devices, at)
        digest.delivered_at = at
        digest.save(update_fields=["mail", "sms", "delivered_at"])
    return bool(pushed) or digest.mail == "sent" or digest.sms == "queued"


def _by_sms(digest: Digest, template: SmsTemplate | None, at: dt.datetime) -> str:
    if not sends_texts():
        return "off"
    if template is None:
        SmsNote.objects.create(
            person_id=digest.person_id, text="", state="refused", why=f"no text is registered in {digest.language}",
            at=at, digest=digest,
        )  # fmt: skip
        return "refused"
    with translation.override(digest.language):
        try:
            text = filled(template.text, [num(digest.left), day(digest.due_on)])
        except Unfit as error:
            SmsNote.objects.create(
                person_id=digest.person_id, template=template.number, text="", state="refused", why=str(error)[:200],
                at=at, digest=digest,
            )  # fmt: skip
            return "refused"
    return send_registered(person_id=digest.person_id, number=template.number, text=text, at=at, digest_id=digest.pk)
