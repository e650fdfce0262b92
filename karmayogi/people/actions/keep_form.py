"""What was typed into a form that came too late, kept for the person who typed it.

The content is encrypted with a key that stays in her browser: the database alone does not tell it, and another browser
of hers does not offer it. It is bound to the account whose session had ended.
"""

import base64
import datetime as dt
import secrets
import uuid

import msgspec
from cryptography.fernet import Fernet, InvalidToken
from django.db import transaction

from karmayogi.kernel import rows
from karmayogi.kernel.digests import digest
from karmayogi.people.models import KeptForm as Row
from karmayogi.people.types import KeptForm

KEPT_FOR = dt.timedelta(hours=1)
MOST_BYTES = 200_000
MOST_FORMS = 5  # of one account
_SESSION_KNOWN = dt.timedelta(days=1)  # how long an ended session still tells whose it was
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(KeptForm).decode


def account_of_ended(session_key: str, account: uuid.UUID, at: dt.datetime) -> int | None:
    """The account, if it was its session; None for one that was signed out, never was, or ended long ago."""
    found = rows.scalar(
        "select a.id from people_session s join people_account a on a.id = s.account_id"
        " where s.session_key = %s and a.uuid = %s and s.expire_date > %s",
        [session_key, account, at - _SESSION_KNOWN],
    )
    return int(found) if found else None


def keep_form(*, account_id: int, key: str, form: KeptForm, at: dt.datetime) -> str | None:
    """Keeps it and returns the key for the browser ("" asks for a new one); None when it is too large."""
    plain = _encode(form)
    if len(plain) > MOST_BYTES:
        return None
    cipher = _cipher(key)
    if cipher is None:
        key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        cipher = Fernet(key)
    with transaction.atomic():
        for row_id, kept in kept_forms(account_id=account_id, key=key, at=at):
            if kept.action == form.action:
                Row.objects.filter(pk=row_id).delete()
        Row.objects.create(account_id=account_id, key_digest=digest(key), content=cipher.encrypt(plain), kept_at=at)
        newest = Row.objects.filter(account_id=account_id).order_by("-id").values("id")[:MOST_FORMS]
        Row.objects.filter(account_id=account_id).exclude(id__in=list(newest.values_list("id", flat=True))).delete()
    return key


def kept_forms(*, account_id: int, key: str, at: dt.datetime) -> list[tuple[int, KeptForm]]:
    """(id, form) of that account and browser, oldest first."""
    cipher = _cipher(key)
    if cipher is None:
        return []
    found = Row.objects.filter(account_id=account_id, key_digest=digest(key), kept_at__gt=at - KEPT_FOR)
    forms = []
    for row in found.order_by("id"):
        try:
            forms.append((row.id, _decode(cipher.decrypt(bytes(row.content)))))
        except (InvalidToken, msgspec.MsgspecError):  # damaged, or of an earlier release
            row.delete()
    return forms


def forget_forms(*, account_id: int, action: str = "", key: str, at: dt.datetime) -> int:
    """Those that were going to `action`, or all of that account and browser; how many."""
    gone = [row_id for row_id, form in kept_forms(account_id=account_id, key=key, at=at) if action in ("", form.action)]
    return Row.objects.filter(id__in=gone).delete()[0]


def is_needed(*, key: str, at: dt.datetime) -> bool:
    """Whether a form of anybody in that browser is kept."""
    return Row.objects.filter(key_digest=digest(key), kept_at__gt=at - KEPT_FOR).exists()


def purge(*, at: dt.datetime) -> None:
    Row.objects.filter(kept_at__lte=at - KEPT_FOR).delete()


def _cipher(key: str) -> Fernet | None:
    try:
        return Fernet(key)
    except ValueError:
        return None
