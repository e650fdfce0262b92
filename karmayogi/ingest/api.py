"""What other packages may call of the record store.

Whoever follows all statements keeps the place of the last one they saw and asks `statements_after` for more: there is
no event for each statement, since a job costs more than the statement.

A slot that others fill: `ingest.session_rules` ((uuid of a short credential, moment) -> a context manager around the
storing of what it sends, see actions/store_bound.py).
"""

from karmayogi.ingest.actions.issue_client import end_client, issue_client, rotate_client
from karmayogi.ingest.actions.issue_token import end_tokens, issue_token, shorten_token
from karmayogi.ingest.actions.keep_refused import keep_refused, store_or_keep
from karmayogi.ingest.actions.own_documents import keep_preferences, keep_state, preferences
from karmayogi.ingest.actions.store import Conflict, Forbidden
from karmayogi.ingest.actions.store_own import own_authority, store_statements
from karmayogi.ingest.queries.after import statements_after
from karmayogi.ingest.queries.clients import launch_authority
from karmayogi.ingest.queries.statements import missing, statements

__all__ = [
    "Conflict",
    "Forbidden",
    "end_client",
    "end_tokens",
    "issue_client",
    "issue_token",
    "keep_preferences",
    "keep_refused",
    "keep_state",
    "launch_authority",
    "missing",
    "own_authority",
    "preferences",
    "rotate_client",
    "shorten_token",
    "statements",
    "statements_after",
    "store_or_keep",
    "store_statements",
]
