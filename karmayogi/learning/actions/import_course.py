"""A course from a folder: course.toml, <language>/*.md, questions.toml, media/ (see docs in the package README)."""

import datetime as dt
import hashlib
import math
import re
import tomllib
from pathlib import Path
from typing import Any

import typst
from django.utils.translation import gettext as _

from karmayogi.kernel.access import Agent, Refused
from karmayogi.learning.actions.draft import LANGUAGES, CourseDraft, DraftFile, DraftPart, DraftVariant
from karmayogi.learning.actions.import_scorm import store_package
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.media import length_by_captions, pdf_pages
from karmayogi.learning.engine.watching import USUAL_PERCENT
from karmayogi.learning.policies import check_publish
from karmayogi.learning.types import MOST_MONTHS, PACKAGES, CourseRow, DrawnLine, QuizSection, QuizSpec

# Titles of the parts that media/ adds, in the languages of the course: content, not interface, so not in the catalogue
# of interface strings.
_WATCH = {"en": "Watch: {}", "hi": "देखिए: {}", "ur": "دیکھیے: {}"}
_CARD = {"en": "Reference card (PDF)", "hi": "संदर्भ पत्रक (PDF)", "ur": "حوالہ کارڈ (PDF)"}
_FONTS = Path(__file__).resolve().parents[2] / "credentials" / "fonts"
_KINDS = {"page", "video", "pdf", "quiz", *PACKAGES}


def import_course(*, agent: Agent, folder: Path, at: dt.datetime) -> CourseRow:
    """Publishes the course in the folder; the same folder again changes nothing.

    Raises Refused in words for a folder that is not a course, and NotFound without the right to publish.
    """
    check_publish(agent)
    return publish(agent=agent, draft=read_folder(folder, at=at), at=at)


def read_folder(folder: Path, *, at: dt.datetime) -> CourseDraft:
    try:
        about = tomllib.loads((folder / "course.toml").read_text())
        titles = {language: about["title"][language] for language in LANGUAGES if about["title"].get(language)}
        parts = [_part(folder, raw) for raw in about["parts"]]
        media = folder / "media"
        if any(_filled(path) for path in media.glob("video.*.webm")) and not any(p.kind == "video" for p in parts):
            first_page = next((i for i, part in enumerate(parts) if part.kind == "page"), -1)
            parts.insert(first_page + 1, _video(media, titles))
        if any(_filled(path) for path in media.glob("card.*.typ")) and not any(p.kind == "pdf" for p in parts):
            quiz = next((i for i, part in enumerate(parts) if part.kind == "quiz"), len(parts))
            parts.insert(quiz, _card(media))
        quiz_table = about.get("quiz", {})
        return CourseDraft(
            code=about["code"],
            provider=about["provider"],
            mode=about.get("mode", "online"),
            licence=about.get("licence", ""),
            titles=titles,
            summaries=dict(about.get("summary", {})),
            competencies=[(row["code"], int(row["level"])) for row in about.get("competencies", [])],
            parts=parts,
            quiz=QuizSpec(
                draw=int(quiz_table.get("draw", 10)),
                minutes=int(quiz_table.get("minutes", 15)),
                attempts=int(quiz_table.get("attempts", 3)),
                pass_percent=int(about.get("completion", {}).get("pass_percent", 60)),
                negative_percent=int(quiz_table.get("negative_percent", 0)),
                sections=tuple(_section(raw) for raw in quiz_table.get("sections", [])),
                second_percent=int(quiz_table.get("second_percent", 0)),
                peers=int(quiz_table.get("peers", 0)),
            ),
            sha256=_digest(folder),
            certificate_months=_months(about.get("completion", {}).get("certificate_months")),
            **_rule(about.get("completion", {})),
        )
    except (OSError, KeyError, TypeError, ValueError, AttributeError, typst.TypstError) as error:  # TOML: ValueError
        raise Refused(
            _("The course folder %(name)s cannot be read: %(reason)s") % {"name": folder.name, "reason": error}
        ) from error


def _months(raw: object) -> int | None:
    """None: a certificate for ever. The same limits as in the editor."""
    if raw is not None and (type(raw) is not int or not 1 <= raw <= MOST_MONTHS):
        raise ValueError(f"certificate_months {raw!r}")
    return raw


def _rule(raw: dict[str, Any]) -> dict[str, Any]:
    """The share of films, and the sessions."""
    watch, sessions, needed = (
        raw.get("watch_percent", USUAL_PERCENT),
        raw.get("sessions", []),
        raw.get("sessions_needed"),
    )
    if type(watch) is not int or not 1 <= watch <= 100:
        raise ValueError(f"watch_percent {watch!r}")
    if not isinstance(sessions, list) or not all(isinstance(code, str) for code in sessions):
        raise ValueError(f"sessions {sessions!r}")
    if needed is not None and (type(needed) is not int or not 1 <= needed <= len(sessions)):
        raise ValueError(f"sessions_needed {needed!r}")
    return {"watch_percent": watch, "sessions": tuple(dict.fromkeys(sessions)), "sessions_needed": needed}


