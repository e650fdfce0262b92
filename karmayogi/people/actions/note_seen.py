"""That a session is in use: written now and then only, so that pages do not pay for it."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.people.queries.session_sql import NOTE_SEEN
from karmayogi.people.sessions import SEEN_EVERY, STRICT_IDLE, STRICT_LONGEST
from karmayogi.people.types import SessionAccount

_TIGHTEN = """
update people_session set seen_at = %(at)s::timestamptz, idle_limit = %(idle)s::interval,
  ends_at = least(ends_at, %(at)s::timestamptz + %(longest)s::interval),
  expire_date = least(ends_at, %(at)s::timestamptz + %(idle)s::interval)
where session_key = %(session)s::text
"""


def note_seen(session: SessionAccount, at: dt.datetime, *, strict: bool) -> None:
    """Moves the end of the session on. strict: she holds a delegated authority."""
    if strict and (session.idle_limit is None or session.idle_limit > STRICT_IDLE):
        tighten(session.session_key, at)
        return
    # A fifteenth of the limit: whoever works on is never put out early by more than that.
    every = SEEN_EVERY if session.idle_limit is None else min(SEEN_EVERY, session.idle_limit / 15)
    if at - session.seen_at >= every:
        rows.run(NOTE_SEEN, {"at": at, "session": session.session_key})


def tighten(session_key: str, at: dt.datetime) -> None:
    """From now on it ends after STRICT_IDLE without use, and after STRICT_LONGEST in any case, whatever was asked for
    at signing in. An authority that ends meanwhile does not loosen it: the next session is an ordinary one."""
    values = {"at": at, "session": session_key, "idle": STRICT_IDLE, "longest": STRICT_LONGEST}
    rows.run(_TIGHTEN, values)
