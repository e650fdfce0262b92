"""Rows for `kernel.rows.fetch` where the caller takes them apart at once."""

from typing import Any, Self


class Record(tuple[Any, ...]):
    """The columns of one row."""

    __slots__ = ()

    def __new__(cls, *columns: Any) -> Self:
        return super().__new__(cls, columns)
