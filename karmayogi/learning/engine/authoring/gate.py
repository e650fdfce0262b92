"""What a draft still lacks before it may be reviewed, and what its author would do well to change."""

import dataclasses
import enum

from karmayogi.learning.engine.authoring.said import Said, SaidPart, SaidVariant
from karmayogi.learning.engine.authoring.weight import SLOW_SECONDS, seconds_on_2g
from karmayogi.learning.engine.collections.outline import wrong
from karmayogi.learning.engine.renditions import Trouble
from karmayogi.learning.types import CLAIMED

HEAVY_COURSE = 100_000_000


class Lack(enum.StrEnum):
    """What is missing. The words are the web's."""

    TITLE = "title"
    SUMMARY = "summary"
    PARTS = "parts"
    PART_TITLE = "part_title"
    CONTENT = "content"
    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"
    COMPETENCY = "competency"
    TEST = "test"
    QUESTIONS = "questions"
    LICENCE = "licence"
    RULE = "rule"
    STRUCTURE = "structure"
    WHEN = "when"
    WHERE = "where"
    ONLY_TEST = "only_test"
    MAKING = "making"
    MEDIA = "media"
    # What does not hold it up.
    OWN_TEST = "own_test"
    QUESTION_LANGUAGE = "question_language"
    PACKAGE_LANGUAGE = "package_language"
    HEAVY_PART = "heavy_part"
    HEAVY_COURSE = "heavy_course"
    TOOL = "tool"
    SESSIONS = "sessions"


@dataclasses.dataclass(frozen=True, slots=True)
class Missing:
    """part: key of the part, "" for the course. language: "" where it is not about one. blocks: must be mended."""

    lack: Lack
    part: str = ""
    language: str = ""
    blocks: bool = True
    number: int = 0
    why: str = ""  # of a structure: a Fault of engine/collections/outline.py
    trouble: str = ""  # of a file: learning.engine.renditions.Trouble


def missing(said: Said) -> list[Missing]:
    """In the order in which an author would mend it; what blocks comes first."""
    found = [*_about(said)]
    if said.kind == "programme":
        return found + [Missing(Lack.STRUCTURE, one.key, number=one.number, why=one.fault) for one in wrong(said.nodes)]
    if said.kind == "event":
        return found + _gathering(said)
    if said.kind == "assessment" and any(part.kind != "quiz" for part in said.parts):
        found.append(Missing(Lack.ONLY_TEST))
    for part in said.parts:
        found += _part(part, said)
    if not any(part.kind == "quiz" for part in said.parts):
        packaged = any(part.kind in CLAIMED for part in said.parts)
        found.append(Missing(Lack.OWN_TEST if packaged else Lack.TEST, blocks=not packaged))
    weight = max((said.bytes(language) for language in said.languages), default=0)
    if weight > HEAVY_COURSE:
        found.append(Missing(Lack.HEAVY_COURSE, blocks=False, number=weight))
    return sorted(found, key=lambda one: not one.blocks)


def _about(said: Said) -> list[Missing]:
    found = []
    for language in said.languages:
        if not said.titles.get(language, "").strip():
            found.append(Missing(Lack.TITLE, language=language))
        if not said.summaries.get(language, "").strip():
            found.append(Missing(Lack.SUMMARY, language=language))
    if not said.licence.strip() and said.kind != "event":
        found.append(Missing(Lack.LICENCE))
    if not said.taught and said.kind != "event":
        found.append(Missing(Lack.COMPETENCY))
    if not said.parts and said.kind in ("course", "assessment"):
        found.append(Missing(Lack.PARTS))
    if (
        said.parts_needed is not None
        and said.kind in ("course", "assessment")
        and not 1 <= said.parts_needed <= max(1, len(said.parts))
    ):
        found.append(Missing(Lack.RULE, number=len(said.parts)))
    if said.sessions and said.mode == "online":
        found.append(Missing(Lack.SESSIONS, blocks=False))
    return found


def _gathering(said: Said) -> list[Missing]:
    found, when = [], said.gathering
    if when.starts_at is None or when.ends_at is None or when.ends_at <= when.starts_at:
        found.append(Missing(Lack.WHEN))
    if not (when.place.strip() or when.link.strip()):
        found.append(Missing(Lack.WHERE))
    return found


def _part(part: SaidPart, said: Said) -> list[Missing]:
    found = []
    for language in said.languages:
        variant = part.variants.get(language, SaidVariant())
        if not variant.title.strip():
            found.append(Missing(Lack.PART_TITLE, part.key, language))
        if part.has_no_text:
            continue
        if part.is_package:
            if not variant.package:
                # A package in one language is shown in English in the others; without an English one nothing is shown.
                lack = Lack.CONTENT if language == "en" else Lack.PACKAGE_LANGUAGE
                found.append(Missing(lack, part.key, language, blocks=language == "en"))
            continue
        found += _forms(part, language, variant)
        if part.kind in ("video", "audio", "pdf"):
            if not variant.file:
                found.append(Missing(Lack.CONTENT, part.key, language))
            elif part.kind == "video" and not variant.captions:
                found.append(Missing(Lack.CAPTIONS, part.key, language))
            if variant.file and not variant.body_html:
                found.append(Missing(Lack.TRANSCRIPT, part.key, language))
        elif not variant.body_html and not (part.kind == "slides" and variant.file):
            found.append(Missing(Lack.CONTENT, part.key, language))
    if part.kind == "quiz":
        found += _questions(part, said)
    elif seconds_on_2g(part.bytes) > SLOW_SECONDS:
        found.append(Missing(Lack.HEAVY_PART, part.key, blocks=False, number=part.bytes))
    return found


def _forms(part: SaidPart, language: str, variant: SaidVariant) -> list[Missing]:
    """Lighter forms of its file: they are there before others see the part, or it is said why they cannot be."""
    if variant.state in ("waiting", "making"):
        return [Missing(Lack.MAKING, part.key, language)]
    if variant.state == "refused":
        ours = variant.trouble == Trouble.FAILED  # the author can do nothing about it
        return [Missing(Lack.MEDIA, part.key, language, blocks=not ours, trouble=variant.trouble)]
    if variant.state == "lacking":
        return [Missing(Lack.TOOL, part.key, language, blocks=False, trouble=variant.trouble)]
    return []


def _questions(part: SaidPart, said: Said) -> list[Missing]:
    asked = sum(not question.get("practice") for question in part.questions)
    if asked < max(1, said.draw):
        return [Missing(Lack.QUESTIONS, part.key, number=max(1, said.draw) - asked)]
    found = []
    for language in said.languages:
        lacking = 0
        for question in part.questions:
            text = question.get("text")
            lacking += not (isinstance(text, dict) and text.get(language))
        if lacking:
            found.append(Missing(Lack.QUESTION_LANGUAGE, part.key, language, blocks=False, number=lacking))
    return found
