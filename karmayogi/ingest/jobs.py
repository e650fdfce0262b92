"""Background work of the record store."""

from karmayogi.ingest.actions.forward import forward_all
from karmayogi.ingest.actions.issue_token import remove_old_tokens
from karmayogi.kernel import clock
from karmayogi.kernel.jobs import periodic


@periodic("* * * * *")
def forward() -> None:
    """What other record stores have not got yet."""
    forward_all(at=clock.now())


@periodic("50 18 * * *")
def remove_tokens() -> None:
    """Twenty past midnight in India."""
    remove_old_tokens(at=clock.now())
