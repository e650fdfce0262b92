"""A package of any standard: checked, unpacked aside, moved into place at once.

Nothing half imported is ever to be seen.
"""

import dataclasses
import datetime as dt
import hashlib
import shutil
import tempfile
from pathlib import Path

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Agent, Refused
from karmayogi.learning.actions.cmi5.store_units import store_units
from karmayogi.learning.actions.draft import CourseDraft, DraftPart, DraftVariant
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.actions.unpack import Unpacked, unpack
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from karmayogi.learning.models import Package, PackageItem
from karmayogi.learning.policies import check_publish
from karmayogi.learning.queries.packages import folder_of
from karmayogi.learning.types import CourseRow, QuizSpec


def import_scorm(
    *,
    agent: Agent,
    content: bytes | Path,
    filename: str,
    titles: dict[str, str],
    competencies: list[tuple[str, int]],
    at: dt.datetime,
    minutes: int = 20,
    code: str = "",
    provider: str = "",
    summaries: dict[str, str] | None = None,
    licence: str = "",
) -> CourseRow:
    """Publishes the package as a course of one part. The same zip under the same code again changes nothing.

    content: the zip, or where it lies: a large one is never in memory whole. titles: by language; English falls back to
    the manifest's title. Raises Refused in words for a broken or hostile package and NotFound without the right to
    publish.
    """
    check_publish(agent)
    ready = _prepare(content)  # before the transaction, which would be idle meanwhile
    with transaction.atomic():
        package = _row(ready, filename)
        named = {"en": titles.get("en") or package.title} | {k: v for k, v in titles.items() if v}
        variants = {language: DraftVariant(title) for language, title in named.items()}
        variants["en"] = DraftVariant(named["en"], package_id=package.id, package_bytes=package.bytes)
        least = prose.plausible_seconds(package.standard, minutes, 0)
        draft = CourseDraft(
            code=code or f"SCORM-{package.sha256[:8].upper()}",
            provider=provider or _("Uploaded package"),
            mode="online",
            licence=licence,
            titles=named,
            summaries=summaries or {},
            competencies=competencies,
            parts=[DraftPart("package", package.standard, minutes, least, variants)],
            quiz=QuizSpec(draw=0, minutes=0, attempts=0, pass_percent=0),
            sha256=package.sha256,
        )
        return publish(agent=agent, draft=draft, at=at)


def store_package(content: bytes | Path, filename: str) -> Package:
    """Checks and unpacks a zip (its bytes, or a file); returns its row. The same zip again returns the row there is."""
    ready = _prepare(content)
    with transaction.atomic():
        return _row(ready, filename)


@dataclasses.dataclass(frozen=True, slots=True)
class _Ready:
    """A package that lies in its place. unpacked: what it holds; None where its row is there already."""

    sha256: str
    unpacked: Unpacked | None


def _prepare(content: bytes | Path) -> _Ready:
    if isinstance(content, Path):
        with content.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    else:
        digest = hashlib.sha256(content).hexdigest()
    target = folder_of(digest)
    if Package.objects.filter(sha256=digest).exists() and target.is_dir():
        return _Ready(digest, None)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=target.parent))
    try:
        unpacked = unpack(content, aside)
        aside.chmod(0o755)
        try:
            aside.rename(target)
        except OSError:
            if not target.is_dir():  # else it was there before, or somebody else was faster: the same content
                raise
    except PackageFault as fault:
        raise Refused(in_words(fault)) from fault
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return _Ready(digest, unpacked)


def _row(ready: _Ready, filename: str) -> Package:
    if ready.unpacked is None:
        return Package.objects.get(sha256=ready.sha256)
    structure, manifest = ready.unpacked.structure, ready.unpacked.manifest
    if structure is not None:
        return store_units(structure, ready.sha256, filename, ready.unpacked.files, ready.unpacked.bytes)
    assert manifest is not None  # a package has one or the other
    package, new = Package.objects.get_or_create(
        sha256=ready.sha256,
        defaults={
            "standard": manifest.standard,
            "edition": manifest.edition,
            "identifier": manifest.identifier,
            "title": manifest.title,
            "filename": filename[:200],
            "files": ready.unpacked.files,
            "bytes": ready.unpacked.bytes,
            "tree": "" if manifest.tree is None else msgspec.json.encode(manifest.tree).decode(),
        },
    )
    if new:
        PackageItem.objects.bulk_create(
            PackageItem(
                package=package,
                position=position,
                depth=item.depth,
                identifier=item.identifier,
                title=item.title,
                href=item.href,
                is_sco=item.is_sco,
                mastery_score=item.mastery,
                launch_data=item.launch_data,
            )
            for position, item in enumerate(manifest.items, start=1)
        )
    return package


