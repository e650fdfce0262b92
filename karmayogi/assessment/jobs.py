"""Background work of assessment."""

from karmayogi.assessment.actions.close_overdue import close_overdue
from karmayogi.assessment.actions.integrity.find_signals import find_signals
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import LONG, periodic


@periodic("*/1 * * * *")
def close_what_is_overdue() -> None:
    close_overdue(at=clock.now())


@periodic("40 20 * * *", queue=LONG)  # ten past two at night in India
def find_integrity_signals() -> None:
    """What is out of the ordinary since the last run, and the rates of offices."""

    find_signals(at=clock.now())
