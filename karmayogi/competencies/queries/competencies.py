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
    """Those in use, in the order of their codes; none of reference frameworks such as O*NET."""
    return rows.fetch(
        CompetencyRow,
        _COLUMNS
        + """
        where status = 'published' and not exists (
          select from competencies_frameworkversion v join competencies_framework f on f.id = v.framework_id
          where v.id = competencies_competency.version_id and f.kind = 'reference')
        order by code
        """,
    )
