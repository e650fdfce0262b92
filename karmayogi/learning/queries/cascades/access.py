"""A cascade, with authority."""

import dataclasses
import datetime as dt
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import Agent, NotFound
from karmayogi.learning.policies import can_keep_cascade, sees_cascades


@dataclasses.dataclass(frozen=True, slots=True)
class CascadeRow:
    """path: of the organisation that owns it. kept: whether the reader looks after it."""

    id: int
    uuid: uuids.UUID
    name_en: str
    name_hi: str
    name_ur: str
    path: str
    office_en: str
    office_hi: str
    office_ur: str
    course: uuids.UUID
    course_kind: str
    course_en: str
    course_hi: str
    course_ur: str
    closed_at: dt.datetime | None
    kept: bool


_ONE = """
select k.id, k.uuid, k.name_en, k.name_hi, k.name_ur, o.path, o.name_en, o.name_hi, o.name_ur, c.uuid, c.kind,
  coalesce(e.title_en, c.code), coalesce(e.title_hi, ''), coalesce(e.title_ur, ''), k.closed_at
from learning_cascade k join orgs_organisation o on o.id = k.organisation_id
join learning_course c on c.id = k.course_id left join learning_catalogueentry e on e.course_id = c.id
where k.uuid = %s
"""


def access_cascade(agent: Agent, cascade: uuids.UUID) -> CascadeRow:
    """Raises NotFound for none, and for somebody who sees no cascades."""
    if not sees_cascades(agent):
        raise NotFound

    def row(*found: Any) -> CascadeRow:
        fields: Any = (*found, can_keep_cascade(agent, found[5]))
        return CascadeRow(*fields)

    one = rows.first(row, _ONE, [cascade])
    if one is None:
        raise NotFound
    return one
