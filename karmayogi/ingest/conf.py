"""Limits of the learning record store."""

STATEMENTS_BYTES = 32 * 1024 * 1024  # of one request with statements, attachments included
STATEMENTS = 10_000  # in one request
DOCUMENT_BYTES = 8 * 1024 * 1024  # of a state or a profile, also after a merge
PAGE = 250  # statements in an answer when the asker names no limit
MOST = 1_000  # statements in an answer, whatever the asker names
CREDENTIAL_SECONDS = 2.0  # for so long a web process believes what it has read of a credential
BAD_CREDENTIALS = 120  # requests with a secret that is not ours, of one address in a minute
REFUSED_EACH = 50  # refused statements that are kept of one attempt or credential
REFUSED_BYTES = 50_000  # of each
