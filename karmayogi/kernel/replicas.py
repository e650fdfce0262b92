"""Reading from standbys of the database (KARMAYOGI_READ_URLS) while they are not too far behind.

How far one is behind is measured without anybody's clock but this process's: at most once a second the primary is asked
how far its log goes, then each standby how far it has replayed. A standby that has replayed what the primary had at a
moment t lacks nothing from before t. What cannot be told counts as too late.
"""

import collections
import contextlib
import dataclasses
import itertools
import logging
import math
import re
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.db import Error, connections

from karmayogi.kernel import rows

log = logging.getLogger("karmayogi.replicas")

ONCE_IN = 1.0  # seconds between two measurements of a process
_AGAIN = (5.0, 60.0)  # seconds after which one that did not answer is asked again: at first, at most
_PATIENCE = 2  # seconds
# Of the address, what the watch needs: where it is, and how it proves that it is that one (all of "ssl…", too).
_WHERE = ("host", "hostaddr", "port", "dbname", "user", "password", "passfile", "channel_binding", "require_auth")

_LSN = re.compile(r"([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})")
_PRIMARY = "select pg_current_wal_flush_lsn()::text, (select system_identifier from pg_control_system())"
_STANDBY = """
    select pg_is_in_recovery(), coalesce(pg_last_wal_replay_lsn(), '0/0')::text,
           (select system_identifier from pg_control_system())
"""

IN_STEP = "in step"
LATE = "late"
AWAY = "away"
NO_STANDBY = "no standby"  # promoted, or never one: what it says may be anything
STRANGER = "of another database"


def position(text: str) -> int | None:
    """A place in the log as a number; None for what is none."""
    found = _LSN.fullmatch(text)
    return (int(found[1], 16) << 32) + int(found[2], 16) if found else None


@dataclasses.dataclass(slots=True)
class Standby:
    """One of them as this process knows it. complete_to: the latest moment (monotonic) of which it lacks nothing."""

    alias: str
    replayed: int = 0
    complete_to: float = -math.inf
    state: str = AWAY
    failures: int = 0
    not_before: float = -math.inf
    wire: Any = None

    def behind(self, now: float) -> float:
        return now - self.complete_to


