"""Figures that are not pages: the figures of the dashboards, a spreadsheet of officers, certificates."""

import datetime as dt

from bench import certificates, spreadsheet
from bench.report import state_of
from bench.world import World

SPREADSHEET_TARGETS = {"preview": 10, "commit": 30}
# Per second of one core. What else bench.certificates measures is printed without a target.
CERTIFICATE_TARGETS = {"signed": 500, "pdf_en": 30, "pdf_hi": 30, "pdf_ur": 30}


def extras(world: World, at: dt.datetime) -> list[list[str]]:
    """Rows for the table of other figures."""
    found = []
    for name, seconds in spreadsheet.run(world, at).items():
        limit = SPREADSHEET_TARGETS[name]
        label = f"Spreadsheet of 5,000 officers: {name}"
        found.append([label, f"{seconds:.1f} s", f"≤ {limit} s", state_of(seconds <= limit)])
    return found + [_certificate(name, value) for name, value in certificates.run().items()]


def _certificate(name: str, value: float) -> list[str]:
    what, _, rest = name.partition("_per_second")
    target = CERTIFICATE_TARGETS.get(what) if rest else None
    return [
        f"Certificates: {name.replace('_', ' ')}", f"{value:,.1f}", f"≥ {target}" if target else "",
        state_of(value >= target if target else None),
    ]  # fmt: skip
