"""Beginning a draft: of a course that is not there yet, or the next version of one that is."""

import datetime as dt
import json
import uuid as uuids
from pathlib import Path

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.actions.authoring.write import set_competency
from karmayogi.learning.actions.authoring.writing import note_step
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.actions.import_scorm import store_package
from karmayogi.learning.engine.authoring.said import Said
from karmayogi.learning.engine.collections.outline import ROOT
from karmayogi.learning.engine.watching import USUAL_PERCENT
from karmayogi.learning.models import (
    Course,
    Draft,
    DraftedGathering,
    DraftedNode,
    DraftedPart,
    DraftedText,
    DraftedVariant,
    DraftHand,
    Rule,
)
from karmayogi.learning.queries.authoring.drafts import access_course
from karmayogi.learning.queries.authoring.providers import access_provider, licence_of
from karmayogi.learning.queries.authoring.said import version_said

_COPY_VARIANTS = """
insert into learning_draftedvariant (part_id, language, title, source, body_html, file_id, captions_id, poster_id,
  package_id, pages, seconds, revision)
select mine.id, x.language, x.title, x.source, x.body_html, x.file_id, x.captions_id, x.poster_id, x.package_id,
  x.pages, x.seconds, 1
from learning_partvariant x join learning_part part on part.id = x.part_id
join learning_draftedpart mine on mine.draft_id = %s and mine.key = part.key
where part.version_id = %s
"""

_COPY_PICTURES = """
insert into learning_draftedpicture (variant_id, name, file_id, width, height)
select copy.id, p.name, p.file_id, p.width, p.height
from learning_partpicture p join learning_partvariant x on x.id = p.variant_id
join learning_part part on part.id = x.part_id
join learning_draftedpart mine on mine.draft_id = %s and mine.key = part.key
join learning_draftedvariant copy on copy.part_id = mine.id and copy.language = x.language
where part.version_id = %s
"""
_COPY_NODES = """
insert into learning_draftednode (draft_id, key, parent, position, rule, needed, course_id, points, title_en, title_hi,
  title_ur)
select %s, key, parent, position, rule, needed, course_id, points, title_en, title_hi, title_ur
from learning_programmenode where version_id = %s
"""
_COPY_GATHERING = """
insert into learning_draftedgathering (draft_id, starts_at, ends_at, place, link, speaker, seats, credit)
select %s, starts_at, ends_at, place, link, speaker, seats, credit from learning_gathering where version_id = %s
"""


@transaction.atomic
def begin_course(
    *, actor: Actor, provider: uuids.UUID, title: str, language: str, languages: list[str], at: dt.datetime,
    kind: str = "course",
) -> uuids.UUID:  # fmt: skip
    """A new course with an empty first draft; its code is made of the provider's. Returns the draft's uuid.

    title: in `language`. English is always among the declared languages: it stands in where another one lacks a part.
    Raises NotFound for a provider that the actor does not write for, and Refused for one without a licence today.
    """
    row = access_provider(actor, provider, to="write")
    told = licence_of(row, clock.day(at))
    if told != "licensed":
        raise Refused(_("This provider has no licence today, so no new course can be begun for it."))
    title = " ".join(title.split())[:250]
    if not title:
        raise Refused(_("Give the course a title."))
    if language not in LANGUAGES or kind not in Course.Kind.values:
        raise NotFound
    course_id = rows.scalar("select nextval(pg_get_serial_sequence('learning_course', 'id'))")
    course = Course.objects.create(
        id=course_id, code=f"{row.code}-{course_id:04d}", provider_id=row.id, kind=kind, created_at=at
    )
    declared = tuple(one for one in LANGUAGES if one in {"en", language, *languages})
    draft = Draft.objects.create(
        course=course, number=1, languages=list(declared), author_id=actor.person_id, changed_at=at
    )
    DraftedText.objects.create(draft=draft, language=language, title=title)
    if kind == Course.Kind.PROGRAMME:
        DraftedNode.objects.create(draft=draft, key=ROOT, position=0, rule=Rule.ALL)
    if kind == Course.Kind.EVENT:
        DraftedGathering.objects.create(draft=draft)
    _begun(draft, actor, f"{course.code} {title}", at)
    return draft.uuid


