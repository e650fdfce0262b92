"""A draft as the course that `write_version` takes: files lie in the store already, texts are cleaned."""

import hashlib

from karmayogi.competencies import api as competencies
from karmayogi.learning.actions.authoring.write_part import spec_of
from karmayogi.learning.actions.draft import CourseDraft, DraftPart, DraftPicture, DraftVariant, KeptFile
from karmayogi.learning.engine import prose
from karmayogi.learning.models import (
    Course,
    Draft,
    DraftedCompetency,
    DraftedGathering,
    DraftedPart,
    DraftedPicture,
    DraftedText,
    DraftedVariant,
    Provider,
)
from karmayogi.learning.queries.collections.structures import draft_lines_of
from karmayogi.learning.types import GatheringTimes

# id of a drafted variant -> its pictures
type Pictures = dict[int, list[DraftPicture]]


def compose(draft: Draft, provider: Provider) -> CourseDraft:
    """Everything of the draft in its declared languages; what is written in another language is left behind."""
    texts = {row.language: row for row in DraftedText.objects.filter(draft=draft, language__in=draft.languages)}
    tags = list(DraftedCompetency.objects.filter(draft=draft).values_list("competency_id", "level"))
    known = competencies.by_ids([competency for competency, _level in tags])
    pictures: Pictures = {}
    for one in DraftedPicture.objects.select_related("file").filter(variant__part__draft=draft).order_by("name"):
        kept = KeptFile(one.file.id, one.file.size)
        pictures.setdefault(one.variant_id, []).append(DraftPicture(one.name, kept, one.width, one.height))
    return CourseDraft(
        code=draft.course.code,
        provider=provider.name_en,
        mode=draft.mode,
        licence=draft.licence,
        titles={language: row.title for language, row in texts.items() if row.title},
        summaries={language: row.summary for language, row in texts.items() if row.summary},
        competencies=[(known[competency].code, level) for competency, level in tags],
        parts=[_part(draft, row, pictures) for row in DraftedPart.objects.filter(draft=draft).order_by("position")],
        quiz=spec_of(draft),
        # A draft is published once; no other source has this digest.
        sha256=hashlib.sha256(f"draft {draft.uuid}".encode()).hexdigest(),
        parts_needed=draft.parts_needed if draft.course.kind in ("course", "assessment") else 1,
        quality_score=draft.score,
        kind=draft.course.kind,
        nodes=draft_lines_of(draft.id) if draft.course.kind == Course.Kind.PROGRAMME else (),
        counts_prior=draft.counts_prior,
        certificate_months=draft.certificate_months,
        watch_percent=draft.watch_percent,
        sessions=tuple(draft.sessions),
        sessions_needed=draft.sessions_needed,
        gathering=_gathering(draft),
    )


def _gathering(draft: Draft) -> GatheringTimes | None:
    if draft.course.kind != Course.Kind.EVENT:
        return None
    when = DraftedGathering.objects.get(draft=draft)
    assert when.starts_at and when.ends_at  # the gate has seen to it
    return GatheringTimes(when.starts_at, when.ends_at, when.place, when.link, when.speaker, when.seats, when.credit)


def _part(draft: Draft, row: DraftedPart, pictures: Pictures) -> DraftPart:
    variants = {
        variant.language: _variant(variant, pictures)
        for variant in DraftedVariant.objects.select_related("file", "captions", "poster", "package").filter(
            part=row, language__in=draft.languages
        )
    }
    seconds = 0
    english = variants.get("en")
    if english and row.kind in ("page", "slides"):
        seconds = prose.reading_seconds(english.source or prose.words_of(english.body_html))
    elif row.kind in ("video", "audio"):
        seconds = max((variant.seconds or 0 for variant in variants.values()), default=0)
    return DraftPart(
        row.key, row.kind, row.minutes, prose.plausible_seconds(row.kind, row.minutes, seconds), variants,
        list(row.questions), link=row.link,
    )  # fmt: skip


def _variant(row: DraftedVariant, pictures: Pictures) -> DraftVariant:
    return DraftVariant(
        row.title,
        row.body_html,
        file=KeptFile(row.file.id, row.file.size) if row.file else None,
        captions=KeptFile(row.captions.id, row.captions.size) if row.captions else None,
        poster=KeptFile(row.poster.id, row.poster.size) if row.poster else None,
        package_id=row.package_id,
        package_bytes=row.package.bytes if row.package else 0,
        pages=row.pages,
        seconds=row.seconds,
        source=row.source,
        pictures=tuple(pictures.get(row.id, ())),
    )
