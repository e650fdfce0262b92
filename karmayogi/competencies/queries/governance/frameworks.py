"""Frameworks, their versions, and what a version says."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.competencies.engine.governance.overlap import Said
from karmayogi.competencies.policies import can_over_framework
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, NotFound


@dataclasses.dataclass(frozen=True, slots=True)
class FrameworkRow:
    """path: of the owner; a national framework belongs to the country. version_*: the latest published one."""

    id: int
    uuid: uuids.UUID
    code: str
    name: str
    kind: str
    prefix: str
    owner_id: int | None
    owner_en: str
    owner_hi: str
    owner_ur: str
    path: str
    summary: str
    publisher: str
    licence: str
    licence_uri: str
    attribution: str
    source_uri: str
    version_id: int | None
    version: str | None
    published_at: dt.datetime | None
    draft_id: int | None
    competencies: int
    waiting: int
    """Proposals that wait for a review."""

    @property
    def national(self) -> bool:
        return self.kind == "national"


_FRAMEWORK = """
select f.id, f.uuid, f.code, f.name, f.kind, f.prefix, f.owner_id, coalesce(o.name_en, ''), coalesce(o.name_hi, ''),
  coalesce(o.name_ur, ''),
  coalesce(o.path, (select path from orgs_organisation where code = 'IN'), ''), f.summary, f.publisher, f.licence,
  f.licence_uri, f.attribution, f.source_uri, v.id, v.number, v.published_at,
  (select d.id from competencies_frameworkversion d where d.framework_id = f.id and d.published_at is null),
  (select count(*) from competencies_competencystatement s where s.version_id = v.id and s.status = 'published'),
  (select count(*) from competencies_frameworkproposal p where p.framework_id = f.id and p.status in ('sent', 'first'))
from competencies_framework f
left join orgs_organisation o on o.id = f.owner_id
left join lateral (
  select * from competencies_frameworkversion v where v.framework_id = f.id and v.published_at is not null
  order by v.published_at desc, v.id desc limit 1) v on true
"""


def frameworks() -> list[FrameworkRow]:
    """All of them: the national ones first, then by code."""
    return rows.fetch(
        FrameworkRow,
        _FRAMEWORK + "order by array_position(array['national', 'domain', 'reference'], f.kind::text), f.code",
    )


def framework_by_id(framework_id: int) -> FrameworkRow:
    """Raises NotFound when there is none."""
    found = rows.first(FrameworkRow, _FRAMEWORK + "where f.id = %s", [framework_id])
    if found is None:
        raise NotFound
    return found


def may_see(actor: Actor, framework: FrameworkRow) -> bool:
    """A published framework is for everybody; one in preparation for those who work on it."""
    return framework.version_id is not None or can_over_framework(actor, framework.path, "discuss")


def access_framework(actor: Actor, uuid: uuids.UUID, to: str = "see") -> FrameworkRow:
    """The framework, for who may "see" it, or do what policies.OVER_FRAMEWORK names. Raises NotFound otherwise."""
    found = rows.first(FrameworkRow, _FRAMEWORK + "where f.uuid = %s", [uuid])
    if found is None or not may_see(actor, found):
        raise NotFound
    if to != "see" and not can_over_framework(actor, found.path, to, national=found.national):
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class VersionRow:
    """published_at: None while it is a draft."""

    id: int
    uuid: uuids.UUID
    framework_id: int
    number: str
    note: str
    published_at: dt.datetime | None
    published_by: str | None
    published_by_native: str | None
    drafted_by_id: int | None
    competencies: int
    changes: int


_VERSION = """
select v.id, v.uuid, v.framework_id, v.number, v.note, v.published_at, person.name, person.name_native,
  v.drafted_by_id,
  (select count(*) from competencies_competencystatement s where s.version_id = v.id and s.status = 'published'),
  (select count(*) from competencies_changeentry c where c.version_id = v.id)
