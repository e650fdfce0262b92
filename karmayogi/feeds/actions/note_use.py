"""When a token was last used, so that a forgotten one can be told from one in use."""

import datetime as dt

from karmayogi.feeds.queries.tokens import Caller
from karmayogi.kernel import clock, rows


def note_use(caller: Caller, at: dt.datetime) -> None:
    """Written once a day: a token is not locked by each of its requests."""
    day = clock.day(at)
    if caller.used_on != day:
        rows.run("update feeds_token set used_on = %s where id = %s", [day, caller.token_id])
