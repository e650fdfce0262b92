"""A published course as a plan, the way its readers write them: what an export needs."""

import dataclasses
from pathlib import Path
from typing import Any
from uuid import UUID

from karmayogi.kernel import files, rows, slots
from karmayogi.kernel.access import NotFound
from karmayogi.learning.engine.media import ENDING
from karmayogi.learning.engine.watching import USUAL_PERCENT
from karmayogi.learning.queries.gatherings.sessions import codes_of
from karmayogi.learning.queries.packages import folder_of
from karmayogi.learning.types import (
    CoursePlan,
    PartKind,
    PlannedFile,
    PlannedLink,
    PlannedPart,
    PlannedPicture,
    PlannedVariant,
    QuizSpec,
)


@dataclasses.dataclass(frozen=True, slots=True)
class WholeCourse:
    """plan: its paths are names in the archive to be written; files and packages say where their content lies."""

    plan: CoursePlan
    files: dict[str, Path]
    packages: dict[str, Path]


_HEAD = f"""
select c.code, p.name_en, c.mode, c.licence, v.id, v.pass_percent, v.parts_needed,
  coalesce(v.watch_percent, {USUAL_PERCENT}), v.sessions_needed, c.kind, v.certificate_months, c.audience
from learning_course c join learning_courseversion v on v.id = c.current_version_id
join learning_provider p on p.id = c.provider_id
where c.id = %s and c.status = 'published'
"""
TEXTS = "select language, title, summary from learning_coursetext where version_id = %s order by id"
TAUGHT = """
select k.code, t.level from learning_coursecompetency t join competencies_competency k on k.id = t.competency_id
where t.version_id = %s order by k.code
"""
_PARTS = "select id, key, kind, minutes, min_seconds, link from learning_part where version_id = %s order by position"
_VARIANTS = """
select x.part_id, x.language, x.title, x.body_html, x.pages, x.seconds, f.sha256, f.media_type, k.sha256, k.media_type,
  o.sha256, o.media_type, package.sha256
from learning_partvariant x join learning_part part on part.id = x.part_id
left join kernel_storedfile f on f.id = x.file_id
left join kernel_storedfile k on k.id = x.captions_id
left join kernel_storedfile o on o.id = x.poster_id
left join learning_package package on package.id = x.package_id
where part.version_id = %s order by x.id
"""


_PICTURES = """
select x.part_id, x.language, p.name, p.width, p.height, f.sha256, f.media_type
from learning_partpicture p join learning_partvariant x on x.id = p.variant_id
join learning_part part on part.id = x.part_id join kernel_storedfile f on f.id = p.file_id
where part.version_id = %s order by p.name
"""


def whole_course(course_id: int, *, questions: bool) -> WholeCourse:
    """The current version. questions: with the pools of its tests. Raises NotFound for a course never published."""
    head: Any = rows.first(lambda *row: row, _HEAD, [course_id])
    if head is None:
        raise NotFound
    code, provider, mode, licence, version_id, pass_percent, needed, watch_percent, there, *rest = head
    course_kind, months, audience = rest
    sessions = codes_of(version_id) if there else []
    contents: dict[str, Path] = {}
    packages: dict[str, Path] = {}

    def file(sha256: str | None, media_type: str | None) -> PlannedFile | None:
        if sha256 is None or media_type is None:
            return None
        path = f"files/{sha256}.{ENDING[media_type]}"
        contents[path] = files.path_of(sha256)
        return PlannedFile(path, media_type)

    def package(sha256: str | None) -> str:
        if sha256 is None:
            return ""
        place = folder_of(sha256)
        fresh = f"packages/{len(packages) + 1}.package"
        name = next((name for name, known in packages.items() if known == place), fresh)
        packages[name] = place
        return name

    pictures: dict[tuple[int, str], dict[str, PlannedPicture]] = {}
    for part_id, language, name, width, height, *stored in rows.fetch(lambda *row: row, _PICTURES, [version_id]):
        if (at := file(*stored)) is not None:
            pictures.setdefault((part_id, language), {})[name] = PlannedPicture(at.path, width, height)
    variants: dict[int, dict[str, PlannedVariant]] = {}
    for part_id, language, title, html, pages, seconds, *shas in rows.fetch(lambda *row: row, _VARIANTS, [version_id]):
        variants.setdefault(part_id, {})[language] = PlannedVariant(
            title,
            html,
            file(*shas[:2]),
            file(*shas[2:4]),
            file(*shas[4:6]),
            package(shas[6]),
            pages,
            seconds,
            pictures.get((part_id, language), {}),
        )
    texts = rows.fetch(lambda *row: row, TEXTS, [version_id])
    parts = []
    for part_id, key, kind, minutes, min_seconds, link in rows.fetch(lambda *row: row, _PARTS, [version_id]):
        pool, spec = _pool(part_id) if kind == "quiz" else ([], None)
        parts.append(
            PlannedPart(
                key,
                PartKind(kind),
                minutes,
                variants[part_id],
                pool if questions else [],
                spec,
                min_seconds,
                _outside(link) if link else None,
            )
        )
    plan = CoursePlan(
        format="karmayogi",
        titles={language: title for language, title, _summary in texts},
        parts=parts,
        code=code,
        provider=provider,
        mode=mode,
        licence=licence,
        summaries={language: summary for language, _title, summary in texts if summary},
        competencies=rows.fetch(lambda code, level: (code, level), TAUGHT, [version_id]),
        pass_percent=pass_percent,
        parts_needed=needed if needed < len(parts) else None,
        watch_percent=watch_percent,
        sessions=sessions,
        sessions_needed=there if there < len(sessions) else None,
        kind=course_kind,
        certificate_months=months,
        left_behind=[] if audience == "everyone" else ["audience"],
    )
    return WholeCourse(plan, contents, packages)


def _pool(part_id: int) -> tuple[list[dict[str, Any]], QuizSpec | None]:
    """By whoever keeps the questions (slot "learning.export_questions": part id -> (questions, terms))."""
    for export in slots.every("learning.export_questions"):
        pool, spec = export(part_id)
        return pool, spec
    return [], None


def _outside(link: UUID) -> PlannedLink | None:
    """By whoever knows the tool (slot "learning.export_link"); None where nobody does."""
    for export in slots.every("learning.export_link"):
        found: PlannedLink | None = export(link)
        return found
    return None
