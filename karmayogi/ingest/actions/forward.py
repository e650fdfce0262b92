"""Sending every statement on to another record store: in order, at least once, later when it cannot be now."""

import base64
import datetime as dt
import http.client
import itertools
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from typing import Any

from django.conf import settings

from karmayogi.ingest.engine import codec, multipart, sealed
from karmayogi.ingest.models import Forward
from karmayogi.ingest.queries.after import statements_after
from karmayogi.ingest.queries.attachments import attachments
from karmayogi.ingest.types import StoredStatement, Version
from karmayogi.kernel import rows
from karmayogi.kernel.pauses import pause

BATCH = 100
MOST_BATCHES = 200  # of one target in one run, so that others get their turn
LONGEST = 45  # seconds of a run: the next one goes on, and other work gets the thread
PATIENCE = 30  # seconds for an answer
log = logging.getLogger("karmayogi.ingest")


class _Stay(urllib.request.HTTPRedirectHandler):
    """An answer that points elsewhere is not followed: statements go where the administrator said."""

    def redirect_request(self, *arguments: Any) -> None:
        return None


_opener = urllib.request.build_opener(_Stay)


def forward_all(*, at: dt.datetime) -> int:
    """Sends to every target that is due; how many statements were taken."""
    due = Forward.objects.filter(ended_at__isnull=True, parked="", next_at__lte=at).order_by("next_at", "id")
    until = time.monotonic() + LONGEST
    return sum(_forward(target, at, until) for target in due)


def _forward(target: Forward, at: dt.datetime, until: float) -> int:
    with rows.alone("ingest_forward", target.id) as free:
        if not free:
            return 0  # another worker is at it
        target.refresh_from_db()
        taken = 0
        for _batch in range(MOST_BATCHES):
            if time.monotonic() > until:
                break
            batch, version = _of_one_version(statements_after(target.sent_seq, BATCH))
            if not batch or not _send_and_note(target, batch, version, at):
                break
            taken += len(batch)
        return taken


def _of_one_version(found: Sequence[StoredStatement]) -> tuple[list[StoredStatement], Version]:
    """Those at the beginning that say the same version of themselves: each is sent under the rules it was made by."""
    versions = [Version.V1 if codec.decode(one.body)["version"].startswith("1.") else Version.V2 for one in found]
    if not versions:
        return [], Version.V2
    return [
        one for one, _same in zip(found, itertools.takewhile(versions[0].__eq__, versions), strict=False)
    ], versions[0]


def _send_and_note(target: Forward, batch: Sequence[StoredStatement], version: Version, at: dt.datetime) -> bool:
    """Whether it was taken. Otherwise it waits, or is parked when trying again would not help."""
    try:
        status, text = _send(target, batch, version)
    except sealed.InvalidToken:
        return _park(target, "The secret cannot be opened with the keys of this installation. Enter it again.")
    except (OSError, http.client.HTTPException) as error:
        return _wait(target, at, str(error))
    if 200 <= status < 300:
        target.sent_seq, target.sent_at, target.failures, target.next_at = batch[-1].seq, at, 0, at
        target.save(update_fields=["sent_seq", "sent_at", "failures", "next_at"])
        return True
    if 400 <= status < 500 and status not in (408, 425, 429):
        return _park(target, f"{status}: {text}")
    return _wait(target, at, f"{status}: {text}")


def _send(target: Forward, batch: Sequence[StoredStatement], version: Version) -> tuple[int, str]:
    body = b"[" + b",".join(one.body for one in batch) + b"]"
    media_type, parts = "application/json", attachments([one.seq for one in batch])
    if parts:
        media_type, body = multipart.write(body, parts)
    secret = sealed.opened(target.secret, sealing_keys())
    credential = base64.b64encode(f"{target.key}:{secret}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 (http and https only: see actions/add_forward.py)
        f"{target.url.rstrip('/')}/statements",
        data=body,
        method="POST",
        headers={
            "Authorization": f"Basic {credential}",
            "Content-Type": media_type,
            "X-Experience-API-Version": version.value,
        },
    )
    try:
        with _opener.open(request, timeout=PATIENCE) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.read(300).decode(errors="replace")


def sealing_keys() -> list[str]:
    """What secrets of targets are sealed with, the newest first."""
    return [str(settings.SECRET_KEY), *map(str, settings.SECRET_KEY_FALLBACKS)]


def _park(target: Forward, why: str) -> bool:
    target.parked = why.replace("\0", "")[:500]
    target.save(update_fields=["parked"])
    log.warning("xapi: forwarding is parked", extra={"target": target.name, "why": target.parked})
    return False


def _wait(target: Forward, at: dt.datetime, why: str) -> bool:
    target.failures += 1
    target.next_at = at + pause(target.failures)
    target.save(update_fields=["failures", "next_at"])
    log.warning("xapi: forwarding waits", extra={"target": target.name, "why": why[:300]})
    return False
