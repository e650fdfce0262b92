"""Entries in the audit trail for what django-allauth does: signing in and out, passwords, second factors."""

import datetime as dt
from typing import Any

from karmayogi.kernel import audit
from karmayogi.kernel.access import System
from karmayogi.people.models import Account

SIGN_IN = System("sign-in")


def note_security(tag: str, account: Account, *, at: dt.datetime, **detail: Any) -> None:
    """One entry. detail: methods and kinds only, never codes, addresses or secrets."""
    audit.record(
        tag,
        agent=SIGN_IN,
        at=at,
        kind="account",
        subject=account.uuid,
        concerns=account.person_id,
        detail=detail or None,
    )
