"""A whole course out of the house, in the form in which it comes in again. Written piece by piece."""

import dataclasses
import datetime as dt
import hashlib
import shutil
import uuid
import zipfile
from pathlib import Path
from typing import BinaryIO

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, Agent, NotFound
from karmayogi.learning.engine.exchange import own_form
from karmayogi.learning.policies import check_publish
from karmayogi.learning.queries.exchange.taking import check_takes
from karmayogi.learning.queries.exchange.whole_course import WholeCourse, whole_course

_WHEN = (1980, 1, 1, 0, 0, 0)  # the same course gives the same bytes at any time
_PACKED = frozenset({".zip", ".webm", ".mp4", ".webp", ".png", ".jpg", ".jpeg", ".pdf", ".package"})

# Programmes and events have a form of their own: export_collection.
_COURSE = """
select id, code from learning_course
where uuid = %s and status = 'published' and kind in ('course', 'assessment')
"""
_LEARNS = "select 1 from learning_enrolment where course_id = %s and person_id = %s and status = 'active'"


@dataclasses.dataclass(frozen=True, slots=True)
class Exported:
    """questions: False for somebody who is learning in this course: nobody exports the test that they have to pass."""

    code: str
    questions: bool


def export_course(*, agent: Agent, course_uuid: uuid.UUID, into: BinaryIO, at: dt.datetime) -> Exported:
    """Writes the course to `into`. Raises NotFound without the right to publish or to find it."""
    check_publish(agent)
    if isinstance(agent, Actor):
        check_takes(agent, course_uuid, clock.day(at))
    found = rows.first(lambda *row: row, _COURSE, [course_uuid])
    if found is None:
        raise NotFound
    course_id, code = found
    questions = not (isinstance(agent, Actor) and rows.scalar(_LEARNS, [course_id, agent.person_id]))
    write_zip(whole_course(course_id, questions=questions), into, questions=questions)
    audit.record(
        "learning:course:export",
        agent=agent,
        at=at,
        kind="course",
        subject=course_uuid,
        label=code,
        detail={"questions": questions},
    )
    return Exported(code, questions)


def write_zip(course: WholeCourse, into: BinaryIO, *, questions: bool) -> None:
    """The same course gives the same bytes."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in own_form.write(course.plan, questions=questions):
            archive.writestr(_entry(name), content)
        for name, path in sorted(course.files.items()):
            _add(archive, name, path)
        for name, folder in sorted(course.packages.items()):
            with archive.open(_entry(name), "w", force_zip64=True) as packed:
                write_package(folder, packed)  # type: ignore[arg-type]


def write_package(folder: Path, into: BinaryIO) -> None:
    """An unpacked package as a zip again."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            _add(archive, path.relative_to(folder).as_posix(), path)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WHEN)
    packed = Path(name).suffix.lower() in _PACKED
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    return entry


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> None:
    with path.open("rb") as source, archive.open(_entry(name), "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, 1024 * 1024)


def digest_of(path: Path) -> str:
    """Of a file, or of all files of a folder with their names."""
    digest = hashlib.sha256()
    for one in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if one.is_file():
            with one.open("rb") as file:
                digest.update(one.relative_to(path).as_posix().encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
