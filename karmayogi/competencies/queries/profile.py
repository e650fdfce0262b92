"""The published profile of a designation as a tree, in two queries."""

import dataclasses
import datetime as dt
import uuid
from typing import Any

from karmayogi.competencies.types import ActivityNode, ProfileTree, Requirement, RoleNode
from karmayogi.kernel import rows

_IN_FORCE = "select id from competencies_profile where designation_id = %s and in_force"
_ON_DAY = """
  select id from competencies_profile where designation_id = %s and published_on <= %s
  order by published_on desc, version desc limit 1
"""

_REQUIREMENTS = """
select p.id, c.id, c.code, c.name_en, c.name_hi, c.name_ur, c.area, r.level, r.importance
from competencies_profile p
join competencies_profilerequirement r on r.profile_id = p.id
join competencies_competency c on c.id = r.competency_id
where p.id = ({profile})
order by r.importance desc, r.level desc, c.code
"""

_TREE = """
select p.id, p.uuid, p.designation_id, p.version, p.published_on, p.basis, p.summary_en, p.summary_hi, p.summary_ur,
  r.id, r.key, r.name_en, r.name_hi, r.name_ur, a.key, a.name_en, a.name_hi, a.name_ur, a.knowledge,
  coalesce((select array_agg(array[n.competency_id, n.level] order by n.importance desc, n.id)
            from competencies_need n where n.activity_id = a.id), '{{}}')
from competencies_profile p
join competencies_profilerole r on r.profile_id = p.id
join competencies_activity a on a.role_id = r.id
where p.id = ({profile})
order by r.position, a.position
"""


@dataclasses.dataclass(frozen=True, slots=True)
class _Line:
    id: int
    uuid: uuid.UUID
    designation_id: int
    version: int
    published_on: dt.date
    basis: str
    summary_en: str
    summary_hi: str
    summary_ur: str
    role_id: int
    role_key: str
    role_en: str
    role_hi: str
    role_ur: str
    key: str
    name_en: str
    name_hi: str
    name_ur: str
    knowledge: list[str]
    needs: list[list[int]]


def _requirement(*row: Any) -> Requirement:
    return Requirement(*row[1:])


def requirements_for(designation_id: int) -> list[Requirement]:
    """What the designation needs, most important first; empty while it has no profile."""
    return rows.fetch(_requirement, _REQUIREMENTS.format(profile=_IN_FORCE), [designation_id])


def profile_for(designation_id: int, on: dt.date | None = None) -> ProfileTree | None:
    """Roles, activities and needs; None while the designation has no published profile.

    on: a day of the past, for the version that was in force then; None for the one in force now.
    """
    which, params = (_IN_FORCE, [designation_id]) if on is None else (_ON_DAY, [designation_id, on])
    lines = rows.fetch(_Line, _TREE.format(profile=which), params)
    if not lines:
        return None
    roles: dict[int, list[ActivityNode]] = {}
    heads: dict[int, _Line] = {}
    for line in lines:
        heads.setdefault(line.role_id, line)
        roles.setdefault(line.role_id, []).append(
            ActivityNode(
                line.key,
                line.name_en,
                line.name_hi,
                line.name_ur,
                tuple(line.knowledge),
                tuple((competency, level) for competency, level in line.needs),
            )
        )
    top = lines[0]
    return ProfileTree(
        top.uuid,
        top.designation_id,
        top.version,
        top.published_on,
        top.basis,
        top.summary_en,
        top.summary_hi,
        top.summary_ur,
        tuple(
            RoleNode(h.role_key, h.role_en, h.role_hi, h.role_ur, tuple(roles[role_id])) for role_id, h in heads.items()
        ),
        tuple(rows.fetch(_requirement, _REQUIREMENTS.format(profile=which), params)),
    )
