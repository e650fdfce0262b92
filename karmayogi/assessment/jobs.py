"""Background work of assessment."""

from karmayogi.assessment.actions.ask_markers import take_back_lent
from karmayogi.assessment.actions.close_overdue import close_overdue
from karmayogi.assessment.actions.integrity.ask_rechecks import ask_rechecks
from karmayogi.assessment.actions.integrity.find_signals import find_signals
from karmayogi.assessment.actions.integrity.take_recheck import close_overdue_rechecks
from karmayogi.assessment.actions.invited.invite import forget_candidates
from karmayogi.assessment.actions.sit import close_overdue as close_sittings
from karmayogi.assessment.queries.marking import LENT
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import LONG, periodic


@periodic("*/1 * * * *")
def close_what_is_overdue() -> None:
    close_overdue(at=clock.now())
    close_sittings(at=clock.now())


@periodic("7 * * * *")
def take_back_what_was_lent() -> None:
    """Answers that learners did not mark within a week."""
    take_back_lent(asked_before=clock.now() - LENT)


@periodic("40 20 * * *", queue=LONG)  # ten past two at night in India
def find_integrity_signals() -> None:
    """What is out of the ordinary since the last run, the rates of offices, and re-checks that follow."""
    at = clock.now()
    find_signals(at=at)
    ask_rechecks(at=at)


@periodic("50 20 * * *")
def forget_people_from_outside() -> None:
    """Names and addresses of those who were invited, long after their test has ended."""
    forget_candidates(at=clock.now())


@periodic("*/5 * * * *")
def close_rechecks_not_taken() -> None:
    close_overdue_rechecks(at=clock.now())
