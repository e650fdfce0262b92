"""The pictures of a brought course, drawn anew before anything is kept: a plan comes in with names of files of the
archive, and goes out with pictures of ours."""

import dataclasses
from html import escape
from pathlib import Path
from typing import Any

from karmayogi.kernel.markup import PICTURE, picture_mark
from karmayogi.learning.actions.media.draw import draw
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.pictures import Drawn, pictures_named
from karmayogi.learning.types import (
    CourseFault,
    CoursePlan,
    Outcome,
    PlannedPart,
    PlannedPicture,
    PlannedVariant,
    ReportLine,
    Why,
)

FOLDER = "pictures"  # beside the folder of the archive, which may hold any name
MOST = 1_000  # of a course; what comes after them is left out and said


@dataclasses.dataclass(frozen=True, slots=True)
class _Made:
    """name: in texts; full: in questions."""

    name: str
    full: str
    picture: PlannedPicture


def with_pictures(plan: CoursePlan, files: Path) -> CoursePlan:
    """files: where the archive is unpacked. What is no picture gives way to its description, and the report says so.
    Raises CourseFault where nothing is left."""
    plans = [plan, *([plan.other] if plan.other else [])]
    variants = (variant for one in plans for part in one.parts for variant in part.variants.values())
    paths = list(dict.fromkeys(one.path for variant in variants for one in variant.pictures.values()))
    made: dict[str, _Made] = {}

    def put(place: int, drawn: Drawn) -> None:
        (files.parent / FOLDER).mkdir(exist_ok=True)
        (files.parent / FOLDER / drawn.name).write_bytes(drawn.content)
        picture = PlannedPicture(f"{FOLDER}/{drawn.name}", drawn.width, drawn.height)
        made[paths[place]] = _Made(drawn.name, drawn.full_name, picture)

    draw([files / path for path in paths[:MOST]], put)
    gone = [
        ReportLine(path[-300:], "picture", Outcome.LEFT_OUT, Why.NO_PICTURE if place < MOST else Why.MANY_PICTURES)
        for place, path in enumerate(paths)
        if path not in made
    ]
    other = _with(plan.other, made, gone) if plan.other else None
    return dataclasses.replace(_with(plan, made, gone), other=other)


def _with(plan: CoursePlan, made: dict[str, _Made], gone: list[ReportLine]) -> CoursePlan:
    report = [*plan.report, *gone]
    parts = [_asking(part, made, report) if part.questions else _part(part, made) for part in plan.parts]
    left = [part for part in parts if part is not None]
    if not left:
        raise CourseFault(Why.NOTHING)
    needed = min(plan.parts_needed, len(left)) if plan.parts_needed else None
    return dataclasses.replace(plan, parts=left, parts_needed=needed, report=report)


def _part(part: PlannedPart, made: dict[str, _Made]) -> PlannedPart:
    variants = {code: _variant(variant, made) for code, variant in part.variants.items()}
    return dataclasses.replace(part, variants=variants)


def _variant(variant: PlannedVariant, made: dict[str, _Made]) -> PlannedVariant:
    if not variant.pictures:
        return variant
    by_name = {name: made[one.path] for name, one in variant.pictures.items() if one.path in made}
    html = prose.renamed(variant.html, {name: one.name for name, one in by_name.items()})
    pictures = {one.name: one.picture for one in by_name.values()}
    return dataclasses.replace(variant, html=html or f"<p>{escape(variant.title)}</p>", pictures=pictures)


def _asking(part: PlannedPart, made: dict[str, _Made], report: list[ReportLine]) -> PlannedPart | None:
    """A test; a question whose picture is none cannot be answered and is left out. None where no question is left."""
    english = part.variants["en"]
    by_name = {name: made[one.path] for name, one in english.pictures.items() if one.path in made}
    kept = []
    for question in part.questions:
        shown: dict[str, Any] = {name: question[name] for name in ("text", "options") if name in question}
        names = pictures_named(question)
        if not names:
            kept.append(question)
        elif names <= by_name.keys() and names == pictures_named(shown):
            kept.append(question | {name: _renamed(one, by_name) for name, one in shown.items()})
        else:
            report.append(ReportLine(str(question.get("key", ""))[:300], "question", Outcome.KEPT, Why.PICTURE))
    if not any(not one.get("practice") for one in kept):
        return None
    # Those of a test hang on its English variant alone; what a file says of another language was drawn by nobody.
    variants = {code: dataclasses.replace(variant, pictures={}) for code, variant in part.variants.items()}
    variants["en"] = dataclasses.replace(english, pictures={one.full: one.picture for one in by_name.values()})
    pool = sum(not one.get("practice") for one in kept)
    quiz = dataclasses.replace(part.quiz, draw=min(part.quiz.draw, pool)) if part.quiz else None
    return dataclasses.replace(part, variants=variants, questions=kept, quiz=quiz)


def _renamed(text: object, by_name: dict[str, _Made]) -> object:
    """The texts of a question or of its answers, wherever they stand in it."""
    if isinstance(text, dict):
        return {name: _renamed(one, by_name) for name, one in text.items()}
    if isinstance(text, list):
        return [_renamed(one, by_name) for one in text]
    if not isinstance(text, str):
        return text
    return PICTURE.sub(lambda found: picture_mark(by_name[found[2]].full, found[1]), text)
