"""What a certificate says of a test that stands alone, for somebody who is not enrolled in it."""

import dataclasses
from typing import Any
from uuid import UUID

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning.queries.taught import taught

_TESTED = """
select c.uuid, c.code, te.title, coalesce(th.title, ''), coalesce(tu.title, ''), v.minutes, v.certificate_months, v.id
from learning_part part
join learning_courseversion v on v.id = part.version_id
join learning_course c on c.id = v.course_id
join learning_coursetext te on te.version_id = v.id and te.language = 'en'
left join learning_coursetext th on th.version_id = v.id and th.language = 'hi'
left join learning_coursetext tu on tu.version_id = v.id and tu.language = 'ur'
where part.id = %s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Tested:
    """certificate_months: None for ever. competencies: code, name and level."""

    course_uuid: UUID
    code: str
    title_en: str
    title_hi: str
    title_ur: str
    minutes: int
    certificate_months: int | None
    competencies: list[tuple[str, str, int]]


def tested(part_id: int) -> Tested:
    """Of the version that the part belongs to. Raises NotFound."""
    found: Any = rows.first(lambda *row: row, _TESTED, [part_id])
    if found is None:
        raise NotFound
    uuid, code, title_en, title_hi, title_ur, minutes, months, version_id = found
    return Tested(uuid, code, title_en, title_hi, title_ur, minutes, months, taught(version_id))
