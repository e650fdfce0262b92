"""Publishing a version: tables, catalogue entry, question pool, audit and event in one transaction."""

import dataclasses
import datetime as dt
import math

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import CompetencyRow
from karmayogi.kernel import audit, events, files, rows, search_key, slots
from karmayogi.kernel.access import Agent, Refused
from karmayogi.learning.actions.draft import CourseDraft, DraftFile, DraftPart, KeptFile
from karmayogi.learning.actions.ensure_provider import ensure_provider
from karmayogi.learning.actions.fill_seats import fill_seats
from karmayogi.learning.actions.media.search import enter_pages
from karmayogi.learning.actions.write_structure import minutes_of, write_nodes, write_sessions
from karmayogi.learning.engine.pictures import pictures_named
from karmayogi.learning.events import CoursePublished
from karmayogi.learning.models import (
    Course,
    CourseCompetency,
    CourseText,
    CourseVersion,
    Part,
    PartPicture,
    PartVariant,
    Provider,
)
from karmayogi.learning.policies import check_publish
from karmayogi.learning.types import CourseRow

_ENTRY = """
insert into learning_catalogueentry (course_id, uuid, code, title_en, title_hi, title_ur, summary_en, summary_hi,
  summary_ur, provider, kind, hidden, mode, minutes, bytes, languages, competency_ids, published_at, words)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::varchar[], %s::bigint[], %s,
  setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B')
  || setweight(to_tsvector('simple', %s), 'C'))
on conflict (course_id) do update set live = true, title_en = excluded.title_en, title_hi = excluded.title_hi,
  title_ur = excluded.title_ur, summary_en = excluded.summary_en, summary_hi = excluded.summary_hi,
  summary_ur = excluded.summary_ur, provider = excluded.provider, kind = excluded.kind,
  hidden = excluded.hidden, mode = excluded.mode, minutes = excluded.minutes,
  bytes = excluded.bytes, languages = excluded.languages, competency_ids = excluded.competency_ids,
  published_at = excluded.published_at, words = excluded.words
"""

_WORDS = """
insert into learning_catalogueword (word) select distinct w from unnest(%s::text[]) w on conflict do nothing
"""


@transaction.atomic
def publish(*, agent: Agent, draft: CourseDraft, at: dt.datetime) -> CourseRow:
    """Publishes the draft as the next version of its course. The same source again changes nothing.

    People who are enrolled keep the version they began with. Raises NotFound without the right to publish and Refused
    for a competency code that does not exist.
    """
    check_publish(agent)
    return write_version(agent=agent, draft=draft, provider=ensure_provider(draft.provider, at), at=at)


def write_version(*, agent: Agent, draft: CourseDraft, provider: Provider, at: dt.datetime) -> CourseRow:
    """The next version of the draft's course, in the caller's transaction; the caller has authorised it.

    Raises Refused for a competency code that does not exist and for a course that is retired.
    """
    known = competencies.by_codes([code for code, _level in draft.competencies])
    unknown = [code for code, _level in draft.competencies if code not in known]
    if unknown:
        raise Refused(_("There is no competency %(codes)s in the framework.") % {"codes": ", ".join(unknown)})
    course, _new = Course.objects.select_for_update().get_or_create(
        code=draft.code,
        defaults={"slug": _slug(draft), "provider": provider, "kind": draft.kind},
    )
    if course.status == Course.Status.WITHDRAWN:
        raise Refused(_("Course %(code)s is retired. Put it back into the catalogue first.") % {"code": course.code})
    if course.kind != draft.kind:
        raise Refused(_("%(code)s is of another kind. Choose another code.") % {"code": course.code})
    current = None
    if course.current_version_id:
        current = CourseVersion.objects.only("number", "source_sha256").get(id=course.current_version_id)
        if current.source_sha256 == draft.sha256:
            return _row(course, current.number, draft, new=False)
    version = CourseVersion.objects.create(
        course=course,
        number=(current.number if current else 0) + 1,
        minutes=minutes_of(draft),
        counts_prior=draft.counts_prior,
        certificate_months=draft.certificate_months,
        watch_percent=draft.watch_percent,
        sessions_needed=_needed(draft),
        bytes=draft.bytes,
        parts_needed=draft.parts_needed or len(draft.parts),
        pass_percent=draft.quiz.pass_percent,
        source_sha256=draft.sha256,
        quality_score=draft.quality_score,
        published_at=at,
    )
    for language, title in draft.titles.items():
        CourseText.objects.create(
            version=version, language=language, title=title, summary=draft.summaries.get(language, "")
        )
    CourseCompetency.objects.bulk_create(
        CourseCompetency(version=version, competency_id=known[code].id, level=level)
        for code, level in draft.competencies
    )
    for position, part in enumerate(draft.parts, start=1):
        _write_part(version, position, _linked(part, agent, course, at), draft)
    write_nodes(version, draft)
    write_sessions(version, draft)
    course.current_version = version
    course.status = Course.Status.PUBLISHED
    course.provider, course.mode, course.licence = provider, draft.mode, draft.licence
    course.slug = course.slug or _slug(draft)
    course.save()
    if draft.gathering is not None and at < draft.gathering.ends_at:
        fill_seats(course_id=course.id, seats=draft.gathering.seats, at=at)  # more of them than before, perhaps
    _enter_catalogue(course, version, draft, list(known.values()), at)
    audit.record(
        "learning:course:publish",
        agent=agent,
        at=at,
        kind="course",
        subject=course.uuid,
        label=draft.titles["en"],
        detail={"version": version.number, "parts": len(draft.parts)},
    )
    events.announce(CoursePublished(course.id, version.number, at))
    return _row(course, version.number, draft)