def begin_package(
    *, actor: Actor, provider: uuids.UUID, content: bytes | Path, filename: str, titles: dict[str, str], minutes: int,
    competencies: list[tuple[str, int]], at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """A new course whose first part is the package, as a draft. Titles by language; English from the package.

    Raises Refused in words for a broken or hostile package, and NotFound for a provider one does not write for.
    """
    access_provider(actor, provider, to="write")
    package = store_package(content, filename)  # before the transaction: it takes a while
    named = {"en": titles.get("en") or package.title} | {code: title for code, title in titles.items() if title}
    with transaction.atomic():
        draft = begin_course(
            actor=actor, provider=provider, title=named["en"], language="en", languages=list(named), at=at
        )
        row = Draft.objects.get(uuid=draft)
        for language, title in named.items():
            DraftedText.objects.update_or_create(draft=row, language=language, defaults={"title": title[:250]})
        for code, level in competencies:
            set_competency(actor=actor, draft=draft, code=code, level=level, at=at)
        part = DraftedPart.objects.create(draft=row, key="package", position=1, kind=package.standard, minutes=minutes)
        DraftedVariant.objects.bulk_create(
            DraftedVariant(
                part=part, language=language, title=title[:250], package_id=package.id if language == "en" else None
            )
            for language, title in named.items()
        )
    return draft


@transaction.atomic
def begin_version(*, actor: Actor, course: uuids.UUID, at: dt.datetime) -> uuids.UUID:
    """The next version of a published course, as a draft that says what today's version says. That one is untouched.

    A draft that is open already is returned instead. Raises NotFound and, for a retired course, Refused.
    """
    row = access_course(actor, course, to="write")
    locked = Course.objects.select_for_update().get(id=row.id)
    row = access_course(actor, course, to="write")
    if row.draft:
        return row.draft
    if locked.status == Course.Status.WITHDRAWN:
        raise Refused(_("Course %(code)s is retired. Put it back into the catalogue first.") % {"code": row.code})
    said = version_said(row.version_id) if row.version_id else None
    number = rows.scalar(
        "select coalesce(max(number), 0) + 1 from learning_courseversion where course_id = %s", [row.id]
    )
    draft = Draft(course=locked, number=number, author_id=actor.person_id, changed_at=at, languages=["en"])
    if said is not None:
        draft.based_on_id, draft.mode, draft.licence = row.version_id, locked.mode, locked.licence
        draft.languages, draft.pass_percent, draft.parts_needed = (
            list(said.languages),
            said.pass_percent,
            said.parts_needed,
        )
        draft.draw, draft.quiz_minutes, draft.attempts = said.draw, said.quiz_minutes, said.attempts
        draft.negative_percent, draft.second_percent, draft.peers = (
            said.negative_percent,
            said.second_percent,
            said.peers,
        )
        draft.sections = msgspec.to_builtins(said.sections) if said.sections else None
        draft.counts_prior = said.counts_prior
        draft.certificate_months = said.certificate_months
        draft.watch_percent = said.watch_percent or USUAL_PERCENT
        draft.sessions, draft.sessions_needed = list(said.sessions), said.sessions_needed
    draft.save()
    if said is not None:
        _copy(draft, row.version_id, said)
    _begun(draft, actor, f"{row.code} {number}", at)
    return draft.uuid


def _copy(draft: Draft, version_id: int | None, said: Said) -> None:
    for language in {*said.titles, *said.summaries}:
        DraftedText.objects.create(
            draft=draft, language=language, title=said.titles.get(language, ""),
            summary=said.summaries.get(language, ""),
        )  # fmt: skip
    rows.run(
        "insert into learning_draftedcompetency (draft_id, competency_id, level)"
        " select %s, competency_id, level from learning_coursecompetency where version_id = %s",
        [draft.id, version_id],
    )
    DraftedPart.objects.bulk_create(
        DraftedPart(
            draft=draft, key=part.key, position=place, kind=part.kind, minutes=part.minutes,
            questions=json.loads(json.dumps(part.questions)), link=part.link or None,
        )
        for place, part in enumerate(said.parts, 1)
    )  # fmt: skip
    rows.run(_COPY_VARIANTS, [draft.id, version_id])
    rows.run(_COPY_PICTURES, [draft.id, version_id])
    rows.run(_COPY_NODES, [draft.id, version_id])
    rows.run(_COPY_GATHERING, [draft.id, version_id])


def _begun(draft: Draft, actor: Actor, label: str, at: dt.datetime) -> None:
    DraftHand.objects.create(draft=draft, person_id=actor.person_id)
    note_step(draft, "begin", actor, "", at, label=label)
