"""A course ready to be published: what the readers of folders and packages hand to `publish`."""

import dataclasses
from pathlib import Path
from typing import Any
from uuid import UUID

from karmayogi.kernel import languages
from karmayogi.learning.engine.authoring.said import taught_in
from karmayogi.learning.engine.collections.outline import Line
from karmayogi.learning.engine.watching import USUAL_PERCENT
from karmayogi.learning.types import GatheringTimes, PlannedLink, QuizSpec

LANGUAGES = tuple(languages.NAMES)


@dataclasses.dataclass(frozen=True, slots=True)
class DraftFile:
    """content: the bytes, or where they lie: a film is never held in memory whole."""

    content: bytes | Path
    media_type: str

    @property
    def size(self) -> int:
        return self.content.stat().st_size if isinstance(self.content, Path) else len(self.content)


@dataclasses.dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies in the store already: id of its row, bytes."""

    id: int
    size: int


@dataclasses.dataclass(frozen=True, slots=True)
class DraftPicture:
    """A picture of a text. name: as its HTML has it; width, height: pixels."""

    name: str
    file: DraftFile | KeptFile
    width: int
    height: int


@dataclasses.dataclass(frozen=True, slots=True)
class DraftVariant:
    """A part in one language. A variant without content gives only the title; the content is then shown in English."""

    title: str
    body_html: str = ""
    file: DraftFile | KeptFile | None = None
    captions: DraftFile | KeptFile | None = None
    poster: DraftFile | KeptFile | None = None
    package_id: int | None = None
    package_bytes: int = 0
    pages: int | None = None
    seconds: int | None = None
    source: str = ""
    pictures: tuple[DraftPicture, ...] = ()

    @property
    def has_content(self) -> bool:
        return bool(self.body_html or self.file or self.package_id)

    @property
    def bytes(self) -> int:
        files = [file for file in (self.file, self.captions, self.poster) if file]
        seen = sum(picture.file.size for picture in self.pictures)
        return len(self.body_html.encode()) + sum(file.size for file in files) + seen + self.package_bytes


@dataclasses.dataclass(frozen=True, slots=True)
class DraftPart:
    key: str
    kind: str
    minutes: int
    min_seconds: int
    variants: dict[str, DraftVariant]
    questions: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    quiz: QuizSpec | None = None  # terms of this test where they are not those of the course
    drawn: bool = False  # a test without a pool of its own: whoever publishes it fills it from others
    link: UUID | None = None  # of a part played elsewhere
    outside: PlannedLink | None = None  # the same where it is still to be entered


@dataclasses.dataclass(frozen=True, slots=True)
class CourseDraft:
    """titles and summaries by language; competencies as (code, level); sha256 of the source.

    provider: its English name; one that is not known yet is entered. parts_needed: None for all.
    """

    code: str
    provider: str
    mode: str
    licence: str
    titles: dict[str, str]
    summaries: dict[str, str]
    competencies: list[tuple[str, int]]
    parts: list[DraftPart]
    quiz: QuizSpec
    sha256: str
    parts_needed: int | None = None
    quality_score: int | None = None
    kind: str = "course"
    nodes: tuple[Line, ...] = ()  # of a programme
    counts_prior: bool = True
    certificate_months: int | None = None
    gathering: GatheringTimes | None = None  # of an event
    watch_percent: int = USUAL_PERCENT  # of a film or recording that must be played
    sessions: tuple[str, ...] = ()  # codes of events that must be attended
    sessions_needed: int | None = None  # of these; None for all

    @property
    def languages(self) -> list[str]:
        """Languages in which there is something to learn from, not only titles."""
        taught = taught_in(self.parts, self.titles)
        return [language for language in LANGUAGES if language in taught] or ["en"]

    @property
    def bytes(self) -> int:
        """Of the heaviest language, English standing in for what it lacks."""

        def of(part: DraftPart, language: str) -> int:
            own = part.variants.get(language)
            return own.bytes if own and own.has_content else part.variants["en"].bytes

        return max(sum(of(part, language) for part in self.parts) for language in self.languages)
