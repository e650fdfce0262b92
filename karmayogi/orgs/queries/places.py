"""States and Union territories."""

from karmayogi.kernel import rows
from karmayogi.orgs.types import StateRow


def states() -> list[StateRow]:
    """All of them, by English name."""
    return rows.fetch(
        StateRow,
        """
        select id, code, name_en, name_hi, name_ur, kind, tile_row, tile_col, lgd_code
        from orgs_state order by name_en
        """,
    )
