"""Closing attempts and withdrawing questions keep out of each other's way: many may close, one may withdraw.

Whoever closes takes the shared lock before it asks for the row of an attempt that was handed in: a withdrawal asks for
such rows while it holds the exclusive one.
"""

from karmayogi.kernel import rows

# Of an advisory lock. For an attempt that is open, taken inside the statement that locks it, so that closing asks
# nothing more for it: no withdrawal asks for the row of one that is open.
SHARED = "pg_advisory_xact_lock_shared(hashtextextended('assessment.marking', 0))"


def one_withdrawal() -> None:
    """Waits until no other chunk of a withdrawal works. Attempts may be closed meanwhile."""
    rows.run("set local lock_timeout = '20s'")
    rows.run("select pg_advisory_xact_lock(hashtextextended('assessment.withdrawal', 0))")


def lock_all() -> None:
    """Waits until no attempt is being closed, and lets none be closed before the transaction ends."""
    rows.run("set local lock_timeout = '20s'")
    rows.run("select pg_advisory_xact_lock(hashtextextended('assessment.marking', 0))")
