"""The time rule. The server's clock decides; nothing a browser says about time is read."""

import datetime as dt
import enum
from collections.abc import Sequence


class Phase(enum.StrEnum):
    RUNNING = "running"
    GRACE = "grace"  # time is over, what arrives still counts
    OVER = "over"  # what arrives is kept and not counted


def phase(due_at: dt.datetime, grace: dt.timedelta, at: dt.datetime) -> Phase:
    """Both ends belong to the earlier phase: an answer at exactly `due_at + grace` counts."""
    if at <= due_at:
        return Phase.RUNNING
    return Phase.GRACE if at <= due_at + grace else Phase.OVER


def with_extra(span: dt.timedelta, percent: int) -> dt.timedelta:
    """The time of somebody who is allowed more of it."""
    return span + span * percent / 100


def stretches(sections: Sequence[int]) -> list[tuple[int, int, int]]:
    """(section, its first question, its last), of the sections of all questions in their order."""
    found: dict[int, tuple[int, int]] = {}
    for position, section in enumerate(sections, start=1):
        found[section] = (found.get(section, (position, position))[0], position)
    return [(section, *places) for section, places in found.items()]


def last_entry(starts: dt.datetime, ends: dt.datetime, late_minutes: int) -> dt.datetime:
    """Until when somebody may still come in to a sitting with a proctor."""
    return min(ends, starts + dt.timedelta(minutes=late_minutes))


def ends_for(starts: dt.datetime, ends: dt.datetime, percent: int) -> dt.datetime:
    """When such a sitting ends for somebody who is allowed more time."""
    return starts + with_extra(ends - starts, percent)


def seconds_left(due_at: dt.datetime, at: dt.datetime) -> int:
    """Whole seconds until the time is over, never below 0."""
    return max(0, int((due_at - at).total_seconds()))
