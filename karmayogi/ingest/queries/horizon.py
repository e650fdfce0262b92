"""How far statements are complete: up to which millisecond nothing can appear any more."""

import datetime as dt
import time

from karmayogi.ingest.engine import order
from karmayogi.ingest.queries import hot

# The clock is read before the locks are looked at. A writer who takes its mark after that is stamped later than that;
# one who took it before is seen, or has committed. See actions/enter.py and migration 0002.
_HORIZON = """
select least(
  floor(extract(epoch from statement_timestamp()) * 1000)::bigint,
  (select min(((classid::bigint & 4095) << 32) | objid::bigint) from pg_locks
   where locktype = 'advisory' and objsubid = 1 and pid <> pg_backend_pid()
     and database = (select oid from pg_database where datname = current_database())
     and classid::bigint between 1145307136 and 1145311231
     and (classid::bigint <> 1145307136 or objid::bigint <> 0))
) - 1
"""
_FRESH = 1.0  # seconds
_known: tuple[float, int] = (-_FRESH, 0)


def horizon() -> int:
    """Milliseconds of Unix: every statement stored up to then is visible to queries asked from now on."""
    global _known
    found: int = hot.fetch(_HORIZON)[0][0]
    _known = (time.monotonic(), found)
    return found


def recent_horizon() -> int:
    """The same or a little earlier: what was complete a second ago still is."""
    when, found = _known
    return found if time.monotonic() - when < _FRESH else horizon()


def complete_before(horizon: int) -> int:
    """The first number that is beyond it."""
    return order.after(order.at(horizon))


def through(horizon: int) -> dt.datetime:
    return order.at(horizon)
