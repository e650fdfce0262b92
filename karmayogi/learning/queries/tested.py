"""What a certificate says of a test that stands alone, for somebody who is not enrolled in it."""

import dataclasses
from typing import Any
from uuid import UUID

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound

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
_TAUGHT = """
select k.code, k.name_en, cc.level from learning_coursecompetency cc
join competencies_competency k on k.id = cc.competency_id where cc.version_id = %s order by k.code
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
    taught: Any = rows.fetch(lambda *row: row, _TAUGHT, [found[-1]])
    return Tested(*[*found[:-1], taught])
