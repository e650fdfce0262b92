"""Asking that the next refresh counts everything."""

from karmayogi.kernel import rows


def ask_full_refresh() -> None:
    """Idempotent. Before the first refresh there is nothing to ask: it is a full one."""
    rows.run("update insight_refresh set full_due = true")
