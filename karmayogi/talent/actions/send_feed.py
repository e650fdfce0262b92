"""Telling an appraisal system: one batch at a time, sent again byte for byte until it is acknowledged (FEED.md)."""

import datetime as dt
import http.client
import logging
import time
import urllib.error
import urllib.request
import uuid as uuids
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.markup import writable
from karmayogi.kernel.pauses import pause
from karmayogi.talent.actions.gather_lines import gather_lines
from karmayogi.talent.engine import exchange
from karmayogi.talent.models import Feed, FeedBatch, FeedLine
from karmayogi.talent.queries.feeds import sendable

MOST_LINES = 500
MOST_BATCHES = 40  # of one feed in one run, so that others get their turn
MOST_ANSWER = 1_000_000
PATIENCE = 30  # seconds for an answer
NOT_SAFE = "The address is not https: standings of persons leave no other way. End the feed and connect it anew."
log = logging.getLogger("karmayogi.talent")

_LINES = """
select l.number, c.number, p.uuid, p.employee_code, p.external_system, p.external_code, o.code,
  y.year || '-' || lpad(((y.year + 1) %% 100)::text, 2, '0'), a.number, l.standing, l.contested, l.prescribed, l.done,
  l.needed, l.days, l.test_on, l.eligible_on, l.as_on
from talent_feedline l join people_person p on p.id = l.person_id join talent_appraisalyear y on y.id = l.year_id
join talent_appraisalorder a on a.id = y.order_id join orgs_organisation o on o.id = y.organisation_id
left join talent_feedline c on c.id = l.corrects_id
where l.feed_id = %s and l.state = 'waiting' order by l.number limit %s
"""


