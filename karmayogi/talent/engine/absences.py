"""Absences as a sheet writes them: which columns it has, and days in the ways in which people write them. Pure."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence

# What a column is about -> its heading in the template, and what else it is called.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "who": ("Officer", "Employee code", "Employee ID", "E-mail", "Mobile"),
    "kind": ("Kind", "Kind of absence"),
    "from_on": ("First day", "From"),
    "until_on": ("Last day", "Until", "To"),
    "order_number": ("Order number", "Order"),
}
_NAMED = {name.lower(): key for key, names in COLUMNS.items() for name in names}
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")


def places(headings: Sequence[str]) -> dict[str, int]:
    """Column -> its place, of the first of each; those that are missing are absent."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        key = _NAMED.get(" ".join(heading.replace("*", "").split()).lower())
        if key is not None:
            found.setdefault(key, place)
    return found


def day_of(text: str) -> dt.date | None:
    """2026-04-30 or 30-04-2026, also with / and . between; None for what is no day."""
    iso, written = _ISO.fullmatch(text), _DAY.fullmatch(text)
    try:
        if iso:
            return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
        if written:
            return dt.date(int(written[3]), int(written[2]), int(written[1]))
    except ValueError:
        return None
    return None