def in_words(fault: PackageFault) -> str:
    """What is wrong with the package and what its maker can do, in the reader's language."""
    words = {
        Fault.NOT_A_ZIP: _("This file is not a zip. Export the course again as a package (.zip)."),
        Fault.ENCRYPTED: _("The zip is protected by a password. Export it without one."),
        Fault.BAD_PATH: _("The zip holds a file whose name leads out of the package. It was not unpacked."),
        Fault.LONG_NAME: _("The zip holds a file whose name is too long."),
        Fault.LINK: _("The zip holds a link instead of a file. It was not unpacked."),
        Fault.TWICE: _("The zip holds two files of the same name."),
        Fault.TOO_MANY_FILES: _("The zip holds more than 5,000 files."),
        Fault.TOO_BIG: _("Unpacked, the package would be larger than 1 GB."),
        Fault.TOO_HEAVY: _("Looking at the package took too much memory or time, so it was not unpacked."),
        Fault.BOMB: _("A file in the zip is packed so tightly that it looks like an attack. It was not unpacked."),
        Fault.METHOD: _("The zip uses an unusual compression. Pack it again as an ordinary zip."),
        Fault.DAMAGED: _("The zip is damaged. Upload or export it again."),
        Fault.NO_MANIFEST: _(
            "There is no imsmanifest.xml, cmi5.xml or tincan.xml at the top of the zip. "
            "Zip the contents, not the folder."
        ),
        Fault.BAD_MANIFEST: _("imsmanifest.xml cannot be read as a SCORM manifest."),
        Fault.DOCTYPE: _("imsmanifest.xml holds a DOCTYPE or entities. SCORM needs neither; remove them."),
        Fault.UNKNOWN_STANDARD: _("This is not SCORM 1.2 or SCORM 2004. Export the course in one of these."),
        Fault.NO_ORGANISATION: _("The manifest has no organisation, so there is nothing to start."),
        Fault.NO_LAUNCH: _("No entry of the manifest leads to a page that can be started."),
        Fault.LAUNCH_MISSING: _("The manifest starts a page that is not in the zip."),
        Fault.LAUNCH_OUTSIDE: _("The manifest starts a page on another server. Packages must bring all they need."),
        Fault.H5P_BROKEN: _("The H5P file is not written as its format asks. Export it again."),
        Fault.H5P_LIBRARY: _("The H5P file does not bring a library that it needs. Export it again as .h5p."),
        Fault.H5P_FILE: _("A library of the H5P file names a script or style that is not in it."),
        Fault.H5P_CORE: _("A library of the H5P file asks for a newer player than this one."),
        Fault.BAD_STRUCTURE: _("The course structure cannot be read as cmi5.xml or tincan.xml."),
        Fault.STRUCTURE_DOCTYPE: _("The course structure holds a DOCTYPE or entities. It needs neither; remove them."),
        Fault.NO_UNIT: _("The course structure has no unit that can be started."),
        Fault.TOO_MANY_UNITS: _("The course structure has more units or levels than can be shown here."),
        Fault.EMPTY_BLOCK: _("A block of the course structure is empty."),
        Fault.NO_TITLE: _("The course, or a block or unit of it, has no title."),
        Fault.NO_ADDRESS: _("A unit has no address to start."),
        Fault.BAD_ADDRESS: _("The address of a unit does not lead to a page on the web."),
        Fault.RELATIVE_ALONE: _("A cmi5.xml without its package must name full addresses; this one is relative."),
        Fault.RESERVED_NAME: _("The address of a unit uses a name that is reserved for the launch."),
        Fault.UNIT_MISSING: _("The course structure starts a page that is not in the zip."),
        Fault.BAD_IRI: _("An identifier is no full IRI, as in https://example.org/course/1."),
        Fault.ID_TWICE: _("Two entries of the course structure have the same identifier."),
        Fault.BAD_REFERENCE: _("A block or unit refers to an objective that the course structure does not define."),
        Fault.BAD_SCORE: _("A masteryScore must be a number from 0 to 1 with at most four decimals."),
        Fault.BAD_MOVE_ON: _("A moveOn is none of the five words that cmi5 knows."),
        Fault.BAD_METHOD: _("A launchMethod must be AnyWindow or OwnWindow."),
    }
    text = words[fault.fault]
    return f"{text} ({fault.detail})" if fault.detail else text
