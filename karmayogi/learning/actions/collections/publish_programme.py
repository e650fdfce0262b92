"""A programme, a test or an event handed over whole, for jobs and holders of CONTENT_PUBLISHER, as import_course is."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import rows
from karmayogi.kernel.access import Agent, Refused
from karmayogi.learning.actions.draft import CourseDraft, DraftPart, DraftVariant
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.engine.collections.outline import ROOT, Line
from karmayogi.learning.engine.prose import plausible_seconds
from karmayogi.learning.models import AudienceOffice, CatalogueEntry, Course, Part
from karmayogi.learning.policies import check_publish
from karmayogi.learning.types import CourseRow, GatheringTimes, ProgrammeStep, QuizSpec

_ITEMS = """
select code, id from learning_course where code = any(%s::text[]) and status = 'published' and kind <> 'programme'
"""
_NO_TEST = QuizSpec(draw=10, minutes=15, attempts=3, pass_percent=60)


@transaction.atomic
def publish_programme(
    *, agent: Agent, code: str, provider: str, titles: dict[str, str], summaries: dict[str, str], whole: ProgrammeStep,
    competencies: list[tuple[str, int]], licence: str = "", counts_prior: bool = True, at: dt.datetime,
) -> CourseRow:  # fmt: skip
    """Publishes it; the same again changes nothing. Raises NotFound without the right to publish, Refused in words."""
    check_publish(agent)
    known = dict(rows.fetch(lambda code, id: (code, id), _ITEMS, [sorted(_codes(whole))]))
    unknown = sorted(_codes(whole) - set(known))
    if unknown:
        raise Refused(_("There is no published course %(codes)s.") % {"codes": ", ".join(unknown)})
    lines: list[Line] = []
    _lines(whole, "", known, lines)
    return publish(
        agent=agent,
        draft=CourseDraft(
            code=code, provider=provider, mode="online", licence=licence, titles=titles, summaries=summaries,
            competencies=competencies, parts=[], quiz=_NO_TEST, parts_needed=1, kind="programme", nodes=tuple(lines),
            counts_prior=counts_prior, sha256=_digest(titles, summaries, lines, counts_prior),
        ),
        at=at,
    )  # fmt: skip


@transaction.atomic
def publish_event(
    *, agent: Agent, code: str, provider: str, titles: dict[str, str], summaries: dict[str, str],
    gathering: GatheringTimes, competencies: list[tuple[str, int]], mode: str = "online", at: dt.datetime,
) -> CourseRow:  # fmt: skip
    """The same for an event or talk."""
    check_publish(agent)
    return publish(
        agent=agent,
        draft=CourseDraft(
            code=code, provider=provider, mode=mode, licence="", titles=titles, summaries=summaries,
            competencies=competencies, parts=[], quiz=_NO_TEST, parts_needed=1, kind="event", gathering=gathering,
            sha256=_digest(titles, summaries, gathering),
        ),
        at=at,
    )  # fmt: skip


@transaction.atomic
def publish_assessment(
    *, agent: Agent, code: str, provider: str, titles: dict[str, str], summaries: dict[str, str],
    questions: list[dict[str, Any]], quiz: QuizSpec, competencies: list[tuple[str, int]], licence: str = "",
    certificate_months: int | None = None, at: dt.datetime,
) -> CourseRow:  # fmt: skip
    """The same for a test that stands alone, with the questions as a question file has them."""
    check_publish(agent)
    test = DraftPart(
        "test", "quiz", quiz.minutes, plausible_seconds("quiz", quiz.minutes, 0),
        {language: DraftVariant(title) for language, title in titles.items()}, questions,
    )  # fmt: skip
    return publish(
        agent=agent,
        draft=CourseDraft(
            code=code, provider=provider, mode="online", licence=licence, titles=titles, summaries=summaries,
            competencies=competencies, parts=[test], quiz=quiz, kind="assessment",
            certificate_months=certificate_months,
            sha256=_digest(
                titles, summaries, questions, quiz, competencies, *([certificate_months] if certificate_months else [])
            ),
        ),
        at=at,
    )  # fmt: skip


@transaction.atomic
def publish_drawn_test(
    *, agent: Agent, code: str, provider: str, titles: dict[str, str], summaries: dict[str, str], quiz: QuizSpec,
    competencies: list[tuple[str, int]], office_id: int, by: int, at: dt.datetime,
) -> int:  # fmt: skip
    """A test that stands alone and draws from the pools of others, by invitation of an office and all below it: the id
    of its part.

    Whoever calls fills its pool in the same transaction.
    """
    check_publish(agent)
    test = DraftPart(
        "test", "quiz", quiz.minutes, plausible_seconds("quiz", quiz.minutes, 0),
        {language: DraftVariant(title) for language, title in titles.items()}, drawn=True,
    )  # fmt: skip
    course = publish(
        agent=agent,
        draft=CourseDraft(
            code=code, provider=provider, mode="online", licence="", titles=titles, summaries=summaries,
            competencies=competencies, parts=[test], quiz=quiz, kind="assessment",
            sha256=_digest(titles, summaries, quiz, competencies, code),
        ),
        at=at,
    )  # fmt: skip
    Course.objects.filter(id=course.id).update(audience=Course.Audience.INVITED)
    CatalogueEntry.objects.filter(course_id=course.id).update(hidden=True)
    AudienceOffice.objects.get_or_create(
        course_id=course.id, organisation_id=office_id, defaults={"by_id": by, "at": at}
    )
    part = Part.objects.get(version__course_id=course.id, version__number=course.version, kind=Part.Kind.QUIZ)
    return part.id


def _codes(step: ProgrammeStep) -> set[str]:
    return {step.code} - {""} | {code for below in step.steps for code in _codes(below)}


def _lines(step: ProgrammeStep, parent: str, known: dict[str, int], into: list[Line]) -> None:
    place = len(into)
    key = f"s{place}" if parent else ROOT
    into.append(
        Line(
            key, parent, place, step.rule, step.needed, known[step.code] if step.code else None, step.points,
            step.titles.get("en", ""), step.titles.get("hi", ""), step.titles.get("ur", ""),
        )
    )  # fmt: skip
    for below in step.steps:
        _lines(below, key, known, into)


def _digest(*what: object) -> str:
    return hashlib.sha256(json.dumps(what, default=repr, sort_keys=True).encode()).hexdigest()