class _Stay(urllib.request.HTTPRedirectHandler):
    """An answer that points elsewhere is not followed: standings go where the administrator said."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay, urllib.request.ProxyHandler({}))


def send_all(at: dt.datetime) -> int:
    """To every feed with an address that is due; how many lines were acknowledged. What fails with a fault of ours
    does not stop the others: it is raised once they had their turn."""
    due = Feed.objects.filter(ended_at__isnull=True, parked="", next_at__lte=at).exclude(url="")
    told, faults = 0, list[Exception]()
    for one in due.order_by("next_at", "pk"):
        try:
            told += send_feed(one, at)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise ExceptionGroup("feeds to appraisal systems", faults)
    return told


def send_feed(feed: Feed, at: dt.datetime) -> int:
    """What is new is gathered first; lines that were acknowledged."""
    with rows.alone("talent_feed", feed.pk) as free:
        if not free:
            return 0  # another worker is at it
        feed.refresh_from_db()
        if feed.ended_at is not None or feed.parked or not feed.url:
            return 0
        if not sendable(feed.url):  # entered when http was allowed, or taken over from a demonstration
            _park(feed, NOT_SAFE)
            return 0
        gather_lines(feed, at)
        told = 0
        for _turn in range(MOST_BATCHES):
            batch = open_batch(feed) or make_batch(feed, at)
            if batch is None or not _send(feed, batch, at):
                break
            told += batch.lines
        return told


def open_batch(feed: Feed) -> FeedBatch | None:
    """The one whose acknowledgement has not come."""
    return FeedBatch.objects.filter(feed=feed, acknowledged_at__isnull=True).order_by("sequence").first()


def make_batch(feed: Feed, at: dt.datetime) -> FeedBatch | None:
    """The next one of what waits; None where nothing does, or the one before is not acknowledged."""
    with transaction.atomic():
        Feed.objects.select_for_update().get(pk=feed.pk)
        if open_batch(feed) is not None:
            return None
        lines = rows.fetch(exchange.Line, _LINES, [feed.pk, MOST_LINES])
        if not lines:
            return None
        before = FeedBatch.objects.filter(feed=feed).order_by("-sequence").first()
        uuid, sequence = uuid7(), before.sequence + 1 if before else 1
        previous = exchange.digest(before.text) if before else ""
        said = exchange.batch(uuid, feed.uuid, sequence, previous, lines, at)
        batch = FeedBatch.objects.create(
            uuid=uuid, feed=feed, sequence=sequence, lines=len(lines), made_at=at,
            text=credentials.sign_token(said, typ=exchange.BATCH, at=at),
        )  # fmt: skip
        FeedLine.objects.filter(feed=feed, number__in=[one.number for one in lines]).update(state="sent", batch=batch)
    return batch


def take_acknowledgement(feed: Feed, batch: uuids.UUID, text: str, at: dt.datetime) -> FeedBatch:
    """Of that batch, as it came over the network or in a file. Once more changes nothing. Refused: another key, batch,
    digest, or not each line once."""
    text = text.strip()
    with transaction.atomic():
        row = FeedBatch.objects.select_for_update().filter(feed=feed, uuid=batch).first()
        if row is None:
            raise Refused(_("There is no such batch."))
        if row.acknowledged_at is not None and row.acknowledgement == text:
            return row
        lines = FeedLine.objects.filter(batch=row)
        try:
            said = credentials.read_token(text, feed.public_key)
            answer = exchange.acknowledged(
                said, uuid=row.uuid, sequence=row.sequence, text=row.text,
                numbers=set(lines.values_list("number", flat=True)),
            )  # fmt: skip
        except (credentials.BadToken, exchange.BadAcknowledgement) as error:
            raise Refused(_("This is no acknowledgement of the batch: %(why)s") % {"why": error}) from error
        if row.acknowledged_at is not None:
            raise Refused(_("The batch is acknowledged already, by another text."))
        for number, why in answer.items():
            if why:
                lines.filter(number=number).update(state="refused", reason=why)
        lines.filter(state="sent").update(state="taken")
        row.acknowledgement, row.acknowledged_at = text, at
        row.save(update_fields=["acknowledgement", "acknowledged_at"])
    return row


def _send(feed: Feed, batch: FeedBatch, at: dt.datetime) -> bool:
    """Whether it was acknowledged. Otherwise it waits, or is parked when trying again would not help."""
    batch.sent_at, batch.tries = at, batch.tries + 1
    batch.save(update_fields=["sent_at", "tries"])
    try:
        status, text = _post(feed.url, batch.text)
    except (OSError, http.client.HTTPException) as error:
        return _wait(feed, at, str(error))
    if status == 200:
        try:
            take_acknowledgement(feed, batch.uuid, text, at)
        except Refused as refusal:
            return _park(feed, str(refusal))
        feed.failures, feed.next_at = 0, at
        feed.save(update_fields=["failures", "next_at"])
        return True
    if 400 <= status < 500 and status not in (408, 425, 429):
        return _park(feed, f"{status}: {text[:300]}")
    return _wait(feed, at, f"{status}: {text[:300]}")


def _post(url: str, text: str) -> tuple[int, str]:
    request = urllib.request.Request(  # noqa: S310 (https, or this machine: see queries/feeds.py)
        url, data=text.encode(), method="POST", headers={"Content-Type": "application/jose"}
    )
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            return answer.status, _read(answer, MOST_ANSWER)
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, _read(answer, 1000)


def _read(answer: Any, most: int) -> str:
    """What is answered, as long as it keeps coming: one sign after the other must not hold up the feeds of others."""
    until, got = time.monotonic() + PATIENCE, bytearray()
    while len(got) < most and (piece := answer.read1(most - len(got))):
        got += piece
        if time.monotonic() > until:
            raise TimeoutError("the answer took too long")
    return got.decode(errors="replace")


def _park(feed: Feed, why: str) -> bool:
    feed.parked = writable(why)[:500]
    feed.save(update_fields=["parked"])
    log.warning("appraisal: a feed is parked", extra={"feed": feed.name, "why": feed.parked})
    return False


def _wait(feed: Feed, at: dt.datetime, why: str) -> bool:
    feed.failures += 1
    feed.next_at = at + pause(feed.failures)
    feed.save(update_fields=["failures", "next_at"])
    log.warning("appraisal: a feed waits", extra={"feed": feed.name, "why": why[:300]})
    return False
