"""The profiles in force, and the competencies to look through."""

import dataclasses
import datetime as dt
import uuid

from karmayogi.competencies.queries.competencies import every
from karmayogi.competencies.types import CompetencyRow
from karmayogi.kernel import rows
from karmayogi.orgs.api import THEN_POSTS


@dataclasses.dataclass(frozen=True, slots=True)
class ProfileLine:
    uuid: uuid.UUID
    designation_id: int
    designation_en: str
    designation_hi: str
    designation_ur: str
    version: int
    published_on: dt.date
    posts: int
    needs: int


_PROFILES = f"""
select p.uuid, d.id, d.name, d.name_hi, d.name_ur, p.version, p.published_on,
  (select count(*) from {THEN_POSTS} post where post.designation_id = d.id
     and post.valid_from <= %(on)s and (post.valid_to is null or post.valid_to > %(on)s)),
  (select count(*) from competencies_profilerequirement r where r.profile_id = p.id)
from competencies_profile p join orgs_designation d on d.id = p.designation_id
where p.in_force and (%(uuid)s::uuid is null or p.uuid = %(uuid)s::uuid)
order by d.name
"""


def profile_lines(on: dt.date, profile: uuid.UUID | None = None) -> list[ProfileLine]:
    """Every profile in force (or that one), with the number of posts it describes on that day."""
    return rows.fetch(ProfileLine, _PROFILES, {"on": on, "uuid": profile})


def search(text: str, area: str) -> list[CompetencyRow]:
    """Competencies whose code, name, theme or gloss holds the text in any language; all when it is empty."""
    wanted = text.strip().casefold()
    return [
        row
        for row in every()
        if (not area or row.area == area) and (not wanted or any(wanted in part.casefold() for part in _searched(row)))
    ]


def _searched(row: CompetencyRow) -> tuple[str, ...]:
    return (
        row.code,
        row.name_en,
        row.name_hi,
        row.name_ur,
        row.theme_en,
        row.theme_hi,
        row.theme_ur,
        row.gloss_en,
        row.gloss_hi,
    )
