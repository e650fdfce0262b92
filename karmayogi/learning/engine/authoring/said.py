"""What a version of a course says, drafted or published: one shape for the gate, the comparison and the preview."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

from karmayogi.learning.engine.collections.outline import Line
from karmayogi.learning.types import PACKAGES, QuizSection


@dataclasses.dataclass(frozen=True, slots=True)
class SaidVariant:
    """A part in one language. text: Markdown, or the words of HTML whose source is not known. file, captions: SHA-256.

    package: SHA-256 of a package. bytes: what a learner loads for it.
    """

    title: str = ""
    text: str = ""
    body_html: str = ""
    file: str = ""
    media_type: str = ""
    captions: str = ""
    package: str = ""
    bytes: int = 0
    pages: int | None = None
    seconds: int | None = None
    state: str = ""  # of the file's lighter forms: waiting, making, made, refused, lacking
    trouble: str = ""

    @property
    def has_content(self) -> bool:
        return bool(self.body_html or self.file or self.package)


@dataclasses.dataclass(frozen=True, slots=True)
class SaidPart:
    """questions: of a test, as the question file has them. bytes: of the heaviest language."""

    key: str
    kind: str
    minutes: int
    variants: dict[str, SaidVariant]
    questions: tuple[dict[str, object], ...] = ()
    uuid: str = ""
    link: str = ""

    @property
    def is_package(self) -> bool:
        return self.kind in PACKAGES

    @property
    def has_no_text(self) -> bool:
        """A test or something played elsewhere: a title in each language is all there is to write."""
        return self.kind in ("quiz", "lti")

    @property
    def bytes(self) -> int:
        return max((variant.bytes for variant in self.variants.values()), default=0)

    def title(self, language: str) -> str:
        """In that language, else in English, else in any, else the key."""
        titles = {code: variant.title for code, variant in self.variants.items() if variant.title}
        return titles.get(language) or titles.get("en") or next(iter(titles.values()), self.key)


class _Variant(Protocol):
    @property
    def has_content(self) -> bool: ...


class _Part(Protocol):
    @property
    def variants(self) -> Mapping[str, _Variant]: ...
    @property
    def questions(self) -> Sequence[dict[str, Any]]: ...


def taught_in(parts: Sequence[_Part], titles: Collection[str]) -> set[str]:
    """Languages in which there is something to learn from, not only titles.

    Where no part has a text of its own (a test alone, tools played elsewhere, a programme, an event): those in which it
    has a title and all its questions are asked.
    """
    found = {code for part in parts for code, variant in part.variants.items() if variant.has_content}
    return found or {code for code in titles if all(_asks_in(code, part) for part in parts)}


def _asks_in(language: str, part: _Part) -> bool:
    texts = (question.get("text") for question in part.questions)
    return all(isinstance(text, dict) and bool(text.get(language)) for text in texts)


@dataclasses.dataclass(frozen=True, slots=True)
class Taught:
    code: str
    level: int
    name_en: str
    name_hi: str
    name_ur: str


@dataclasses.dataclass(frozen=True, slots=True)
class SaidGathering:
    """When and where an event is to be; None where it is not said yet."""

    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    place: str = ""
    link: str = ""
    speaker: str = ""
    seats: int | None = None
    credit: str = "social"


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """parts_needed, sessions_needed: None for all. sessions: codes of events. watch_percent: of a film that is played,
    None where it counts by time. nodes: of a programme; items: course id -> its title in English."""

    titles: dict[str, str]
    summaries: dict[str, str]
    languages: tuple[str, ...]
    mode: str
    licence: str
    pass_percent: int
    parts_needed: int | None
    draw: int
    quiz_minutes: int
    attempts: int
    taught: tuple[Taught, ...]
    parts: tuple[SaidPart, ...]
    kind: str = "course"
    counts_prior: bool = True
    nodes: tuple[Line, ...] = ()
    items: dict[int, str] = dataclasses.field(default_factory=dict)
    gathering: SaidGathering = SaidGathering()
    certificate_months: int | None = None
    negative_percent: int = 0
    sections: tuple[QuizSection, ...] = ()
    watch_percent: int | None = None
    sessions: tuple[str, ...] = ()
    sessions_needed: int | None = None
    second_percent: int = 0
    peers: int = 0

    @property
    def minutes(self) -> int:
        return sum(part.minutes for part in self.parts)

    def bytes(self, language: str) -> int:
        """What a learner of that language loads, English standing in for what it lacks."""
        total = 0
        for part in self.parts:
            own = part.variants.get(language)
            shown = own if own and own.has_content else part.variants.get("en")
            total += shown.bytes if shown else 0
        return total
