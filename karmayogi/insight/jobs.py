"""The refresh, and past days of a large country, as background work."""

from karmayogi.insight.actions.count_past import count_nightly
from karmayogi.insight.actions.refresh import is_due, refresh
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import FIRST, LONG, periodic, unhurried


@periodic(
    "* * * * * */20", priority=FIRST
)  # the sixth field is seconds: a completion is in the figures within a minute
def refresh_figures() -> None:
    """Full by itself on the first run of each Indian day, so that midnight is the nightly recompute."""
    at = clock.now()
    if is_due(at):
        with unhurried():  # the full one reads everything
            refresh(at=at)


@periodic("30 21 * * *", queue=LONG)  # three at night in India
def count_past_days() -> None:
    count_nightly(clock.now())
