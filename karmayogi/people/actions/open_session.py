"""A session without the sign-in page: for guests of other platforms, for tests, the demo and benchmarks."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from karmayogi.kernel import audit
from karmayogi.kernel.access import NotFound, System
from karmayogi.people.actions.note_seen import tighten
from karmayogi.people.models import Account
from karmayogi.people.sessions import SessionStore

BACKEND = "karmayogi.people.web.backend.Backend"


def open_session(account_id: int, at: dt.datetime, *, strict: bool = False) -> str:
    """The key of a new session, to be sent as the session cookie. Raises NotFound for a closed or unknown account.

    strict: limited from the beginning as the sessions of who holds a delegated authority are.
    """
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        raise NotFound
    store = SessionStore()
    store.opened(at=at, ip=None, agent="")
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.set_expiry(settings.SESSION_COOKIE_AGE)
    store.save()
    if strict:
        tighten(str(store.session_key), at)
    audit.record(
        "people:session:open",
        agent=System("session without a form"),
        at=at,
        kind="account",
        subject=account.uuid,
        concerns=account.person_id,
    )
    return str(store.session_key)