from competencies_frameworkversion v left join people_person person on person.id = v.published_by_id
"""


def versions_of(framework_id: int) -> list[VersionRow]:
    """Newest first, the draft before all."""
    return rows.fetch(
        VersionRow, _VERSION + "where v.framework_id = %s order by v.published_at desc nulls first, v.id desc",
        [framework_id],
    )  # fmt: skip


def version_on(framework_id: int, on: dt.date) -> VersionRow | None:
    """The version in force at the end of that day."""
    end = dt.datetime.combine(on + dt.timedelta(days=1), dt.time(), clock.IST)
    return rows.first(
        VersionRow,
        _VERSION + "where v.framework_id = %s and v.published_at < %s order by v.published_at desc, v.id desc limit 1",
        [framework_id, end],
    )


def version_by_id(version_id: int) -> VersionRow:
    found = rows.first(VersionRow, _VERSION + "where v.id = %s", [version_id])
    if found is None:
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class StatementRow:
    """What a version says of a competency. replaced_by: code and uuid of what stands in its place."""

    id: int
    competency_id: int
    uuid: uuids.UUID
    code: str
    area: str
    group: str
    theme_number: int
    theme_en: str
    theme_hi: str
    theme_ur: str
    name_en: str
    name_hi: str
    name_ur: str
    gloss_en: str
    gloss_hi: str
    guna: str
    status: str
    replaced_by: str | None
    replaced_by_uuid: uuids.UUID | None


STATEMENT = """
select s.id, c.id, c.uuid, c.code, s.area, s."group", s.theme_number, s.theme_en, s.theme_hi, s.theme_ur, s.name_en,
  s.name_hi, s.name_ur, s.gloss_en, s.gloss_hi, s.guna, s.status, r.code, r.uuid
from competencies_competencystatement s
join competencies_competency c on c.id = s.competency_id
left join competencies_competency r on r.id = s.replaced_by_id
"""


def statements(
    version_id: int, *, q: str = "", area: str = "", gone: bool = True, after: str = "", limit: int | None = None
) -> list[StatementRow]:
    """In the order of their codes, from the code after `after` on. gone: also those no longer in use."""
    like = rows.like(q)
    return rows.fetch(
        StatementRow,
        STATEMENT
        + """
        where s.version_id = %(version)s and c.code > %(after)s and (%(area)s = '' or s.area = %(area)s)
          and (%(gone)s or s.status in ('published', 'draft'))
          and (%(like)s = '%%' or concat_ws(' ', c.code, s.theme_en, s.theme_hi, s.theme_ur, s.name_en, s.name_hi,
                 s.name_ur, s.gloss_en, s.gloss_hi) ilike %(like)s)
        order by c.code limit %(limit)s
        """,
        {"version": version_id, "after": after, "area": area, "gone": gone, "like": like, "limit": limit},
    )


def descriptors_of(statement_ids: list[int]) -> dict[int, dict[int, tuple[str, str, str]]]:
    """Statement id -> level -> text (en, hi, ur)."""
    found: dict[int, dict[int, tuple[str, str, str]]] = {}

    def row(statement: int, level: int, en: str, hi: str, ur: str) -> None:
        found.setdefault(statement, {})[level] = (en, hi, ur)

    rows.fetch(
        row,
        "select statement_id, level, text_en, text_hi, text_ur from competencies_leveldescriptor"
        " where statement_id = any(%s::bigint[]) order by statement_id, level",
        [statement_ids],
    )
    return found


def everything_said() -> list[Said]:
    """Names and glosses of all competencies in use, of every framework: what overlap search looks through."""
    return rows.fetch(
        lambda row_id, en, hi, ur, gloss_en, gloss_hi: Said(row_id, (en, hi, ur), (gloss_en, gloss_hi)),
        "select id, name_en, name_hi, name_ur, gloss_en, gloss_hi from competencies_competency"
        " where status in ('published', 'draft') order by id",
    )
