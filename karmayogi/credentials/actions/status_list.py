"""The public lists of revoked certificates: made when needed, signed anew after each change."""

import datetime as dt
import json

from django.db import transaction

from karmayogi.credentials import conf
from karmayogi.credentials.actions import signing
from karmayogi.credentials.engine import badge, bitstring
from karmayogi.credentials.models import StatusList
from karmayogi.kernel.ids import uuid7

# Whoever checks without a network may rely on a copy for so long; a list that lies still is signed anew each day.
GOOD_FOR = dt.timedelta(days=3)
ANEW_AFTER = dt.timedelta(days=1)


def list_for(number: int, kid: str, at: dt.datetime) -> StatusList:
    """The list of that number; made and signed, with no bit set, by whoever needs it first."""
    found = StatusList.objects.filter(number=number).only("id", "uuid").first()
    if found is not None:
        return found
    uuid, bits = uuid7(), bytes(bitstring.LENGTH // 8)
    made = StatusList(uuid=uuid, number=number, bits=bits, signed=_signed(uuid, bits, kid, at), updated_at=at)
    StatusList.objects.bulk_create([made], ignore_conflicts=True)  # two may need it at the same moment
    return StatusList.objects.only("id", "uuid").get(number=number)


def publish_list(list_id: int, at: dt.datetime) -> None:
    """Signs the list as its bits are now. Repeating it does no harm."""
    found = StatusList.objects.select_for_update().get(pk=list_id)
    kid = signing.current_key(at).kid
    found.signed = _signed(found.uuid, bytes(found.bits), kid, at)
    found.updated_at = at
    found.save(update_fields=["signed", "updated_at"])


def publish_old_lists(at: dt.datetime) -> int:
    """Signs anew each list that nobody has signed for a day; how many. One transaction for each of them."""
    old = list(StatusList.objects.filter(updated_at__lte=at - ANEW_AFTER).order_by("id").values_list("id", flat=True))
    for list_id in old:
        with transaction.atomic():
            publish_list(list_id, at)
    return len(old)


def _signed(uuid: object, bits: bytes, kid: str, at: dt.datetime) -> str:
    document = badge.status_list(
        url=conf.status_list_url(uuid),
        issuer=conf.issuer(),
        issuer_name=conf.issuer_name(),
        encoded=bitstring.encode(bits),
        at=at,
        until=at + GOOD_FOR,
    )
    return json.dumps(signing.sign(document, kid, at), ensure_ascii=False)
