"""The change log of a framework and the history of one competency."""

import dataclasses
import datetime as dt
import json
import uuid as uuids
from typing import Any

from karmayogi.competencies.queries.governance.frameworks import STATEMENT, StatementRow
from karmayogi.kernel import clock, rows


@dataclasses.dataclass(frozen=True, slots=True)
class ChangeRow:
    """was, becomes: field -> value, of the fields that changed. proposal: its uuid, where a proposal asked for it."""

    id: int
    version: str
    version_uuid: uuids.UUID
    uuid: uuids.UUID
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    was: dict[str, Any]
    becomes: dict[str, Any]
    proposal: uuids.UUID | None
    title: str
    at: dt.datetime

    @property
    def fields(self) -> list[tuple[str, Any, Any]]:
        return [(name, self.was.get(name), self.becomes.get(name)) for name in self.becomes]


_CHANGES = """
select e.id, v.number, v.uuid, c.uuid, c.code, c.name_en, c.name_hi, c.name_ur, e.kind, e.was::text, e.becomes::text,
  p.uuid, coalesce(p.title, ''), e.at
from competencies_changeentry e
join competencies_frameworkversion v on v.id = e.version_id
join competencies_competency c on c.id = e.competency_id
left join competencies_frameworkproposal p on p.id = e.proposal_id
"""


def _row(*columns: Any) -> ChangeRow:
    values = list(columns)
    values[9], values[10] = json.loads(values[9]), json.loads(values[10])
    return ChangeRow(*values)


def changes(framework_id: int, on: dt.date, *, before: int | None = None, limit: int = 50) -> list[ChangeRow]:
    """What was changed up to the end of that day, newest first, from the id before `before` on."""
    end = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), clock.IST)
    return rows.fetch(
        _row,
        _CHANGES
        + "where v.framework_id = %s and e.at < %s and (%s::bigint is null or e.id < %s) order by e.id desc limit %s",
        [framework_id, end, before, before, limit],
    )


def changes_of(competency_id: int) -> list[ChangeRow]:
    return rows.fetch(_row, _CHANGES + "where e.competency_id = %s order by e.id desc", [competency_id])


def statement_on(competency_id: int, on: dt.date) -> StatementRow | None:
    """What the version in force on that day said of it."""
    end = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), clock.IST)
    return rows.first(
        StatementRow,
        STATEMENT
        + """
        join competencies_frameworkversion v on v.id = s.version_id
        where c.id = %s and v.published_at < %s order by v.published_at desc, v.id desc limit 1
        """,
        [competency_id, end],
    )


def framework_of(competency: uuids.UUID) -> tuple[int, int] | None:
    """(competency id, framework id), whoever asks."""
    return rows.first(
        lambda competency_id, framework_id: (competency_id, framework_id),
        "select c.id, v.framework_id from competencies_competency c"
        " join competencies_frameworkversion v on v.id = c.version_id where c.uuid = %s",
        [competency],
    )


def retaggable(framework_id: int) -> dict[str, int]:
    """Number of a version -> how many replacements it made, for those that made any."""
    return dict(
        rows.fetch(
            lambda number, count: (number, count),
            "select v.number, count(*) from competencies_competencyreplacement r"
            " join competencies_frameworkversion v on v.id = r.version_id where v.framework_id = %s group by v.number",
            [framework_id],
        )
    )
