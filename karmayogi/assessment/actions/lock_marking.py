"""Closing attempts and withdrawing questions keep out of each other's way: many may close, one may withdraw."""

from karmayogi.kernel import rows

# Of an advisory lock; taken inside the statement that locks the attempt, so that closing asks nothing more for it.
SHARED = "pg_advisory_xact_lock_shared(hashtextextended('assessment.marking', 0))"


def lock_all() -> None:
    """Waits until no attempt is being closed, and lets none be closed before the transaction ends."""
    rows.run("set local lock_timeout = '20s'")
    rows.run("select pg_advisory_xact_lock(hashtextextended('assessment.marking', 0))")
