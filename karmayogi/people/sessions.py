"""Sessions in our table (settings.SESSION_ENGINE): `account_id`, address and browser are columns, signing in costs
one insert, and a changed key keeps the row.

Django's own store writes an empty row when a key is made and whole rows afterwards, which would wipe the columns.

How long a session lasts is in its row: it ends at `ends_at`, and earlier when nobody used it for `idle_limit`.
`expire_date` is the nearer of the two and moves on with use, so that every reader asks for one column only.
"""

import datetime as dt
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase, UpdateError
from django.utils.crypto import get_random_string

from karmayogi.kernel import clock, rows

AUTHENTICATION_METHODS = "account_authentication_methods"  # allauth.account.authentication, which needs the apps loaded

IDLE = dt.timedelta(hours=8)  # whoever did not ask to stay signed in on the device
STRICT_IDLE = dt.timedelta(minutes=30)  # whoever holds a delegated authority, on any device
STRICT_LONGEST = dt.timedelta(hours=24)
ANONYMOUS = dt.timedelta(days=1)  # half-way through signing in
SEEN_EVERY = dt.timedelta(minutes=10)

# When a session counts: the one place that says it. Of a session that belongs to nobody yet ALIVE alone is asked.
ALIVE = "session.session_key = %(session)s::text and session.expire_date > %(at)s::timestamptz"
ACCOUNT_OPEN = """
account.is_active and (account.sessions_valid_from is null or session.opened_at >= account.sessions_valid_from)
"""

_LOAD = f"""
select session.session_data from people_session session
left join people_account account on account.id = session.account_id
where {ALIVE} and (session.account_id is null or ({ACCOUNT_OPEN}))
"""
_INSERT = """
insert into people_session (session_key, session_data, account_id, second_factor, ip, agent, opened_at, seen_at,
  push_device_id, idle_limit, ends_at, expire_date)
values (%s, %s, %s::bigint, %s, %s::inet, %s, %s, %s, %s::bigint, %s::interval, %s, %s)
"""
_UPDATE = """
update people_session set session_data = %s, account_id = %s::bigint,
  second_factor = coalesce(%s::boolean, second_factor)
where session_key = %s
"""
_LASTS = "update people_session set idle_limit = %s::interval, ends_at = %s, expire_date = %s where session_key = %s"
_RENAME = "update people_session set session_key = %s where session_key = %s"
_OPEN_AGAIN = """
update people_session set session_key = %s, ip = %s::inet, agent = %s, opened_at = %s, seen_at = %s,
  push_device_id = %s::bigint
where session_key = %s
"""


def _factors_shown(data: dict[str, Any]) -> int:
    """How often a passkey, a code of an app or a recovery code was shown in this session (allauth's own record)."""
    return sum(record.get("method") == "mfa" for record in data.get(AUTHENTICATION_METHODS, ()))


def _new_key() -> str:
    return get_random_string(32, VALID_KEY_CHARS)


class SessionStore(SessionBase):
    """One row a session. A key is 160 random bits, so a new one needs no look whether it is taken."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._new = False
        self._opening: tuple[dt.datetime, str | None, str, int | None] | None = None
        self._shown_before = 0

    def opened(self, *, at: dt.datetime, ip: str | None, agent: str, push_device: int | None = None) -> None:
        """Says when and from where somebody signs in; used when the row is made or its key changes next."""
        self._opening = (at, ip, agent[:200], push_device)

    def load(self) -> dict[str, Any]:
        data = rows.scalar(_LOAD, {"session": self.session_key, "at": clock.now()})
        if data is None:
            self._session_key = None
            return {}
        decoded: dict[str, Any] = self.decode(data)
        self._shown_before = _factors_shown(decoded)
        return decoded

    def exists(self, session_key: str) -> bool:
        return bool(rows.scalar("select true from people_session where session_key = %s", [session_key]))

    def create(self) -> None:
        """A new key; the row is written by the next save."""
        self._session_key = _new_key()
        self._new = True
        self.modified = True

    def cycle_key(self) -> None:
        """Another key for the same row: whoever knew the old one knows nothing now."""
        data = self._get_session()  # type: ignore[attr-defined]
        old = self.session_key
        fresh_row = self._new or old is None
        self._session_key = _new_key()
        self._session_cache = data
        self.modified = True
        if fresh_row:
            self._new = True
        elif self._opening:
            at, ip, agent, device = self._opening
            self._new = rows.run(_OPEN_AGAIN, [self.session_key, ip, agent, at, at, device, old]) == 0
        else:
            self._new = rows.run(_RENAME, [self.session_key, old]) == 0

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
        data = self._get_session(no_load=must_create or self._new)  # type: ignore[attr-defined]
        account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        shown = _factors_shown(data)
        proved = account_id is not None and shown > 0
        at, ip, agent, device = self._opening or (clock.now(), None, "", None)
        if self._new or must_create:
            lasts = self._lasts(account_id, at)
            values = [self.session_key, self.encode(data), account_id, proved, ip, agent, at, at, device, *lasts]
            rows.run(_INSERT, values)
            self._new, self._shown_before = False, shown
            return
        # None leaves the column alone: it may have been cleared since, together with the factor (receivers.on_removed).
        news = proved if self._opening or shown != self._shown_before else None
        if rows.run(_UPDATE, [self.encode(data), account_id, news, self.session_key]) == 0:
            raise UpdateError  # signed out elsewhere meanwhile
        self._shown_before = shown
        if self._opening:
            rows.run(_LASTS, [*self._lasts(account_id, at), self.session_key])

    def _lasts(self, account_id: int | None, at: dt.datetime) -> tuple[dt.timedelta | None, dt.datetime, dt.datetime]:
        """idle_limit, ends_at and expire_date of a session that begins at `at`."""
        if account_id is None:
            return None, at + ANONYMOUS, at + ANONYMOUS
        ends = at + dt.timedelta(seconds=self.get_expiry_age(modification=at))
        if self.get_expire_at_browser_close():
            return IDLE, ends, min(ends, at + IDLE)
        return None, ends, ends

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            rows.run("delete from people_session where session_key = %s", [key])

    @classmethod
    def clear_expired(cls) -> None:
        """A day after its end: until then it still tells whose form came too late (actions/keep_form.py)."""
        rows.run("delete from people_session where expire_date < %s", [clock.now() - dt.timedelta(days=1)])
