"""Where an account is signed in, and when a session was last used."""

import datetime as dt

from karmayogi.kernel import rows
from karmayogi.people.types import SessionRow

_OF = """
select session_key, encode(sha256(session_key::bytea), 'hex'), host(ip), agent, opened_at, seen_at
from people_session
where account_id = %s and expire_date > %s
order by seen_at desc, session_key
limit 100
"""


def sessions_of(account_id: int, at: dt.datetime) -> list[SessionRow]:
    """Those that still count, last used first."""
    return rows.fetch(SessionRow, _OF, [account_id, at])