def _section(raw: dict[str, Any]) -> QuizSection:
    return QuizSection(
        titles={language: raw["title"][language] for language in LANGUAGES if raw["title"].get(language)},
        lines=tuple(
            DrawnLine(int(row["count"]), str(row.get("competency", "")), row.get("level"), row.get("difficulty"))
            for row in raw["draw"]
        ),
        minutes=raw.get("minutes"),
        cut_off=raw.get("cut_off"),
    )


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        with path.open("rb") as file:  # piece by piece: films and packages lie here too
            while chunk := file.read(1024 * 1024):
                digest.update(chunk)
        digest.update(b"\0")
    return digest.hexdigest()


def _filled(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _part(folder: Path, raw: dict[str, Any]) -> DraftPart:
    kind, minutes = raw["kind"], int(raw["minutes"])
    if kind not in _KINDS:
        raise ValueError(f"kind {kind}")
    titles: dict[str, str] = raw["title"]
    variants: dict[str, DraftVariant] = {}
    questions: list[dict[str, Any]] = []
    seconds = 0
    if kind == "page":
        for language in LANGUAGES:
            text = folder / language / raw["file"]
            body = markdown = ""
            if _filled(text):
                markdown = text.read_text()
                body = prose.to_html(markdown)
                if language == "en":
                    seconds = prose.reading_seconds(markdown)
            if body or language in titles:
                variants[language] = DraftVariant(titles.get(language, titles["en"]), body, source=markdown)
        if not variants["en"].body_html:
            raise ValueError(f"en/{raw['file']}")
    elif kind in PACKAGES:
        package = store_package(folder / raw["file"], raw["file"])
        for language, title in titles.items():
            variants[language] = DraftVariant(title)
        variants["en"] = DraftVariant(titles["en"], package_id=package.id, package_bytes=package.bytes)
        kind = package.standard
    else:
        variants = {language: DraftVariant(title) for language, title in titles.items()}
        if kind == "quiz" and (folder / "questions.toml").exists():
            questions = tomllib.loads((folder / "questions.toml").read_text())["question"]
    return DraftPart(raw["key"], kind, minutes, prose.plausible_seconds(kind, minutes, seconds), variants, questions)


def _video(media: Path, titles: dict[str, str]) -> DraftPart:
    variants: dict[str, DraftVariant] = {}
    length = 0
    poster = DraftFile(media / "poster.webp", "image/webp") if _filled(media / "poster.webp") else None
    for language in LANGUAGES:
        film = media / f"video.{language}.webm"
        if not _filled(film):
            if language in titles:
                variants[language] = DraftVariant(_WATCH.get(language, _WATCH["en"]).format(titles[language]))
            continue
        transcript = media / f"video.{language}.md"
        heading, text = prose.title_and_rest(transcript.read_text()) if _filled(transcript) else ("", "")
        track = media / f"video.{language}.vtt"
        captions = track.read_text() if _filled(track) else ""
        seconds = length_by_captions(captions) or 1
        length = max(length, seconds)
        variants[language] = DraftVariant(
            _WATCH.get(language, _WATCH["en"]).format(heading or titles.get(language, titles["en"])),
            prose.to_html(text),
            file=DraftFile(film, "video/webm"),
            captions=DraftFile(captions.encode(), "text/vtt") if captions else None,
            poster=poster,
            seconds=seconds,
        )
    if not variants.get("en", DraftVariant("")).has_content:
        raise ValueError("media/video.en.webm")
    minutes = max(1, math.ceil(length / 60))
    return DraftPart("video", "video", minutes, prose.plausible_seconds("video", minutes, length), variants)


def _card(media: Path) -> DraftPart:
    variants: dict[str, DraftVariant] = {}
    for language in _CARD:
        source = media / f"card.{language}.typ"
        if not _filled(source):
            variants[language] = DraftVariant(_CARD[language])
            continue
        fonts = [str(_FONTS)] if _FONTS.exists() else []
        pdf = typst.compile(str(source), root=str(media), font_paths=fonts, format="pdf", pdf_standards=["ua-1"])
        # The text version: what a screen reader or a small phone gets instead of the file.
        text = typst.compile(str(source), root=str(media), font_paths=fonts, format="html")
        body = re.sub(r"(?s)^.*?<body[^>]*>|</body>.*$", "", bytes(text).decode())
        variants[language] = DraftVariant(
            _CARD[language],
            prose.clean(body),
            file=DraftFile(bytes(pdf), "application/pdf"),
            pages=pdf_pages(bytes(pdf)),
        )
    if not variants["en"].has_content:
        raise ValueError("media/card.en.typ")
    return DraftPart("card", "pdf", 3, prose.plausible_seconds("pdf", 3, 0), variants)
