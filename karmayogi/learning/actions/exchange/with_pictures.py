"""The pictures of a brought course, drawn anew before anything is kept: a plan comes in with names of files of the
archive, and goes out with pictures of ours."""

import dataclasses
from pathlib import Path

from karmayogi.learning.actions.media.draw import draw
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.pictures import Drawn
from karmayogi.learning.types import CoursePlan, Outcome, PlannedPart, PlannedPicture, PlannedVariant, ReportLine, Why

FOLDER = "pictures"  # beside the folder of the archive, which may hold any name
MOST = 1_000  # of a course; what comes after them is left out and said


@dataclasses.dataclass(frozen=True, slots=True)
class _Made:
    name: str
    picture: PlannedPicture


def with_pictures(plan: CoursePlan, files: Path) -> CoursePlan:
    """files: where the archive is unpacked. What is no picture gives way to its description, and the report says so."""
    plans = [plan, *([plan.other] if plan.other else [])]
    variants = (variant for one in plans for part in one.parts for variant in part.variants.values())
    paths = list(dict.fromkeys(one.path for variant in variants for one in variant.pictures.values()))
    if not paths:
        return plan
    made: dict[str, _Made] = {}

    def put(place: int, drawn: Drawn) -> None:
        (files.parent / FOLDER).mkdir(exist_ok=True)
        (files.parent / FOLDER / drawn.name).write_bytes(drawn.content)
        picture = PlannedPicture(f"{FOLDER}/{drawn.name}", drawn.width, drawn.height)
        made[paths[place]] = _Made(drawn.name, picture)

    draw([files / path for path in paths[:MOST]], put)
    gone = [ReportLine(path[-300:], "picture", Outcome.LEFT_OUT, Why.NO_PICTURE) for path in paths if path not in made]
    other = _with(plan.other, made, gone) if plan.other else None
    return dataclasses.replace(_with(plan, made, gone), other=other)


def _with(plan: CoursePlan, made: dict[str, _Made], gone: list[ReportLine]) -> CoursePlan:
    parts = [_part(part, made) for part in plan.parts]
    return dataclasses.replace(plan, parts=parts, report=[*plan.report, *gone])


def _part(part: PlannedPart, made: dict[str, _Made]) -> PlannedPart:
    variants = {code: _variant(variant, made) for code, variant in part.variants.items()}
    return dataclasses.replace(part, variants=variants)


def _variant(variant: PlannedVariant, made: dict[str, _Made]) -> PlannedVariant:
    if not variant.pictures:
        return variant
    by_name = {name: made[one.path] for name, one in variant.pictures.items() if one.path in made}
    html = prose.renamed(variant.html, {name: one.name for name, one in by_name.items()})
    pictures = {one.name: one.picture for one in by_name.values()}
    return dataclasses.replace(variant, html=html or f"<p>{variant.title}</p>", pictures=pictures)
