"""A long list a section at a time, so that its page stays light however long a course is."""

import dataclasses
from collections.abc import Sequence

SIZE = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """first, last: places in the list, counted from 1. here: it is the one that is shown."""

    number: int
    first: int
    last: int
    done: int
    here: bool

    def of[T](self, rows: Sequence[T]) -> Sequence[T]:
        """Its own of the whole list."""
        return rows[self.first - 1 : self.last]


@dataclasses.dataclass(frozen=True, slots=True)
class Sections:
    all: tuple[Section, ...]
    here: Section

    @property
    def several(self) -> bool:
        return len(self.all) > 1

    def of[T](self, rows: Sequence[T]) -> Sequence[T]:
        """Those of the section that is shown."""
        return self.here.of(rows)


def sections(done: Sequence[bool], asked: int | None, standing: int = 0) -> Sections:
    """Of a list with an entry for each of `done`. A list up to twice as long as a section is one.

    asked: the number of a section; where there is none such, the one with the place `standing` (from 0) is shown.
    """
    count = len(done)
    size = SIZE if count > 2 * SIZE else max(1, count)
    number = asked if asked and 0 < asked <= -(-count // size) else min(standing, max(0, count - 1)) // size + 1
    found = tuple(
        Section(place + 1, first + 1, min(count, first + size), sum(done[first : first + size]), place + 1 == number)
        for place, first in enumerate(range(0, max(1, count), size))
    )
    return Sections(found, found[number - 1])
