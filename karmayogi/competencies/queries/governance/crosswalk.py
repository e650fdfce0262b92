"""Links between two frameworks."""

import dataclasses
import uuid as uuids

from karmayogi.competencies.engine.governance.overlap import Said
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class LinkRow:
    id: int
    uuid: uuids.UUID
    origin_uuid: uuids.UUID
    origin: str
    origin_en: str
    origin_hi: str
    origin_ur: str
    target_uuid: uuids.UUID
    target: str
    target_en: str
    target_hi: str
    target_ur: str
    relation: str
    confidence: int
    source: str
    status: str
    decided_by: str | None
    decided_by_native: str | None


_LINKS = """
select k.id, k.uuid, o.uuid, o.code, o.name_en, o.name_hi, o.name_ur, t.uuid, t.code, t.name_en, t.name_hi, t.name_ur,
  k.relation, k.confidence, k.source, k.status, person.name, person.name_native
from competencies_crosswalklink k
join competencies_competency o on o.id = k.origin_id
join competencies_frameworkversion ov on ov.id = o.version_id
join competencies_competency t on t.id = k.target_id
join competencies_frameworkversion tv on tv.id = t.version_id
left join people_person person on person.id = k.decided_by_id
"""


def links_between(
    framework_id: int, other_id: int, *, status: str = "", after: int = 0, limit: int | None = None
) -> list[LinkRow]:
    return rows.fetch(
        LinkRow,
        _LINKS
        + """
        where ov.framework_id = %s and tv.framework_id = %s and (%s = '' or k.status = %s) and k.id > %s
        order by k.id limit %s
        """,
        [framework_id, other_id, status, status, after, limit],
    )


def links_of(competency_id: int) -> list[LinkRow]:
    """Accepted links from or to the competency."""
    return rows.fetch(
        LinkRow, _LINKS + "where k.status = 'accepted' and (o.id = %s or t.id = %s) order by k.id",
        [competency_id, competency_id],
    )  # fmt: skip


def codes_of(framework_id: int) -> dict[str, int]:
    """code -> id of the competencies in use."""
    return dict(
        rows.fetch(
            lambda code, row_id: (code, row_id),
            "select c.code, c.id from competencies_competency c join competencies_frameworkversion v"
            " on v.id = c.version_id where v.framework_id = %s and c.status = 'published'",
            [framework_id],
        )
    )


def said_of(framework_id: int) -> list[Said]:
    return rows.fetch(
        lambda row_id, en, hi, ur, gloss_en, gloss_hi: Said(row_id, (en, hi, ur), (gloss_en, gloss_hi)),
        "select c.id, c.name_en, c.name_hi, c.name_ur, c.gloss_en, c.gloss_hi from competencies_competency c"
        " join competencies_frameworkversion v on v.id = c.version_id"
        " where v.framework_id = %s and c.status = 'published' order by c.id",
        [framework_id],
    )
