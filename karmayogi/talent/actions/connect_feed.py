"""Naming an appraisal system and its key; resuming and ending that; sending a refused line again; batches as files."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.credentials import api as credentials
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.talent.actions.gather_lines import gather_lines, send_again
from karmayogi.talent.actions.send_feed import make_batch, open_batch, take_acknowledgement
from karmayogi.talent.models import Feed, FeedBatch, FeedLine
from karmayogi.talent.policies import can_connect
from karmayogi.talent.queries.feeds import access_feed, sendable


def connect_feed(
    *, actor: Actor, organisation: uuids.UUID, name: str, url: str, public_key: str, at: dt.datetime
) -> uuids.UUID:
    """url '': only files. Refused: one that cannot be, no such key, or the organisation has a feed."""
    body = orgs.organisation(organisation)
    if body is None or not can_connect(actor, body.path):
        raise NotFound
    name, url, public_key = " ".join(name.split())[:100], url.strip()[:500], public_key.strip()
    if not name:
        raise Refused(_("Name the appraisal system."))
    if url and not sendable(url):
        raise Refused(_("The address begins with https:// and has no password in it."))
    try:
        credentials.raw_key(public_key)
    except credentials.BadToken as error:
        raise Refused(_("The key is no Ed25519 key: 43 letters of base64url.")) from error
    with transaction.atomic():
        rows.run("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"talent.feed {body.id}"])
        there = Feed.objects.filter(organisation_id=body.id, ended_at__isnull=True).first()
        if there is not None:
            if (there.name, there.url, there.public_key) == (name, url, public_key):
                return there.uuid
            raise Refused(_("This organisation has a feed: end it first."))
        row = Feed.objects.create(
            organisation_id=body.id, name=name, url=url, public_key=public_key, next_at=at, added_by=actor.name,
            added_at=at,
        )  # fmt: skip
        _note(row, "connect", actor, at)
    return row.uuid


def resume_feed(*, actor: Actor, feed: uuids.UUID, at: dt.datetime) -> None:
    """Tries again from where it stopped."""
    with transaction.atomic():
        row = access_feed(actor, feed, "send", lock=True)
        row.parked, row.failures, row.next_at = "", 0, at
        row.save(update_fields=["parked", "failures", "next_at"])
        _note(row, "resume", actor, at)


def end_feed(*, actor: Actor, feed: uuids.UUID, at: dt.datetime) -> None:
    """Nothing is told any more; what was told stays. Repeating it changes nothing."""
    with transaction.atomic():
        row = access_feed(actor, feed, "connect", lock=True)
        if row.ended_at is None:
            row.ended_at = at
            row.save(update_fields=["ended_at"])
            _note(row, "end", actor, at)


def send_line_again(*, actor: Actor, feed: uuids.UUID, number: int, at: dt.datetime) -> None:
    """A line that was refused, as a new one. Twice makes one."""
    with transaction.atomic():
        row = access_feed(actor, feed, "send", lock=True)
        line = FeedLine.objects.select_related("feed").filter(feed=row, number=number, state="refused").first()
        if line is None:
            raise NotFound
        send_again(line, at)
        row.next_at = min(row.next_at, at)
        row.save(update_fields=["next_at"])
        _note(row, "again", actor, at, {"line": number})


def batch_file(*, actor: Actor, feed: uuids.UUID, at: dt.datetime) -> FeedBatch | None:
    """The batch to bring to the other side: the open one, or the next. None: there is nothing to tell."""
    row = access_feed(actor, feed, "send")
    if row.ended_at is not None:
        return None
    with rows.alone("talent_feed", row.pk) as free:
        if not free:
            raise Refused(_("It is being sent at this moment. Try again in a minute."))
        batch = open_batch(row)
        if batch is None:
            gather_lines(row, at)
            batch = make_batch(row, at)
        if batch is not None:
            batch.sent_at = at
            batch.save(update_fields=["sent_at"])
            _note(row, "file", actor, at, {"sequence": batch.sequence})
        return batch


def bring_acknowledgement(*, actor: Actor, feed: uuids.UUID, text: str, at: dt.datetime) -> FeedBatch:
    """A file of the other side for the batch that is open. The one brought last, once more, changes nothing."""
    with transaction.atomic():
        row = access_feed(actor, feed, "send", lock=True)
        batch = open_batch(row) or FeedBatch.objects.filter(feed=row).order_by("-sequence").first()
        if batch is None:
            raise Refused(_("No batch has been made yet."))
        before = FeedBatch.objects.filter(feed=row, acknowledgement=text.strip()).first()
        if before is not None and text.strip():
            return before
        found = take_acknowledgement(row, batch.uuid, text, at)
        _note(row, "acknowledge", actor, at, {"sequence": found.sequence})
    return found


def _note(row: Feed, act: str, actor: Actor, at: dt.datetime, detail: dict[str, object] | None = None) -> None:
    audit.record(
        f"talent:feed:{act}", agent=actor, at=at, kind="appraisal_feed", subject=row.uuid, label=row.name,
        detail=detail or {"url": row.url},
    )  # fmt: skip
