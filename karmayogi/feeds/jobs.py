"""Background work of feeds."""

from karmayogi.feeds.actions.scim.settle import settle_waiting
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("40 18 * * *")
def try_again() -> None:
    """Ten past midnight in India: what HR systems have stated and could not be yet is tried again."""
    settle_waiting(at=clock.now())
