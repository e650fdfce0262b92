"""When nobody is written to: in quiet hours, and of what is old."""

import datetime as dt

STALE = dt.timedelta(days=2)  # a reminder that is older says what is no longer so: it is read here, and not sent


def quiet(hour: int, since: int, until: int) -> bool:
    """Whether that hour of the day lies in the quiet ones; 20 to 8 passes midnight, and equal ones are none at all."""
    return since <= hour < until if since <= until else hour >= since or hour < until


def loud_at(there: dt.datetime, since: int, until: int) -> dt.datetime:
    """That moment of her clock, or the end of the quiet hours in which it lies."""
    if not quiet(there.hour, since, until):
        return there
    end = there.replace(hour=until, minute=0, second=0, microsecond=0)
    return end if end > there else end + dt.timedelta(days=1)


def loud_for(there: dt.datetime, since: int, until: int) -> dt.timedelta:
    """How long it is until the next quiet hours begin; a day where there are none. there: outside them."""
    if since == until:
        return dt.timedelta(days=1)
    begin = there.replace(hour=since, minute=0, second=0, microsecond=0)
    return (begin if begin > there else begin + dt.timedelta(days=1)) - there
