"""What crosses the face of this package: how fresh the store is, and why it did not answer."""

import dataclasses
import datetime as dt

# Days that a fact may have: what the store holds. What lies beyond counts as the first or the last of them.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2299, 12, 31)
# Days that may be asked about: what the engine holds in a day that is written out.
FIRST_ASKED, LAST_ASKED = dt.date(1970, 1, 1), dt.date(2149, 6, 6)


class StoreFault(Exception):
    """The store gave no answer. Whoever asks shows the figures of PostgreSQL instead, and says so."""


class Away(StoreFault):
    """It is not running, or stopped while it was asked."""


class Busy(StoreFault):
    """More ask than it can answer; ask again later."""


class TooLong(StoreFault):
    """The query needed more time or memory than it may have."""


class Refused(StoreFault):
    """The store does not understand the query, or the rows."""


@dataclasses.dataclass(frozen=True, slots=True)
class Freshness:
    """as_on: everything committed before this moment is in the store; None while it is being filled.

    checked_at: when it was last compared with a store built anew, and whether the two were equal.
    """

    as_on: dt.datetime | None
    checked_at: dt.datetime | None = None
    equal: bool = True

    def seconds(self, at: dt.datetime) -> float | None:
        return None if self.as_on is None else max(0.0, (at - self.as_on).total_seconds())


@dataclasses.dataclass(frozen=True, slots=True)
class TableCheck:
    """Of one table, kept little by little and built anew: rows, and the sum of their hashes."""

    table: str
    rows: int
    checksum: int
    rows_anew: int
    checksum_anew: int

    @property
    def equal(self) -> bool:
        return (self.rows, self.checksum) == (self.rows_anew, self.checksum_anew)


@dataclasses.dataclass(frozen=True, slots=True)
class Check:
    """What the nightly comparison found."""

    checked_at: dt.datetime
    tables: tuple[TableCheck, ...]

    @property
    def equal(self) -> bool:
        return all(table.equal for table in self.tables)
