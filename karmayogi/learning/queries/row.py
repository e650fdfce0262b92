"""A row as a bare tuple, for queries whose columns are taken apart at once."""

from typing import Any


class Row(tuple[Any, ...]):
    """Row(1, "a") is (1, "a"): what `rows.fetch` and `rows.first` can make of columns without a class of their own."""

    def __new__(cls, *values: Any) -> "Row":
        return super().__new__(cls, values)
