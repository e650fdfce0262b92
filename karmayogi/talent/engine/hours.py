"""Quiet hours: when nobody is written to."""

import datetime as dt


def quiet(hour: int, since: int, until: int) -> bool:
    """Whether that hour of the day lies in the quiet ones; 20 to 8 passes midnight, and equal ones are none at all."""
    return since <= hour < until if since <= until else hour >= since or hour < until


def quiet_ends(now: dt.datetime, until: int) -> dt.datetime:
    """The next moment at which the clock of `now` says that hour."""
    at = now.replace(hour=until, minute=0, second=0, microsecond=0)
    return at if at > now else at + dt.timedelta(days=1)
