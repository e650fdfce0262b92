"""What other packages may call of the record store.

Whoever follows all statements keeps the place of the last one they saw and asks `statements_after` for more: there is
no event for each statement, since a job costs more than the statement.
"""

from karmayogi.ingest.actions.issue_client import end_client, issue_client, rotate_client
from karmayogi.ingest.actions.issue_token import end_tokens, issue_token
from karmayogi.ingest.actions.store import Conflict
from karmayogi.ingest.actions.store_own import own_authority, store_statements
from karmayogi.ingest.queries.after import statements_after
from karmayogi.ingest.queries.statements import missing, statements

__all__ = [
    "Conflict",
    "end_client",
    "end_tokens",
    "issue_client",
    "issue_token",
    "missing",
    "own_authority",
    "rotate_client",
    "statements",
    "statements_after",
    "store_statements",
]
