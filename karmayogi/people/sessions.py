"""Sessions in our table (settings.SESSION_ENGINE): `account_id`, address and browser are columns, signing in costs
one insert, and a changed key keeps the row.

Django's own store writes an empty row when a key is made and whole rows afterwards, which would wipe the columns.
"""

import datetime as dt
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase, UpdateError
from django.utils.crypto import get_random_string

from karmayogi.kernel import clock, rows

# The same conditions as queries/accounts.py: allauth's pages ask here and not there.
_LOAD = """
select s.session_data from people_session s left join people_account a on a.id = s.account_id
where s.session_key = %s and s.expire_date > %s
  and (a.id is null or (a.is_active and (a.sessions_valid_from is null or s.opened_at >= a.sessions_valid_from)))
"""
_INSERT = """
insert into people_session (session_key, session_data, expire_date, account_id, ip, agent, opened_at, seen_at)
values (%s, %s, %s, %s::bigint, %s::inet, %s, %s, %s)
"""
_UPDATE = (
    "update people_session set session_data = %s, expire_date = %s, account_id = %s::bigint where session_key = %s"
)
_RENAME = "update people_session set session_key = %s where session_key = %s"
_OPEN_AGAIN = """
update people_session set session_key = %s, ip = %s::inet, agent = %s, opened_at = %s, seen_at = %s
where session_key = %s
"""


def _new_key() -> str:
    return get_random_string(32, VALID_KEY_CHARS)


class SessionStore(SessionBase):
    """One row a session. A key is 160 random bits, so a new one needs no look whether it is taken."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._new = False
        self._opening: tuple[dt.datetime, str | None, str] | None = None

    def opened(self, *, at: dt.datetime, ip: str | None, agent: str) -> None:
        """Says when and from where somebody signs in; used when the row is made or its key changes next."""
        self._opening = (at, ip, agent[:200])

    def load(self) -> dict[str, Any]:
        data = rows.scalar(_LOAD, [self.session_key, clock.now()])
        if data is None:
            self._session_key = None
            return {}
        return self.decode(data)

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
            at, ip, agent = self._opening
            self._new = rows.run(_OPEN_AGAIN, [self.session_key, ip, agent, at, at, old]) == 0
        else:
            self._new = rows.run(_RENAME, [self.session_key, old]) == 0

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
        data = self._get_session(no_load=must_create or self._new)  # type: ignore[attr-defined]
        account_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        expires = self.get_expiry_date(modification=clock.now())
        if self._new or must_create:
            at, ip, agent = self._opening or (clock.now(), None, "")
            rows.run(_INSERT, [self.session_key, self.encode(data), expires, account_id, ip, agent, at, at])
            self._new = False
        elif rows.run(_UPDATE, [self.encode(data), expires, account_id, self.session_key]) == 0:
            raise UpdateError  # signed out elsewhere meanwhile

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            rows.run("delete from people_session where session_key = %s", [key])

    @classmethod
    def clear_expired(cls) -> None:
        rows.run("delete from people_session where expire_date < %s", [clock.now()])
