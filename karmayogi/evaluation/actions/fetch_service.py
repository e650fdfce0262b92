"""Service figures out of an open feed at its address, each night: as a file that was brought, with nobody bringing it.

What is fetched is small (kernel/outgoing.py says how small) and over https alone; a larger file is brought by hand.
"""

import datetime as dt
import uuid as uuids

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.bring_service import keep
from karmayogi.evaluation.actions.steps import plain
from karmayogi.evaluation.models import ServiceFeed
from karmayogi.evaluation.queries.indicators import access_service
from karmayogi.kernel import addresses, audit, clock, outgoing
from karmayogi.kernel.access import Actor, Refused, System
from karmayogi.kernel.jobs import BULK, task
from karmayogi.kernel.outgoing import Unreachable


@transaction.atomic
def set_feed(
    *, actor: Actor, service: uuids.UUID, address: str, publisher: str, licence: str, at: dt.datetime
) -> None:  # fmt: skip
    """From where it is fetched from now on; the same again changes nothing."""
    of = access_service(actor, service)
    address, publisher, licence = address.strip(), plain(publisher, 200), plain(licence, 200)
    if not publisher or not licence:
        raise Refused(_("Say who published it, where, and under which licence."))
    if not addresses.acceptable(address, plain_allowed=bool(settings.PRIVATE_ADDRESSES)):
        raise Refused(_("The address begins with https:// and has no password and no blanks in it."))
    said = {"address": address, "publisher": publisher, "licence": licence, "ended_at": None}
    row, fresh = ServiceFeed.objects.select_for_update().get_or_create(indicator=of, defaults=said)
    if not fresh:
        if {name: getattr(row, name) for name in said} == said:
            return
        for name, value in said.items():
            setattr(row, name, value)
        row.asked_at, row.fault = None, ""  # of what was entered before
        row.save()
    audit.record(
        "evaluation:feed:set", agent=actor, at=at, kind="service_indicator", subject=of.uuid, label=of.name,
        detail={"address": address, "licence": licence},
    )  # fmt: skip


@transaction.atomic
def end_feed(*, actor: Actor, service: uuids.UUID, at: dt.datetime) -> None:
    """It is fetched no more; what it gave stays. Twice changes nothing."""
    of = access_service(actor, service)
    if ServiceFeed.objects.filter(indicator=of, ended_at__isnull=True).update(ended_at=at):
        audit.record(
            "evaluation:feed:end", agent=actor, at=at, kind="service_indicator", subject=of.uuid, label=of.name
        )


def ask_feeds() -> None:
    """One job for each, so that one that hangs keeps no other waiting."""
    for feed in ServiceFeed.objects.filter(ended_at__isnull=True).values_list("pk", flat=True):
        fetch_feed.enqueue(feed=feed)


@task(queue_name=BULK)
def fetch_feed(feed: int) -> None:
    """The same file as before is the one that is there; why nothing came is kept for the page."""
    row = ServiceFeed.objects.select_related("indicator").filter(pk=feed, ended_at__isnull=True).first()
    if row is None:
        return
    at, fault = clock.now(), ""
    try:
        answer = outgoing.fetch(
            row.address, headers={"Accept": "text/csv, application/json"}, private=bool(settings.PRIVATE_ADDRESSES)
        )
        if answer.status != 200:
            raise Unreachable(f"The answer is {answer.status}.")
        with transaction.atomic():
            # Ended or entered anew meanwhile: nobody wants what this address says any more.
            asked = ServiceFeed.objects.select_for_update().filter(pk=feed, address=row.address, ended_at__isnull=True)
            now = asked.first()
            if now is None:
                return
            keep(
                row.indicator, agent=System("service feeds"), by_id=None, content=answer.body, publisher=now.publisher,
                address=now.address, licence=now.licence, fetched_at=at, at=at,
            )  # fmt: skip
    except (Unreachable, Refused) as error:
        fault = plain(str(error), 500)
    # Of the address that was asked: another one entered meanwhile has not been.
    ServiceFeed.objects.filter(pk=feed, address=row.address).update(asked_at=at, fault=fault)
