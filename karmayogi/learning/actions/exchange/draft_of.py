"""A brought course as the draft that `publish` takes. Its packages are checked and stored on the way."""

from pathlib import Path

from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.draft import CourseDraft, DraftFile, DraftPart, DraftPicture, DraftVariant
from karmayogi.learning.actions.import_scorm import store_package
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.pictures import TYPE
from karmayogi.learning.queries.exchange.brought import Brought, place_of
from karmayogi.learning.types import PartKind, PlannedFile, PlannedPart, PlannedVariant, QuizSpec


def draft_of(brought: Brought) -> CourseDraft:
    """Raises Refused for a package inside that cannot be used."""
    plan, files = brought.plan, place_of(brought.sha256) / "files"
    spec = next((part.quiz for part in plan.parts if part.quiz), QuizSpec(0, 0, 0, 0))
    return CourseDraft(
        code=brought.code,
        provider=plan.provider,
        mode=plan.mode,
        licence=plan.licence,
        titles=plan.titles | {"en": brought.title},
        summaries=plan.summaries,
        competencies=plan.competencies,
        parts=[_part(part, files, brought) for part in plan.parts],
        quiz=QuizSpec(spec.draw, spec.minutes, spec.attempts, plan.pass_percent),
        sha256=brought.sha256,
        parts_needed=plan.parts_needed,
        watch_percent=plan.watch_percent,
        sessions=tuple(plan.sessions),
        sessions_needed=plan.sessions_needed,
        kind=plan.kind,
        certificate_months=plan.certificate_months,
    )


def _part(part: PlannedPart, files: Path, brought: Brought) -> DraftPart:
    kind = str(part.kind)
    variants: dict[str, DraftVariant] = {}
    for language, planned in part.variants.items():
        variants[language], standard = _variant(planned, files, brought)
        kind = standard or kind
    english = part.variants["en"]
    full = prose.reading_seconds(english.html) if part.kind == PartKind.PAGE else (english.seconds or 0)
    least = part.min_seconds
    if least is None:
        least = min(prose.plausible_seconds(kind, part.minutes, full), 32_000)
    return DraftPart(part.key, kind, part.minutes, least, variants, part.questions, part.quiz, outside=part.outside)


def _variant(planned: PlannedVariant, files: Path, brought: Brought) -> tuple[DraftVariant, str]:
    """The variant, and the standard of its package or ""."""

    def file(one: PlannedFile | None) -> DraftFile | None:
        return DraftFile(files / one.path, one.media_type) if one else None

    package = None
    if planned.package:
        path = files.parent / "original" if planned.package == "." else files / planned.package
        try:
            package = store_package(path, brought.filename)
        except Refused as refused:
            raise Refused(f"{planned.title}: {refused}") from refused
    draft = DraftVariant(
        planned.title,
        planned.html,
        file(planned.file),
        file(planned.captions),
        file(planned.poster),
        package.id if package else None,
        package.bytes if package else 0,
        planned.pages,
        planned.seconds,
        pictures=tuple(
            DraftPicture(name, DraftFile(files.parent / one.path, TYPE), one.width, one.height)
            for name, one in sorted(planned.pictures.items())
        ),
    )
    return draft, package.standard if package else ""
