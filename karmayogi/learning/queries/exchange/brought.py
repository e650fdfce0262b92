"""What was brought from elsewhere, for publishers."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings

from karmayogi.kernel import rows
from karmayogi.kernel.access import Agent, NotFound
from karmayogi.learning.policies import check_publish
from karmayogi.learning.types import CoursePlan


@dataclasses.dataclass(frozen=True, slots=True)
class BroughtLine:
    """A line of the list."""

    uuid: UUID
    title: str
    format: str
    filename: str
    bytes: int
    state: str
    brought_at: dt.datetime
    brought_by: str
    brought_by_native: str


@dataclasses.dataclass(frozen=True, slots=True)
class Brought:
    """One brought file with what was understood. course_uuid: once it is published."""

    id: int
    uuid: UUID
    sha256: str
    format: str
    filename: str
    bytes: int
    state: str
    code: str
    title: str
    plan: CoursePlan
    brought_at: dt.datetime
    brought_by_id: int | None
    brought_by: str
    brought_by_native: str
    course_uuid: UUID | None
    known_course: str  # title of the course that has this code already, "" where none has


_LINES = """
select b.uuid, b.title, b.format, b.filename, b.bytes, b.state, b.brought_at, coalesce(p.name, ''),
  coalesce(p.name_native, '')
from learning_broughtcourse b left join people_person p on p.id = b.brought_by_id
where b.state <> 'discarded' order by b.id desc limit %s
"""

_ONE = """
select b.id, b.uuid, b.sha256, b.format, b.filename, b.bytes, b.state, b.code, b.title, b.plan::text, b.brought_at,
  b.brought_by_id, coalesce(p.name, ''), coalesce(p.name_native, ''), c.uuid, coalesce(e.title_en, '')
from learning_broughtcourse b
left join people_person p on p.id = b.brought_by_id
left join learning_course c on c.id = b.course_id
left join learning_catalogueentry e on e.code = b.code
where b.uuid = %s and b.state <> 'discarded'
"""


def latest_brought(limit: int) -> list[BroughtLine]:
    return rows.fetch(BroughtLine, _LINES, [limit])


def access_brought(agent: Agent, brought_uuid: UUID) -> Brought:
    """Publishers see what any publisher brought. Raises NotFound."""
    check_publish(agent)
    found: Any = rows.first(lambda *row: row, _ONE, [brought_uuid])
    if found is None:
        raise NotFound
    fields: Any = (*found[:9], msgspec.json.decode(found[9], type=CoursePlan), *found[10:])
    return Brought(*fields)


def place_of(sha256: str) -> Path:
    """Where a brought archive lies: `original` as it came, `files` unpacked."""
    return Path(settings.FILES_ROOT) / "brought" / sha256
