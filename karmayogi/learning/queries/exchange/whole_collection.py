"""A published programme or event as a file of our own says it."""

import uuid
from typing import Any

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound
from karmayogi.learning.engine.collections.outline import Line
from karmayogi.learning.engine.exchange.collection import Collection
from karmayogi.learning.queries.collections.structures import version_lines
from karmayogi.learning.queries.exchange.whole_course import TAUGHT, TEXTS
from karmayogi.learning.types import GatheringTimes, ProgrammeStep

_HEAD = """
select c.code, p.name_en, c.mode, c.licence, v.id, v.counts_prior, c.kind
from learning_course c join learning_courseversion v on v.id = c.current_version_id
join learning_provider p on p.id = c.provider_id
where c.uuid = %s and c.status = 'published' and c.kind in ('programme', 'event')
"""
_ITEMS = "select id, code from learning_course where id = any(%s)"
_UUIDS = """
select c.uuid from learning_programmenode n join learning_course c on c.id = n.course_id
join learning_course whole on whole.current_version_id = n.version_id where whole.uuid = %s order by n.position
"""
_WHEN = """
select starts_at, ends_at, place, link, speaker, seats, credit from learning_gathering where version_id = %s
"""


def items_of(course: uuid.UUID) -> list[uuid.UUID]:
    """Of a published programme."""
    return rows.fetch(lambda item: item, _UUIDS, [course])


def whole_collection(course: uuid.UUID) -> Collection:
    """The current version. Raises NotFound for anything but a published programme or event."""
    head: Any = rows.first(lambda *row: row, _HEAD, [course])
    if head is None:
        raise NotFound
    code, provider, mode, licence, version_id, counts_prior, kind = head
    texts = rows.fetch(lambda *row: row, TEXTS, [version_id])
    lines = version_lines(version_id) if kind == "programme" else ()
    return Collection(
        titles={language: title for language, title, _summary in texts if title},
        summaries={language: summary for language, _title, summary in texts if summary},
        competencies=rows.fetch(lambda *row: (row[0], row[1]), TAUGHT, [version_id]),
        code=code, provider=provider, mode=mode, licence=licence, counts_prior=counts_prior,
        whole=_step(lines) if lines else None,
        gathering=rows.first(GatheringTimes, _WHEN, [version_id]) if kind == "event" else None,
    )  # fmt: skip


def _step(lines: tuple[Line, ...]) -> ProgrammeStep:
    codes = dict(rows.fetch(lambda *row: row, _ITEMS, [[line.course for line in lines if line.course]]))

    def made(line: Line) -> ProgrammeStep:
        if line.course:
            return ProgrammeStep(code=codes[line.course], points=line.points)
        titles = {"en": line.title_en, "hi": line.title_hi, "ur": line.title_ur}
        below = sorted((one for one in lines if one.parent == line.key), key=lambda one: one.position)
        return ProgrammeStep(
            rule=line.rule, needed=line.needed, titles={code: title for code, title in titles.items() if title},
            steps=tuple(made(one) for one in below),
        )  # fmt: skip

    return made(next(line for line in lines if not line.parent))
