"""Figures that are not pages: certificates a second, a spreadsheet of officers."""

import datetime as dt
from importlib.util import find_spec

from bench.place import Place
from bench.report import state_of


def extras(place: Place, at: dt.datetime) -> list[list[str]]:
    """Rows for the table of other figures."""
    return _certificates()


def _certificates() -> list[list[str]]:
    if find_spec("bench.certificates") is None:
        return []
    from bench import certificates  # type: ignore[attr-defined]

    measured = certificates.run()
    return [[str(key), str(value), "", ""] for key, value in measured.items()] if measured else [["", state_of(None)]]