def _needed(draft: CourseDraft) -> int:
    return min(draft.sessions_needed or len(draft.sessions), len(draft.sessions))


def _slug(draft: CourseDraft) -> str:
    return slugify(draft.titles["en"])[:80] or draft.code.lower()


def _row(course: Course, number: int, draft: CourseDraft, *, new: bool = True) -> CourseRow:
    titles = draft.titles
    return CourseRow(
        course.id, course.uuid, course.code, number, titles["en"], titles.get("hi", ""), titles.get("ur", ""), new
    )


def _store(file: DraftFile | KeptFile | None) -> int | None:
    return _put(file) if file else None


def _put(file: DraftFile | KeptFile) -> int:
    return file.id if isinstance(file, KeptFile) else files.put(file.content, file.media_type).id


def _check_asked(part: DraftPart) -> None:
    """A question names its pictures by their content: only those that came with the test are shown."""
    known = {one.name for one in part.variants["en"].pictures}
    if not {name for one in part.questions for name in pictures_named(one)} <= known:
        raise Refused(_("A question names a picture that did not come with its test."))


def _linked(part: DraftPart, agent: Agent, course: Course, at: dt.datetime) -> DraftPart:
    """A part of a learning tool with its link entered (slot "learning.take_link"). Raises Refused without the tool."""
    if part.outside is None:
        return part
    for take in slots.every("learning.take_link"):
        return dataclasses.replace(part, link=take(agent, course.id, part.outside, at))
    raise Refused(
        _("The learning tool of the part “%(title)s” is not registered here any more.") % {"title": part.outside.title}
    )


def _write_part(version: CourseVersion, position: int, part: DraftPart, draft: CourseDraft) -> None:
    row = Part.objects.create(
        version=version,
        key=part.key,
        position=position,
        kind=part.kind,
        minutes=part.minutes,
        min_seconds=part.min_seconds,
        link=part.link,
    )
    for language, variant in part.variants.items():
        made = PartVariant.objects.create(
            part=row,
            language=language,
            title=variant.title[:250],
            body_html=variant.body_html,
            source=variant.source,
            file_id=_store(variant.file),
            captions_id=_store(variant.captions),
            poster_id=_store(variant.poster),
            package_id=variant.package_id,
            bytes=variant.bytes,
            pages=variant.pages,
            seconds=variant.seconds,
        )
        PartPicture.objects.bulk_create(
            PartPicture(variant=made, name=one.name, file_id=_put(one.file), width=one.width, height=one.height)
            for one in variant.pictures
        )
    if part.kind == Part.Kind.QUIZ and not part.drawn:
        _check_asked(part)
        for import_questions in slots.every("learning.import_questions"):
            import_questions(row.id, part.questions, part.quiz or draft.quiz)


def _enter_catalogue(
    course: Course, version: CourseVersion, draft: CourseDraft, known: list[CompetencyRow], at: dt.datetime
) -> None:
    names = " ".join(f"{row.code} {row.name_en} {row.name_hi} {row.name_ur}" for row in known)
    title_key = search_key.key(" ".join([*draft.titles.values(), draft.code]))
    competency_key = search_key.key(names)
    summary_key = search_key.key(" ".join([*draft.summaries.values(), draft.provider]))
    texts = [draft.titles.get(language, "") for language in ("en", "hi", "ur")]
    texts += [draft.summaries.get(language, "") for language in ("en", "hi", "ur")]
    rows.run(
        _ENTRY,
        [
            course.id, course.uuid, course.code, *texts, draft.provider, course.kind,
            course.audience == Course.Audience.INVITED, draft.mode, math.ceil(version.minutes), version.bytes,
            draft.languages, sorted(row.id for row in known), at, title_key, competency_key, summary_key,
        ],
    )  # fmt: skip
    enter_pages(course=course.id)
    rows.run(_WORDS, [f"{title_key} {competency_key} {summary_key}".split()])
