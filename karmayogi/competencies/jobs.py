"""Background work of competencies."""

from karmayogi.competencies.actions.proof.publish_round import close_due_rounds
from karmayogi.competencies.actions.proof.raise_contests import raise_contests
from karmayogi.competencies.actions.refresh_levels import refresh_levels
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("45 18 * * *")  # a quarter past midnight in India
def close_rounds() -> None:
    """Rounds past their last day take no more answers and are published."""
    close_due_rounds(at=clock.now())


@periodic("50 18 * * *")
def raise_late_contests() -> None:
    """Contests that nobody decided by their day go up to the office above."""
    raise_contests(at=clock.now())


@periodic("0 18 * * *")  # 23:30 in India, before the figures of the day are computed in full
def refresh_faded_levels() -> None:
    refresh_levels(at=clock.now())
