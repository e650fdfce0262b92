"""How long another system that did not answer is left alone: a minute, twice as long each time, four hours at most."""

import datetime as dt

LONGEST = dt.timedelta(hours=4)


def pause(failures: int) -> dt.timedelta:
    """failures: how often it did not answer by now, from 1."""
    return min(LONGEST, dt.timedelta(minutes=2 ** min(failures - 1, 10)))
