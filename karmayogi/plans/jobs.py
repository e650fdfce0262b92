"""Background work of plans."""

from karmayogi.kernel import clock
from karmayogi.kernel.jobs import LONG, periodic
from karmayogi.plans.actions.add_up_headcounts import add_up_headcounts
from karmayogi.plans.actions.holidays import ensure_holidays
from karmayogi.plans.actions.tell_people import clear_notices


@periodic("10 19 1 1 *")  # in the first hour of 2 January in India
def write_holidays() -> None:
    """The days that are certain, for the years into which dates are counted now. Those that are there stay."""
    year = clock.day(clock.now()).year
    ensure_holidays(range(year - 1, year + 4))


@periodic("40 20 * * *")
def clear_old_notices() -> None:
    clear_notices(clock.now())


@periodic("10 19 * * *", queue=LONG)  # twenty to one in the night in India
def keep_headcounts() -> None:
    add_up_headcounts(clock.day(clock.now()))
