"""Writing one part in one language: title, text, files; and the questions of a test."""

import dataclasses
import datetime as dt
import tomllib
import uuid as uuids
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import files, slots
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.markup import TooDeep
from karmayogi.learning.actions.authoring.put_pictures import (
    check_pictures,
    drawn_upload,
    forget_unasked,
    settle_asked,
    settle_pictures,
)
from karmayogi.learning.actions.authoring.writing import locked_quiz, open_for_writing, wrote
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.actions.import_scorm import store_package
from karmayogi.learning.actions.media.make import ask_now
from karmayogi.learning.engine import media, prose
from karmayogi.learning.engine.pictures import Drawn
from karmayogi.learning.models import Draft, DraftedPart, DraftedVariant
from karmayogi.learning.queries.authoring.drafts import access_draft
from karmayogi.learning.types import PACKAGES, QuizSection, QuizSpec

MOST_TEXT = 200_000
MOST_QUESTIONS = 500
PICTURED = ("page", "slides")  # kinds whose text may show pictures


@dataclasses.dataclass(frozen=True, slots=True)
class Upload:
    """A file of the form, whose size was looked at before. path: where one lies that is too large to be read whole."""

    name: str
    content: bytes
    path: Path | None = None

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path else len(self.content)

    @property
    def whole(self) -> bytes | Path:
        return self.path or self.content

    @property
    def head(self) -> bytes:
        """Enough to tell what it is."""
        if self.path is None:
            return self.content[: media.HEAD]
        with self.path.open("rb") as file:
            return file.read(media.HEAD)


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """What the form of a part gives. file, captions, poster: new ones; None keeps what is there. source: Markdown.

    picture: one that joins the text, at its end. picture_alt: what it shows. alts: by the name of a picture in a text
    without source what that one shows.
    """

    title: str
    source: str
    minutes: int
    file: Upload | None = None
    captions: Upload | None = None
    poster: Upload | None = None
    picture: Upload | None = None
    picture_alt: str = ""
    alts: dict[str, str] = dataclasses.field(default_factory=dict)


def save_part(
    *, actor: Actor, draft: uuids.UUID, part: uuids.UUID, language: str, revision: int, written: Written,
    at: dt.datetime,
) -> bool:  # fmt: skip
    """False, and nothing changed, where somebody saved this part after the form with that revision was opened.

    Raises Refused in words for a file that is too large or not what it should be.
    """
    access_draft(actor, draft, "write")
    kind = DraftedPart.objects.filter(draft__uuid=draft, uuid=part).values_list("kind", flat=True).first()
    if kind is None or language not in LANGUAGES:
        raise NotFound
    if not 1 <= written.minutes <= 600:
        raise Refused(_("A part takes 1 to 600 minutes."))
    if len(written.source) > MOST_TEXT:
        raise Refused(_("The text is longer than 2,00,000 characters. Make several parts of it."))
    # Files are stored before the transaction: it takes a while.
    package, taken = None, {}
    if kind in PACKAGES and written.file:
        _small_enough("package", written.file)
        package = store_package(written.file.whole, written.file.name)
    elif kind in ("video", "audio", "pdf", "slides"):
        taken = _taken(kind, written)
    added = None
    if written.picture and kind in PICTURED:
        added = drawn_upload(written.picture.whole, written.picture.name, written.picture_alt)
    with transaction.atomic():
        found = open_for_writing(actor, draft)
        row = DraftedPart.objects.select_for_update().get(draft=found, uuid=part)
        variant = DraftedVariant.objects.filter(part=row, language=language).first()
        if (variant.revision if variant else 0) != revision:
            return False
        variant = variant or DraftedVariant(part=row, language=language, revision=0)
        variant.title = " ".join(written.title.split())[:250]
        _text(row, variant, written, added)
        known = check_pictures(row, variant.body_html, added) if row.kind in PICTURED else {}
        if package is not None:
            variant.package_id, row.kind = package.id, package.standard
            variant.title = variant.title or package.title[:250]
        elif row.kind in ("video", "audio", "pdf", "slides"):
            _files(row, variant, written, taken, at)
        variant.revision += 1
        variant.save()
        if row.kind in PICTURED:
            settle_pictures(variant, known, added)
        row.minutes = written.minutes
        row.save(update_fields=["minutes", "kind"])
        wrote(found, actor, "part", at, what=f"{row.key} {language}")
    return True


def _text(part: DraftedPart, variant: DraftedVariant, written: Written, added: Drawn | None) -> None:
    source = written.source.replace("\r\n", "\n").replace("\0", "").strip()
    alt = " ".join(written.picture_alt.split())
    if not source and not variant.source and variant.body_html:
        # A text that came without its source: it stays until a new one is written.
        more = prose.picture_html(added.name, alt) if added else ""
        variant.body_html = prose.described(variant.body_html, written.alts) + more
        return
    if added:
        source = f"{source}\n\n![{prose.in_brackets(alt)}]({prose.PICTURE}{added.name})".strip()
    if not source and not variant.source:
        return
    variant.source = source
    try:
        variant.body_html = prose.to_slides(source) if part.kind == "slides" else prose.to_html(source)
    except TooDeep as deep:
        raise Refused(
            _("Too many marks stand inside one another in this text. Take out those that are not needed.")
        ) from deep


