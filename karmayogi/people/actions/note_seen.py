"""When a session was last used: written at most every ten minutes, so that pages do not pay for it."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.people.types import SessionAccount

EVERY = dt.timedelta(minutes=10)


def note_seen(session: SessionAccount, at: dt.datetime) -> None:
    if at - session.seen_at >= EVERY:
        rows.run("update people_session set seen_at = %s where session_key = %s", [at, session.session_key])
