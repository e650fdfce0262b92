"""Structures of published programmes: frozen, so they are read once a process and version."""

import functools

from karmayogi.kernel import rows
from karmayogi.learning.engine.collections.outline import Line, tree
from karmayogi.learning.engine.collections.rules import Group

_LINES = """
select key, parent, position, rule, needed, course_id, points, title_en, title_hi, title_ur
from learning_{table} where {owner}_id = %s order by position, id
"""


def version_lines(version_id: int) -> tuple[Line, ...]:
    return tuple(rows.fetch(Line, _LINES.format(table="programmenode", owner="version"), [version_id]))


def draft_lines_of(draft_id: int) -> tuple[Line, ...]:
    return tuple(rows.fetch(Line, _LINES.format(table="draftednode", owner="draft"), [draft_id]))


@functools.lru_cache(maxsize=2048)
def structure(version_id: int) -> Group:
    """The tree of a published programme. Raises ValueError for a version that has none."""
    return tree(version_lines(version_id))


def forget_structures() -> None:
    """For tests, which roll versions back."""
    structure.cache_clear()
