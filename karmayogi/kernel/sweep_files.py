"""Background work around stored files."""

import datetime as dt

from karmayogi.kernel import clock, files
from karmayogi.kernel.jobs import periodic

KEEP_DAYS = 7  # longer than any transaction that stores a file


@periodic("20 22 * * 6")
def sweep_files() -> None:
    """Each week, content that no row names."""
    files.sweep(clock.now() - dt.timedelta(days=KEEP_DAYS))
