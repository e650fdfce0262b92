"""Occupations of a reference framework, to read."""

import dataclasses
import uuid as uuids

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class OccupationRow:
    id: int
    uuid: uuids.UUID
    framework_id: int
    code: str
    title: str
    description: str
    zone: int | None
    tasks: int
    needs: int


@dataclasses.dataclass(frozen=True, slots=True)
class OccupationNeedRow:
    """level: on our scale, 0 when the source calls it not relevant; raw figures as the source gives them."""

    uuid: uuids.UUID
    code: str
    name: str
    importance: int
    level: int
    importance_raw: float
    level_raw: float
    suppressed: bool


_OCCUPATION = """
select o.id, o.uuid, o.framework_id, o.code, o.title, o.description, o.zone,
  (select count(*) from competencies_occupationtask t where t.occupation_id = o.id),
  (select count(*) from competencies_occupationneed n where n.occupation_id = o.id and n.relevant)
from competencies_occupation o
"""


def occupations(framework_id: int, *, q: str = "", after: str = "", limit: int = 50) -> list[OccupationRow]:
    """By code, from the code after `after` on; q: part of the title, of another title or of the code."""
    like = rows.like(q)
    return rows.fetch(
        OccupationRow,
        _OCCUPATION
        + """
        where o.framework_id = %(framework)s and o.code > %(after)s
          and (%(like)s = '%%' or o.title ilike %(like)s or o.code ilike %(like)s
               or exists (select from competencies_occupationtitle t
                          where t.occupation_id = o.id and t.title ilike %(like)s))
        order by o.code limit %(limit)s
        """,
        {"framework": framework_id, "after": after, "like": like, "limit": limit},
    )


def has_occupations(framework_id: int) -> bool:
    found = rows.scalar("select exists (select from competencies_occupation where framework_id = %s)", [framework_id])
    return bool(found)


def occupation_by_uuid(uuid: uuids.UUID) -> OccupationRow | None:
    return rows.first(OccupationRow, _OCCUPATION + "where o.uuid = %s", [uuid])


def tasks_of(occupation_id: int) -> list[tuple[str, str]]:
    """(text, kind) of each task, the core ones first."""
    return rows.fetch(
        lambda text, kind: (text, kind),
        "select text, kind from competencies_occupationtask where occupation_id = %s order by kind <> 'Core', number",
        [occupation_id],
    )


def titles_of(occupation_id: int) -> list[str]:
    return rows.fetch(
        str, "select title from competencies_occupationtitle where occupation_id = %s order by title limit 60",
        [occupation_id],
    )  # fmt: skip


def needs_of(occupation_id: int) -> list[OccupationNeedRow]:
    """Most important first; what is not relevant last."""
    return rows.fetch(
        OccupationNeedRow,
        "select c.uuid, c.code, c.name_en, n.importance, n.level, n.importance_raw, n.level_raw, n.suppressed"
        " from competencies_occupationneed n join competencies_competency c on c.id = n.competency_id"
        " where n.occupation_id = %s order by n.relevant desc, n.importance_raw desc, c.code",
        [occupation_id],
    )
