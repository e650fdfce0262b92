"""Competencies by code, id or area."""

from collections.abc import Iterable

from karmayogi.competencies.types import CompetencyRow
from karmayogi.kernel import rows

_COLUMNS = """
select id, uuid, code, area, theme_en, theme_hi, theme_ur, name_en, name_hi, name_ur, gloss_en, gloss_hi
from competencies_competency
"""


def by_ids(ids: Iterable[int]) -> dict[int, CompetencyRow]:
    found = rows.fetch(CompetencyRow, _COLUMNS + "where id = any(%s::bigint[])", [list(ids)])
    return {row.id: row for row in found}


def by_codes(codes: Iterable[str]) -> dict[str, CompetencyRow]:
    found = rows.fetch(CompetencyRow, _COLUMNS + "where code = any(%s::text[])", [list(codes)])
    return {row.code: row for row in found}


def every() -> list[CompetencyRow]:
    """All of them, in the order of their codes."""
    return rows.fetch(CompetencyRow, _COLUMNS + "order by code")
