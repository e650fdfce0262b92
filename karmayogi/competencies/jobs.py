"""Background work of competencies."""

from karmayogi.competencies.actions.proof.publish_round import close_due_rounds
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("20 0 * * *")
def close_rounds() -> None:
    """Just after midnight in the clock of the server."""
    close_due_rounds(at=clock.now())
