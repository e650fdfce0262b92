"""Which stretches of a film or recording were played, and when that is enough. Pure.

Stretches are whole seconds of the film, [from, to). What is kept is their union, so reports may come twice, late and
from two devices. Seeking plays nothing.
"""

import dataclasses
import re
from collections.abc import Iterable, Sequence

type Stretch = tuple[int, int]

# A film is played at twice its speed at most. What is over two is for seconds that were rounded and reports that came
# close together.
SPEED, SLACK = 2.25, 10
MOST_STRETCHES = 40  # of one report
USUAL_PERCENT = 90
# A text stands for what is said only when reading it takes a third of the film or more; it is read, as a film is
# played, at twice the speed at most.
_WHOLE_TEXT, _READ_AT_MOST = 3, 2
# Seconds that may be missing from any film: its length is told in whole seconds, by its captions perhaps.
ROUNDED = 2
_RANGE = re.compile(r"\[(\d+),(\d+)\)")


@dataclasses.dataclass(frozen=True, slots=True)
class Film:
    """What a version asks of a film or recording. seconds: its length, None where it is not known. percent: None where
    the version is from before the rule. reading: seconds of its text at an ordinary pace, 0 without one."""

    seconds: int | None
    percent: int | None
    reading: int

    @property
    def by_stretches(self) -> bool:
        return self.percent is not None and bool(self.seconds)

    @property
    def text_seconds(self) -> int | None:
        """For so long the text is read before it counts; None where it is not what the film says."""
        if not self.seconds or self.reading * _WHOLE_TEXT < self.seconds:
            return None
        return max(1, self.reading // _READ_AT_MOST)

    @property
    def asked(self) -> int:
        """Seconds of it that must be played."""
        if not self.seconds or self.percent is None:
            return 0
        return max(1, min(self.seconds * self.percent // 100, self.seconds - ROUNDED))

    def enough(self, watched: Sequence[Stretch]) -> bool:
        return self.by_stretches and length(within(watched, self.seconds or 0)) >= self.asked

    def read(self, seconds: int) -> bool:
        return self.text_seconds is not None and seconds >= self.text_seconds

    def proof(self, watched: Sequence[Stretch], read_seconds: int) -> str:
        """By what it counts: watched or read; "" for not yet."""
        return "watched" if self.enough(watched) else "read" if self.read(read_seconds) else ""

    def share(self, watched: Sequence[Stretch]) -> int:
        """Per cent, never more than there is."""
        if not self.seconds:
            return 0
        return 100 if not self.missing(watched) else length(within(watched, self.seconds)) * 100 // self.seconds

    def missing(self, watched: Sequence[Stretch]) -> list[Stretch]:
        """Stretches that were not played, in order; what is lost by rounding is none."""
        found, at = [], 0
        for begin, end in [*within(watched, self.seconds or 0), (self.seconds or 0, 0)]:
            if begin - at >= ROUNDED:
                found.append((at, begin))
            at = end
        return found


def union(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Merged and in order, whatever the order and however often."""
    found: list[Stretch] = []
    for begin, end in sorted(stretches):
        if end <= begin:
            continue
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found


def within(stretches: Iterable[Stretch], seconds: int) -> list[Stretch]:
    """What of them lies inside a film of that length."""
    return union((max(0, begin), min(end, seconds)) for begin, end in stretches)


def length(stretches: Iterable[Stretch]) -> int:
    return sum(end - begin for begin, end in stretches)


def room(elapsed: float) -> int:
    """Seconds of film that can have been played in that time."""
    return int(max(0.0, elapsed) * SPEED) + SLACK


def cut(stretches: Sequence[Stretch], most: int) -> list[Stretch]:
    """The first `most` seconds of them, in the order in which they were told."""
    found = []
    for begin, end in stretches:
        end = min(end, begin + most)
        if end > begin:
            found.append((begin, end))
            most -= end - begin
    return found


def written(stretches: Iterable[Stretch]) -> str:
    """As the database takes a multirange."""
    return "{" + ",".join(f"[{begin},{end})" for begin, end in stretches if end > begin) + "}"


def read(text: str | None) -> list[Stretch]:
    """A multirange as the database writes it."""
    return [(int(begin), int(end)) for begin, end in _RANGE.findall(text or "")]


def clock(second: int) -> str:
    """3:10, 1:03:10"""
    hours, rest = divmod(second, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
