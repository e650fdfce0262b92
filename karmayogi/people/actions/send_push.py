"""One push message to one browser. Never in a transaction: a push service may take its time; one that does not answer
is left alone (kernel.breakers)."""

import datetime as dt
import json
import logging
import time
import uuid
from urllib.parse import urlsplit

from django.conf import settings

from karmayogi.kernel import breakers, outgoing, rows
from karmayogi.people.actions.add_push_device import end_push_device
from karmayogi.people.actions.push_keys import private_half
from karmayogi.people.engine import push
from karmayogi.people.models import PushDevice
from karmayogi.people.queries.push import push_device
from karmayogi.people.types import Pushed, PushMessage

log = logging.getLogger("karmayogi.people.push")


def send_push(device: uuid.UUID, message: PushMessage, *, keep_for: dt.timedelta, at: dt.datetime) -> Pushed:
    """keep_for: how long the push service may wait for a browser that is off. Raises push_keys.KeyMissing."""
    row = push_device(device, at)
    if row is None:
        return Pushed("gone", "the device is off")
    if not row.signed_in:
        return Pushed("away", "nobody is signed in on it")
    found = PushDevice.objects.filter(pk=row.id).first()
    if found is None:
        return Pushed("gone", "the device is off")
    if not push.known_service(found.endpoint, settings.PUSH_SERVICES):
        return Pushed("refused", "its push service is not among ours any more")
    host = urlsplit(found.endpoint).netloc
    if (until := breakers.shut_until(host, at)) is not None:
        seconds = max(1, int((until - at).total_seconds()))
        return Pushed("later", "its push service has not answered of late", seconds, asked=False)
    headers = {
        "Authorization": push.signed(found.endpoint, pem=private_half(row.kid), subject=_subject(), at=at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(max(0, int(keep_for.total_seconds()))),
        "Urgency": "normal",
        "Topic": push.topic_at(device, message.topic),
    }
    body = push.locked(_as_json(message), p256dh=found.p256dh, auth=found.auth)
    began = time.monotonic()
    try:
        answer = outgoing.fetch(
            found.endpoint, method="POST", headers=headers, body=body, private=settings.PRIVATE_ADDRESSES
        )
    except outgoing.Unreachable as error:
        breakers.note_answer(host, False, at)
        return Pushed("later", str(error))
    breakers.note_answer(host, time.monotonic() - began < breakers.SLOW, at)
    state = push.fate(answer.status)
    said = answer.body[:150].decode(errors="replace").replace("\0", "\ufffd")  # a column takes no zero byte
    why = "" if state == "sent" else f"{answer.status}: {said}"
    if state == "sent":
        rows.run("update people_pushdevice set told_at = %s where id = %s", [at, row.id])
    elif state == "gone":
        end_push_device(device, at)
    elif state == "refused":
        log.warning("push: a service refuses a message", extra={"status": answer.status, "why": why})
    return Pushed(state, why, push.asked_to_wait(answer.retry_after, at) if state == "later" else None)


def _as_json(message: PushMessage) -> bytes:
    said = {
        "title": message.title, "body": message.text, "path": message.path, "lang": message.language,
        "dir": "rtl" if message.right_to_left else "ltr", "tag": message.topic,
    }  # fmt: skip
    return push.padded(json.dumps(said, ensure_ascii=False).encode())


def _subject() -> str:
    """Whom the operator of a push service may write to: a site on https, or an address of mail."""
    ours = urlsplit(settings.PUBLIC_ORIGIN)
    return f"https://{ours.hostname}" if ours.scheme == "https" else f"mailto:{settings.DEFAULT_FROM_EMAIL}"
