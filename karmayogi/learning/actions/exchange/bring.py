"""Bringing a course: the file is kept, unpacked aside, understood, and shown. Nothing is taught by that."""

import dataclasses
import datetime as dt
import hashlib
import os
import shutil
import tempfile
import uuid
from pathlib import Path
from typing import BinaryIO

import msgspec
from django.db import transaction

from karmayogi.kernel import audit, slots
from karmayogi.kernel.access import Actor, Agent, Refused
from karmayogi.learning.actions.exchange.read_archive import READERS, read_archive
from karmayogi.learning.actions.exchange.with_pictures import with_pictures
from karmayogi.learning.actions.exchange.wording import course_fault_in_words
from karmayogi.learning.actions.import_scorm import in_words
from karmayogi.learning.engine.zip_policy import PackageFault
from karmayogi.learning.models import BroughtCourse
from karmayogi.learning.policies import check_publish
from karmayogi.learning.queries.exchange.brought import place_of
from karmayogi.learning.queries.gatherings.sessions import event_ids
from karmayogi.learning.types import CourseFault, CoursePlan, Outcome, ReportLine, Why


@dataclasses.dataclass(frozen=True, slots=True)
class BroughtNow:
    """new: False where this very file had been brought before, and nothing was changed."""

    uuid: uuid.UUID
    new: bool


def bring(*, agent: Agent, source: BinaryIO, filename: str, at: dt.datetime) -> BroughtNow:
    """Reads the file piece by piece and keeps what it understood.

    Raises Refused in words for a file that is no course, is hostile or damaged, and NotFound without the right to
    publish. Of a refused file nothing is kept.
    """
    check_publish(agent)
    home = place_of("")
    home.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".bringing-", dir=home))
    try:
        digest, size = _copy(source, aside / "original")
        known = BroughtCourse.objects.exclude(state="discarded").filter(sha256=digest).values_list("uuid", flat=True)
        if known:
            return BroughtNow(known[0], new=False)
        plan = _with_known_tools(_with_known_sessions(_understood(aside)), agent, at)
        return _keep(agent, plan, aside, digest, size, filename, at)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _copy(source: BinaryIO, target: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with target.open("wb") as file:
        while chunk := source.read(1024 * 1024):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return digest.hexdigest(), size


def _understood(aside: Path) -> CoursePlan:
    (aside / "files").mkdir()
    try:
        plan = read_archive(aside / "original", aside / "files", [*slots.every("learning.course_readers"), *READERS])
        return with_pictures(plan, aside / "files")
    except PackageFault as fault:
        raise Refused(in_words(fault)) from fault
    except CourseFault as fault:
        raise Refused(course_fault_in_words(fault)) from fault


def _with_known_sessions(plan: CoursePlan) -> CoursePlan:
    """Events are not in the file: those that are not here are left out, and the report says so."""
    known = event_ids(plan.sessions) if plan.sessions else {}
    gone = [code for code in plan.sessions if code not in known]
    if not gone:
        return plan
    lines = [ReportLine(code, "session", Outcome.LEFT_OUT, Why.OUTSIDE) for code in gone]
    there = [code for code in plan.sessions if code in known]
    needed = plan.sessions_needed if plan.sessions_needed and plan.sessions_needed < len(there) else None
    return dataclasses.replace(plan, sessions=there, sessions_needed=needed, report=[*plan.report, *lines])


def _with_known_tools(plan: CoursePlan, agent: Agent, at: dt.datetime) -> CoursePlan:
    """Learning tools are not in the file: parts of those that are not registered here are left out, and said."""
    knows = slots.every("learning.knows_link")
    gone = [part for part in plan.parts if part.outside and not any(one(agent, part.outside, at) for one in knows)]
    if not gone:
        return plan
    parts = [part for part in plan.parts if part not in gone]
    if not parts:
        raise Refused(course_fault_in_words(CourseFault(Why.NO_TOOL, gone[0].key)))
    lines = [
        ReportLine(part.key, str(part.kind), Outcome.LEFT_OUT, Why.NO_TOOL, part.outside.url[:200])
        for part in gone
        if part.outside
    ]
    needed = min(plan.parts_needed, len(parts)) if plan.parts_needed else None
    return dataclasses.replace(plan, parts=parts, parts_needed=needed, report=[*plan.report, *lines])


@transaction.atomic
def _keep(
    agent: Agent, plan: CoursePlan, aside: Path, digest: str, size: int, filename: str, at: dt.datetime
) -> BroughtNow:
    row, new = BroughtCourse.objects.exclude(state="discarded").get_or_create(
        sha256=digest,
        defaults={
            "format": plan.format,
            "filename": os.path.basename(filename)[:200],  # noqa: PTH119 (a browser's word, not a path of ours)
            "bytes": size,
            "code": plan.code[:40],
            "title": plan.titles["en"],
            "plan": msgspec.to_builtins(plan),
            "brought_by_id": agent.person_id if isinstance(agent, Actor) else None,
            "brought_at": at,
        },
    )
    if new:
        place = place_of(digest)
        shutil.rmtree(place, ignore_errors=True)  # of a row that was discarded while its files could not be removed
        aside.chmod(0o755)
        aside.rename(place)
        audit.record(
            "learning:brought:create",
            agent=agent,
            at=at,
            kind="brought course",
            subject=row.uuid,
            label=row.title,
            detail={"format": plan.format, "parts": len(plan.parts), "sha256": digest},
        )
    return BroughtNow(row.uuid, new)
