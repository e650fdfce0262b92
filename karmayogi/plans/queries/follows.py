"""Competencies that were merged while a mandate asked for them, as its pages tell it."""

import dataclasses
import datetime as dt

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class FollowRow:
    """now_en None: it was split, and nothing follows by itself."""

    was_en: str
    was_hi: str
    was_ur: str
    was_level: int
    now_en: str | None
    now_hi: str | None
    now_ur: str | None
    level: int
    at: dt.datetime


def follows_of(mandate_id: int) -> list[FollowRow]:
    """In their order; those that were undone are not told, nor any of a draft that asks for something else by now."""
    found = rows.fetch(
        lambda asks, *row: (asks, FollowRow(*row)),
        """
        select m.wants = 'level' and (m.competency_id, m.needed) = (case when f.now_id is null then f.was_id
            else f.now_id end, case when f.now_id is null then f.was_level else f.level end),
          w.name_en, w.name_hi, w.name_ur, f.was_level, n.name_en, n.name_hi, n.name_ur, f.level, f.at
        from plans_mandatefollow f join plans_mandate m on m.id = f.mandate_id
        join competencies_competency w on w.id = f.was_id
        left join competencies_competency n on n.id = f.now_id
        where f.mandate_id = %s and f.undone_at is null order by f.at, f.id
        """,
        [mandate_id],
    )
    return [row for _asks, row in found] if found and found[-1][0] else []


def split_within(paths: tuple[str, ...], limit: int = 50) -> int:
    """How many mandates in force of the organisations at these paths and below ask for a competency that was split."""
    return int(
        rows.scalar(
            """
            select count(*) from (
              select distinct m.id from plans_mandatefollow f
              join plans_mandate m on m.id = f.mandate_id and m.competency_id = f.was_id
              join orgs_organisation o on o.id = m.organisation_id
              where f.now_id is null and f.undone_at is null and m.status = 'live' and exists (
                select from unnest(%s::text[]) as mine (path) where starts_with(o.path, mine.path))
              limit %s) x
            """,
            [list(paths), limit],
        )
    )
