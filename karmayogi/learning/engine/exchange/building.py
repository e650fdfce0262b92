"""A plan in the making: each item of the source is offered once and leaves a part, a line of the report, or both."""

import dataclasses
import html
from typing import Any
from urllib.parse import urlsplit

from karmayogi.kernel.markup import plain, writable
from karmayogi.learning.engine import media, prose
from karmayogi.learning.engine.exchange import planning
from karmayogi.learning.engine.exchange.planning import Files
from karmayogi.learning.types import (
    Outcome,
    PartKind,
    PlannedPart,
    PlannedPicture,
    PlannedVariant,
    QuizSpec,
    ReportLine,
    Why,
)


@dataclasses.dataclass(slots=True)
class Building:
    """kind, in every method: what the format calls the item."""

    files: Files
    parts: list[PlannedPart] = dataclasses.field(default_factory=list)
    report: list[ReportLine] = dataclasses.field(default_factory=list)
    keys: set[str] = dataclasses.field(default_factory=set)
    asked: dict[str, PlannedPicture] = dataclasses.field(default_factory=dict)  # of its texts and questions, by name
    pictures: set[str] = dataclasses.field(default_factory=set)  # paths of those that stand in its texts

    def say(self, source: str, kind: str, outcome: Outcome, why: Why | None = None, detail: str = "") -> None:
        self.report.append(
            ReportLine(writable(source)[:300] or "–", writable(kind)[:80], outcome, why, writable(detail)[:200])
        )

    def out(self, source: str, kind: str, why: Why, detail: str = "") -> None:
        self.say(source, kind, Outcome.LEFT_OUT, why, detail)

    def partly(self, source: str, kind: str, lost: list[Why]) -> None:
        """In whole where nothing is lost."""
        for why in lost:
            self.say(source, kind, Outcome.PARTLY, why)
        if not lost:
            self.say(source, kind, Outcome.IMPORTED)

    def page(
        self, source: str, kind: str, title: str, markup: str, more: list[Why] | None = None,
        where: planning.Where | None = None,
    ) -> bool:  # fmt: skip
        """A page from foreign HTML. where: finds its pictures. False, and reported, where nothing is left to see."""
        if len(markup) > planning.MAX_TEXT:
            self.out(source, kind, Why.EMPTY)
            return False
        pictures = planning.Pictures(self.files, where)
        html = prose.clean_foreign(writable(markup), pictures)
        if not plain(html) and not pictures.named:
            self.out(source, kind, Why.EMPTY)
            return False
        key = planning.key_of(title, self.keys)
        self.parts.append(planning.page(key, self.title(title), html, pictures.named))
        self.partly(source, kind, list(dict.fromkeys([*(more or []), *planning.losses(markup, pictures.count)])))
        self.describe(source, pictures)
        return True

    def describe(self, source: str, pictures: planning.Pictures) -> None:
        """Notes which pictures came along, and reports those without a description."""
        self.asked |= pictures.named
        self.pictures |= {one.path for one in pictures.named.values()}
        for path in pictures.bare:
            self.say(source, "picture", Outcome.PARTLY, Why.NO_ALT, path)

    def link(self, source: str, kind: str, title: str, url: str, *, text: str = "", whole: bool = True) -> None:
        """A page with a link to another server. whole: False where the thing itself was meant to be in the course."""
        markup = linked(title, url) + text
        if not markup:
            self.out(source, kind, Why.BROKEN, url)
            return
        self.page(source, kind, title, markup, [] if whole else [Why.OUTSIDE])

    def file(self, source: str, kind: str, title: str, path: str, media_type: str = "") -> None:
        """A PDF or a film as a part of its own; any other file is left out."""
        found = planning.known(self.files, path, media_type)
        if found is None or found.media_type not in {"application/pdf", *media.VIDEOS}:
            why = Why.KIND if path in self.files else Why.MISSING
            self.out(source, kind, why, path.rpartition("/")[2])
            return
        part = PartKind.PDF if found.media_type == "application/pdf" else PartKind.VIDEO
        key = planning.key_of(title, self.keys)
        self.parts.append(PlannedPart(key, part, 5, {"en": PlannedVariant(self.title(title), file=found)}))
        self.say(source, kind, Outcome.IMPORTED)

    def package(self, source: str, kind: str, title: str, path: str) -> None:
        """A SCORM package inside; it is looked at when the course is kept as a draft."""
        if path not in self.files:
            self.out(source, kind, Why.MISSING, path)
            return
        key = planning.key_of(title, self.keys)
        variant = PlannedVariant(self.title(title), package=path)
        self.parts.append(PlannedPart(key, PartKind.SCORM12, 20, {"en": variant}))
        self.say(source, kind, Outcome.IMPORTED)

    def quiz(
        self, source: str, kind: str, title: str, questions: list[dict[str, Any]], spec: QuizSpec | None = None
    ) -> None:
        """A test; left out where none of its questions is usable."""
        if not questions:
            self.out(source, kind, Why.NOTHING)
            return
        key = planning.key_of(title, self.keys, "test")
        self.parts.append(planning.quiz(key, self.title(title), questions, spec, self.asked))
        self.say(source, kind, Outcome.IMPORTED)

    def question(
        self, source: str, kind: str, made: dict[str, Any] | Why, lost: list[Why], detail: str = ""
    ) -> list[dict[str, Any]]:
        """The question in a list, or an empty one; reported either way."""
        if isinstance(made, Why):
            self.say(source, kind, Outcome.KEPT, made, detail)
            return []
        self.partly(source, kind, lost)
        return [made]

    def title(self, text: str) -> str:
        return " ".join(plain(text).split())[:250] or "–"


def linked(title: str, url: str) -> str:
    """A paragraph with a link, or "" for an address that leads nowhere on the web."""
    try:
        good = urlsplit(url.strip()).scheme in ("http", "https") and bool(urlsplit(url.strip()).netloc)
    except ValueError:
        return ""
    return f'<p><a href="{html.escape(url.strip())}">{html.escape(plain(title) or url)}</a></p>' if good else ""
