"""How long a certificate is good, and from when its holder should see to the next one."""

import datetime as dt

from karmayogi.kernel import clock

AHEAD = dt.timedelta(days=60)


def until(issued_at: dt.datetime, months: int | None) -> dt.datetime | None:
    """The end of that many months of the calendar in India, to the second; the last day of a shorter month. None: for
    ever."""
    if not months:
        return None
    here = issued_at.astimezone(clock.IST)
    year, month = divmod(here.month - 1 + months, 12)
    year, month = here.year + year, month + 1
    for day in (here.day, 30, 29, 28):
        try:
            return here.replace(year=year, month=month, day=day, microsecond=0).astimezone(issued_at.tzinfo)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def state(valid_until: dt.datetime | None, at: dt.datetime) -> str:
    """ "": for ever; good, renew (the last sixty days) or expired."""
    if valid_until is None:
        return ""
    if valid_until <= at:
        return "expired"
    return "renew" if valid_until - AHEAD <= at else "good"