def _taken(kind: str, written: Written) -> dict[str, files.FileRef]:
    """Those of its files that a part of that kind has, stored, by field. Raises Refused in words."""
    taken = {}
    if written.file:
        taken["file"] = _take(kind, written.file)
    if written.captions and kind in ("video", "audio"):
        taken["captions"] = _take("captions", written.captions)
    if written.poster and kind == "video":
        taken["poster"] = _take("poster", written.poster)
    return taken


def _files(
    part: DraftedPart, variant: DraftedVariant, written: Written, taken: dict[str, files.FileRef], at: dt.datetime
) -> None:
    if written.file:
        kept = taken["file"]
        variant.file_id = kept.id
        is_pdf = kept.media_type == media.PDF
        variant.pages = media.pdf_pages(written.file.content) if is_pdf else None
        variant.seconds = None
        ask_now(kept.id, part.kind, at)
    if written.captions and "captions" in taken:
        variant.captions_id = taken["captions"].id
        variant.seconds = media.length_by_captions(written.captions.content.decode(errors="replace"))
    if "poster" in taken:
        variant.poster_id = taken["poster"].id


def _small_enough(field: str, upload: Upload) -> None:
    most = media.MOST[field]
    if upload.size > most:
        raise Refused(
            _("“%(name)s” is larger than %(most)s MB. Make it smaller or split the part.")
            % {"name": upload.name[:80], "most": most // media.MB}
        )


def _take(field: str, upload: Upload) -> files.FileRef:
    _small_enough(field, upload)
    found = media.media_type(upload.head)
    if not media.fits(field, found):
        wanted = {
            "video": _("a film in WebM or MP4"),
            "audio": _("a recording in MP3, Ogg, M4A or WebM"),
            "pdf": _("a PDF"),
            "slides": _("slides in PPTX or ODP without macros, or a PDF"),
            "captions": _("captions in WebVTT (.vtt)"),
            "poster": _("a picture in WebP"),
        }[field]
        raise Refused(
            _("“%(name)s” is not %(wanted)s. Save it in that form and choose it again.")
            % {"name": upload.name[:80], "wanted": wanted}
        )
    return files.put(upload.whole, media.kept_as(field, found))


def read_questions(content: bytes) -> list[dict[str, Any]]:
    """The questions of a file questions.toml. Raises Refused in words."""
    try:
        read = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise Refused(_("The file of questions cannot be read: %(reason)s") % {"reason": error}) from error
    questions = read.get("question")
    if not isinstance(questions, list) or not all(isinstance(one, dict) for one in questions):
        raise Refused(_("The file holds no questions. Each begins with a line [[question]]."))
    return questions


@transaction.atomic
def put_questions(
    *, actor: Actor, draft: uuids.UUID, part: uuids.UUID, questions: list[dict[str, Any]], at: dt.datetime,
    replace: bool = False, pictures: Sequence[Drawn] = (),
) -> int:  # fmt: skip
    """Adds questions to a drafted test, or puts them in place of all; the same key again replaces that question.

    pictures: new ones, which the questions or their answers name. Returns how many questions there are now. Raises
    Refused, in the words of whoever holds tests, for what cannot be asked.
    """
    found = open_for_writing(actor, draft)
    row = locked_quiz(found, part)
    pool = {} if replace else {str(one.get("key", "")): one for one in row.questions}
    pool |= {str(one.get("key", "")): one for one in questions}
    if len(pool) > MOST_QUESTIONS or (replace and len(pool) != len(questions)):
        raise Refused(_("A test has at most 500 questions, each with a key of its own."))
    for check in slots.every("learning.check_pool"):
        check(list(pool.values()))
    settle_asked(row, list(pool.values()), pictures)
    row.questions = list(pool.values())
    row.save(update_fields=["questions"])
    wrote(found, actor, "questions", at, what=row.key)
    return len(pool)


@transaction.atomic
def drop_question(*, actor: Actor, draft: uuids.UUID, part: uuids.UUID, key: str, at: dt.datetime) -> None:
    found = open_for_writing(actor, draft)
    row = locked_quiz(found, part)
    row.questions = [one for one in row.questions if str(one.get("key", "")) != key]
    forget_unasked(row, row.questions)
    row.save(update_fields=["questions"])
    wrote(found, actor, "drop_question", at, what=key)


def spec_of(draft: Draft) -> QuizSpec:
    """The terms of its tests."""
    sections = msgspec.convert(draft.sections or [], tuple[QuizSection, ...])
    return QuizSpec(
        draft.draw, draft.quiz_minutes, draft.attempts, draft.pass_percent, draft.negative_percent, sections,
        draft.second_percent, draft.peers,
    )  # fmt: skip
