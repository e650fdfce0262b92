"""A browser is turned on for push messages, by its owner and for her session in it; or off again."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import addresses, audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.kernel.ids import uuid7
from karmayogi.people.engine.points import decoded, is_point
from karmayogi.people.engine.push import known_service
from karmayogi.people.models import PushDevice, PushKey
from karmayogi.people.queries.push import MOST_PUSH_DEVICES, push_device_here

LONGEST = 1000  # of an address at a push service
SECRET = 16  # bytes


@transaction.atomic
def add_push_device(
    *, actor: Actor, endpoint: str, p256dh: str, auth: str, key: str, name: str, at: dt.datetime, before: str = ""
) -> uuid.UUID:  # fmt: skip
    """What the browser said of its subscription; the same again is the same device.

    key: the public half of ours that it was made with. before: how the browser was called until now (its cookie): that
    one goes, and what this session was in. Raises Refused: an address that is none of a known push service, broken
    keys, one device too many; also for an address that is another's by other secrets, since whoever holds the browser
    knows them.
    """
    if not addresses.acceptable(endpoint, plain_allowed=settings.PRIVATE_ADDRESSES, longest=LONGEST) or not (
        known_service(endpoint, settings.PUSH_SERVICES)
    ):
        raise Refused(_("The push service of this browser is none that this installation sends to."))
    ours = PushKey.objects.filter(public=key, valid_to__isnull=True).first() if is_point(key) else None
    if ours is None or not is_point(p256dh) or not _is_secret(auth):
        raise Refused(_("This browser gave no usable key. Load the page again and try once more."))
    # One at a time for a browser, whoever says that it is hers; and her row is locked, so that two browsers at once
    # count each other.
    rows.scalar("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [endpoint])
    rows.scalar("select id from people_person where id = %s for no key update", [actor.person_id])
    found = PushDevice.objects.select_for_update().filter(endpoint=endpoint).first()
    if found is not None and (found.p256dh, found.auth) != (p256dh, auth):
        raise Refused(_("This browser gave no usable key. Load the page again and try once more."))
    if found is not None and found.person_id != actor.person_id:
        # Whoever had the browser before: from now on it shows what comes for its present owner.
        _end(found, System("sign-in"), "people:push:end", at)
        found = None
    if found is None:
        # A session is in one browser, and so is a cookie: what it was called before is the same one.
        known = (_of(actor.account_id, _named(before)), push_device_here(actor.session_key))
        earlier = [one for one in known if one is not None]
        PushDevice.objects.filter(person_id=actor.person_id, pk__in=earlier).delete()
        if PushDevice.objects.filter(person_id=actor.person_id).count() >= MOST_PUSH_DEVICES:
            raise Refused(
                _("Push messages are on in %(count)s browsers already. Turn one off first.")
                % {"count": MOST_PUSH_DEVICES}
            )
        found = PushDevice.objects.create(
            uuid=uuid7(), person_id=actor.person_id, name=name[:100], endpoint=endpoint, p256dh=p256dh, auth=auth,
            key=ours, added_at=at,
        )  # fmt: skip
        audit.record(
            "people:push:add", agent=actor, at=at, kind="push_device", subject=found.uuid, label=name,
            concerns=actor.person_id,
        )  # fmt: skip
    elif found.key_id != ours.pk:
        raise Refused(_("This browser gave no usable key. Load the page again and try once more."))
    _leave(found.uuid, actor.session_key)
    rows.run(
        "update people_session set push_device_id = %s where session_key = %s and account_id = %s",
        [found.pk, actor.session_key, actor.account_id],
    )
    return found.uuid


@transaction.atomic
def remove_push_device(*, actor: Actor, device: uuid.UUID, at: dt.datetime) -> None:
    """Her own. Raises NotFound for anybody else's, and for one that is off."""
    found = PushDevice.objects.select_for_update().filter(uuid=device, person_id=actor.person_id).first()
    if found is None:
        raise NotFound
    _end(found, actor, "people:push:remove", at)


@transaction.atomic
def end_push_device(device: uuid.UUID, at: dt.datetime) -> None:
    """Its push service knows it no more. Twice is fine."""
    found = PushDevice.objects.select_for_update().filter(uuid=device).first()
    if found is not None:
        _end(found, System("push service"), "people:push:end", at)


def enter_push_device(account_id: int, told: str, session_key: str) -> int | None:
    """Somebody signs in in a browser that says how it was called (its cookie). Its id, if it is hers.

    Whoever it was, nobody else is signed in in it any more: a session whose cookie went when the browser was closed
    lives on for hours, and would go on to bring its owner's messages there.
    """
    named = _named(told)
    if named is None:
        return None
    _leave(named, session_key)
    return _of(account_id, named)


def _named(told: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(told)
    except ValueError:
        return None


def _of(account_id: int, named: uuid.UUID | None) -> int | None:
    found: int | None = rows.scalar(
        "select d.id from people_pushdevice d join people_account a on a.person_id = d.person_id"
        " where d.uuid = %s and a.id = %s",
        [named, account_id],
    )
    return found


def _leave(device: uuid.UUID, keep: str) -> None:
    """All sessions but `keep` leave that browser: one at a time is in it."""
    rows.run(
        "update people_session s set push_device_id = null from people_pushdevice d"
        " join people_account a on a.person_id = d.person_id"
        " where d.uuid = %s and s.account_id = a.id and s.push_device_id = d.id and s.session_key <> %s",
        [device, keep],
    )


def _end(found: PushDevice, agent: Actor | System, tag: str, at: dt.datetime) -> None:
    audit.record(
        tag, agent=agent, at=at, kind="push_device", subject=found.uuid, label=found.name, concerns=found.person_id
    )
    found.delete()


def _is_secret(text: str) -> bool:
    try:
        return len(decoded(text)) == SECRET
    except ValueError:
        return False
