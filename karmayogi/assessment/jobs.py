"""Background work of assessment."""

from karmayogi.assessment.actions.close_overdue import close_overdue
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("*/1 * * * *")
def close_what_is_overdue() -> None:
    close_overdue(at=clock.now())