class Watch:
    """The standbys of this process. lag: seconds that one may be behind."""

    def __init__(self, aliases: list[str], lag: float) -> None:
        self.lag = lag
        self.standbys = [Standby(alias) for alias in aliases]
        self._said: dict[str, str] = {}
        self._measuring = threading.Lock()
        self._measured = -math.inf
        self._positions: collections.deque[tuple[float, int]] = collections.deque()  # moment, end of the primary's log
        self._turn = itertools.count()

    def choose(self, after: int = 0) -> Standby | None:
        """One that may be read from now, in turn. after: what it must have replayed whatever the lag."""
        self.measure()
        now = time.monotonic()
        fit = [
            one
            for one in self.standbys
            if one.state == IN_STEP and one.replayed >= after and one.behind(now) <= self.lag
        ]
        return fit[next(self._turn) % len(fit)] if fit else None

    def measure(self) -> None:
        """Asks all, if that was not just done. Whoever comes while another thread asks takes what is known."""
        if time.monotonic() - self._measured < ONCE_IN or not self._measuring.acquire(blocking=False):
            return
        try:
            known = self._look_at_primary()
            for one in self.standbys:
                if time.monotonic() >= one.not_before:
                    self._look_at(one, known)
            self._measured = time.monotonic()
        finally:
            self._measuring.release()

    def lost(self, standby: Standby, error: Exception) -> None:
        """A page could not be read from it."""
        with self._measuring:
            self._away(standby, error)

    def _look_at_primary(self) -> str:
        moment = time.monotonic()
        found = rows.first(lambda end, system: (position(end), str(system)), _PRIMARY)
        assert found
        end, system = found
        assert end is not None
        if self._positions and self._positions[-1][1] > end:  # put back to an earlier state: nothing of before holds
            self._positions.clear()
        self._positions.append((moment, end))
        while self._positions[0][0] < moment - 2 * self.lag:
            self._positions.popleft()
        return system

    def _look_at(self, one: Standby, system: str) -> None:
        try:
            # After a pause nothing but the present end of the log is known, and that is on its way.
            for _ in range(3 if len(self._positions) == 1 else 1):
                standby, replayed, its_system = self._ask(one)
                if (replayed or 0) >= self._positions[-1][1]:
                    break
                time.sleep(0.01)
        except (psycopg.Error, OSError) as error:
            self._away(one, error)
            return
        one.failures, one.replayed = 0, replayed or 0
        reached = [moment for moment, end in self._positions if end <= one.replayed]
        one.complete_to = max(reached, default=-math.inf)
        if its_system != system:
            one.state = STRANGER
        elif not standby:
            one.state = NO_STANDBY
        else:
            one.state = IN_STEP if one.behind(time.monotonic()) <= self.lag else LATE
        alone = len(self._positions) == 1 and one.state == LATE  # nothing to compare with: says nothing yet
        if not alone:
            self._say(one)

    def _ask(self, one: Standby) -> tuple[bool, int | None, str]:
        """Over a connection of its own: the pool of the pages may be used up, and waits longer."""
        if one.wire is None:
            params = connections[one.alias].get_connection_params()
            known = {key: value for key, value in params.items() if value and (key in _WHERE or key.startswith("ssl"))}
            one.wire = psycopg.connect(
                **known, autocommit=True, connect_timeout=_PATIENCE, tcp_user_timeout=_PATIENCE * 1000,
                options=f"-c statement_timeout={_PATIENCE * 1000}", application_name="karmayogi standby watch",
            )  # fmt: skip
        found = one.wire.execute(_STANDBY).fetchone()
        return found[0], position(found[1]), str(found[2])

    def _away(self, one: Standby, error: Exception) -> None:
        if one.wire is not None:
            with contextlib.suppress(psycopg.Error):
                one.wire.close()
        one.wire = None
        one.failures += 1
        first, most = _AGAIN
        one.not_before = time.monotonic() + min(most, first * 2 ** min(one.failures - 1, 8))
        one.state, one.complete_to = AWAY, -math.inf
        self._say(one, type(error).__name__)

    def _say(self, one: Standby, why: str = "") -> None:
        """Into the log, once for each change."""
        if self._said.get(one.alias) == one.state:
            return
        self._said[one.alias] = one.state
        level = logging.INFO if one.state == IN_STEP else logging.WARNING
        log.log(level, "%s is %s%s", one.alias, one.state, f" ({why})" if why else "", extra={"standby": one.alias})


_watch: Watch | None = None
_making = threading.Lock()


def watch() -> Watch | None:
    """None when the product has no standbys."""
    global _watch
    if not settings.REPLICAS:
        return None
    with _making:
        if _watch is None:
            _watch = Watch(list(settings.REPLICAS), settings.READ_LAG)
    return _watch


@contextlib.contextmanager
def instead(alias: str) -> Iterator[None]:
    """Inside, this thread's default connection is that of the standby: no query has to know of it."""
    primary = connections["default"]
    connections["default"] = connections[alias]
    try:
        yield
    finally:
        connections["default"] = primary


class Missing(Exception):
    """What was asked for is not there, and may be a moment later: the primary is to say."""


def not_here() -> None:
    """Call it before saying "there is no such thing" to somebody who may just have been handed it: raises Missing on a
    standby, does nothing on the primary."""
    if connections["default"].alias in settings.REPLICAS:
        raise Missing


def end_of_log() -> str:
    """How far the log of the primary goes by now, what waits to be written to disk included."""
    return str(rows.scalar("select pg_current_wal_insert_lsn()::text"))


def states() -> list[dict[str, Any]]:
    """For whoever looks after the machines: no addresses, no names."""
    found = watch()
    if found is None:
        return []
    with contextlib.suppress(Error):
        found.measure()
    now = time.monotonic()
    return [
        {"state": one.state, "behind": round(one.behind(now), 1) if math.isfinite(one.complete_to) else None}
        for one in found.standbys
    ]
