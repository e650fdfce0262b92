"""How somebody wants to be reminded; and the texts that are registered."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.talent.engine.texts import GAP
from karmayogi.talent.models import DigestWish, SmsTemplate
from karmayogi.talent.policies import CONNECT

GAPS = 2  # how many courses are left, and by when


def save_wish(*, actor: Actor, by_mail: bool, by_sms: bool, quiet_from: int, quiet_until: int) -> None:
    """Hers. Equal hours: no quiet hours."""
    if not (0 <= quiet_from <= 23 and 0 <= quiet_until <= 23):
        raise Refused(_("Hours are 0 to 23."))
    DigestWish.objects.update_or_create(
        person_id=actor.person_id,
        defaults={"by_mail": by_mail, "by_sms": by_sms, "quiet_from": quiet_from, "quiet_until": quiet_until},
    )


def register_text(
    *, actor: Actor, number: str, header: str, language: str, text: str, registered_on: dt.date, at: dt.datetime
) -> uuids.UUID:
    """Takes the place of the one in that language. The same again is one."""
    if not actor.paths(*CONNECT):
        raise NotFound
    number, header = number.strip(), header.strip()
    text = text.replace("\r\n", "\n")  # a browser ends lines its own way, and the register does not
    if not (number.isascii() and number.isdigit() and len(number) <= 30):
        raise Refused(_("The number of a registered text has digits only."))
    if not (header.isalnum() and header.isascii() and 3 <= len(header) <= 11):
        raise Refused(_("A registered sender has 3 to 11 letters and digits."))
    if language not in ("en", "hi", "ur") or not text.strip() or len(text) > 1000:
        raise Refused(_("Bring the text exactly as it is registered."))
    if text.count(GAP) != GAPS:
        raise Refused(_("The text has two gaps, {#var#}: how many are left, and by when."))
    with transaction.atomic():
        there = SmsTemplate.objects.filter(number=number).first()
        if there is not None:
            if (there.header, there.language, there.text, there.ended_at) == (header, language, text, None):
                return there.uuid
            raise Refused(_("A text of this number is there already."))
        SmsTemplate.objects.filter(language=language, ended_at__isnull=True).update(ended_at=at)
        row = SmsTemplate.objects.create(
            number=number, header=header, language=language, text=text, registered_on=registered_on,
            added_by=actor.name,
        )  # fmt: skip
        audit.record(
            "talent:text:register", agent=actor, at=at, kind="sms_text", subject=row.uuid, label=number,
            detail={"language": language},
        )  # fmt: skip
    return row.uuid
