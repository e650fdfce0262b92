"""Background work of assessment."""

from karmayogi.assessment.actions.ask_markers import take_back_lent
from karmayogi.assessment.actions.close_overdue import close_overdue
from karmayogi.assessment.actions.sit import close_overdue as close_sittings
from karmayogi.assessment.queries.marking import LENT
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("*/1 * * * *")
def close_what_is_overdue() -> None:
    close_overdue(at=clock.now())
    close_sittings(at=clock.now())


@periodic("7 * * * *")
def take_back_what_was_lent() -> None:
    """Answers that learners did not mark within a week."""
    take_back_lent(asked_before=clock.now() - LENT)
