"""Background work of the record store."""

from karmayogi.ingest.actions.forward import forward_all
from karmayogi.ingest.actions.issue_token import remove_old_tokens
from karmayogi.ingest.actions.settle_keys import settle_keys
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import LONG, periodic


@periodic("* * * * *")
def forward() -> None:
    """What other record stores have not got yet."""
    forward_all(at=clock.now())


@periodic("50 18 * * *")
def remove_tokens() -> None:
    """Twenty past midnight in India."""
    remove_old_tokens(at=clock.now())


@periodic("10 20 * * *", queue=LONG)
def settle() -> None:
    """Twenty to two at night in India: keys of the day into the index of all days."""
    settle_keys()
