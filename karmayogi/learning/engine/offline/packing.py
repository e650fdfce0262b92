"""What of a part is kept on a phone, and how heavy that is. Pure."""

import dataclasses
from collections.abc import Iterable, Sequence

from karmayogi.learning.engine.renditions import FULL, LADDER

TEXT = "text"
FORMS = (TEXT, *LADDER)  # lightest first
# Finished by the reader's own word and time; tests and packages of others need the server or an origin of their own.
KEPT_KINDS = ("page", "video", "audio", "slides", "pdf")
# They run on an origin of their own, or elsewhere altogether: decision 0040 says why they are not kept.
AWAY = ("scorm12", "scorm2004", "h5p", "cmi5", "xapi", "lti")
# A test: of it the questions for practice are kept, with their answers.
PRACTISED = "quiz"
_PLAYED = ("video", "audio")


@dataclasses.dataclass(frozen=True, slots=True)
class PackFile:
    sha256: str
    media_type: str
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """A part that can be kept. text: bytes of its page. files: by name of renditions.LADDER; captions beside a film;
    pictures of its text."""

    part_id: int
    kind: str
    text: int
    files: dict[str, PackFile]
    captions: PackFile | None = None
    pictures: tuple[PackFile, ...] = ()


def taken(part: Kept, form: str) -> list[PackFile]:
    """The files that go with the part in that form: of a film or recording the heaviest that is no heavier than was
    asked for, else the lightest there is; of papers and slides the file itself; pictures. Of text alone, none."""
    return [] if form == TEXT else [*_file(part, form), *part.pictures]


def _file(part: Kept, form: str) -> list[PackFile]:
    if not part.files:
        return []
    if part.kind not in _PLAYED:
        return [part.files[FULL]]
    have = [name for name in LADDER if name in part.files]
    fits = [name for name in have if LADDER.index(name) <= LADDER.index(form)]
    return [part.files[fits[-1] if fits else have[0]], *([part.captions] if part.captions else [])]


def inside(parts: Iterable[Kept], form: str) -> list[Kept]:
    """What is left of them in that form: a film or paper of which there is no text is not part of a pack of texts."""
    return [part for part in parts if form != TEXT or part.text or not part.files]


def weight(parts: Iterable[Kept], form: str) -> int:
    """Bytes on the phone; a file that two parts share is counted once."""
    parts = inside(parts, form)
    files = {file.sha256: file.size for part in parts for file in taken(part, form)}
    return sum(part.text for part in parts) + sum(files.values())


def choices(parts: Sequence[Kept]) -> list[str]:
    """Forms that differ for these parts, lightest first."""
    played = {name for part in parts if part.kind in _PLAYED for name in part.files}
    if not played and any(part.files or part.pictures for part in parts):
        played = {FULL}
    return [*([TEXT] if inside(parts, TEXT) else []), *(name for name in LADDER if name in played)]
