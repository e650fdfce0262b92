"""Orders and reports: their text is kept, what it names is suggested with its quotation, and a person decides."""

import datetime as dt
import re
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.capacity.actions.writing import lines, plain, writing
from karmayogi.capacity.engine.quotes import competencies_in, designations_in
from karmayogi.capacity.models import Quote, SourcePaper
from karmayogi.capacity.types import PaperKind
from karmayogi.competencies import api as competencies
from karmayogi.kernel import files, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning import api as learning

MOST_BYTES = 20_000_000
MOST_TEXT = 400_000  # characters of a paper
MOST_PAPERS = 20
_FEW = 40  # a page with fewer letters holds no text to speak of
_STAMP = 6  # lines
_NUMBERS = re.compile(r"\d+")


def add_paper(
    *, actor: Actor, plan: uuids.UUID, revision: int, kind: str, name: str, content: bytes | None = None,
    text: str = "", at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """Keeps the text of a PDF, or a text as it is, and what it names. Nothing of the plan changes by it.

    Refused: no PDF, one of scans only (and what to do then), too long, nothing in it.
    """
    name = plain(name, 200)
    if kind not in set(PaperKind) or not name:
        raise Refused(_("Say what kind of paper it is, and its number or title."))
    pages = 0
    if content is not None:
        text, pages = _text_of(content)
    text = lines(text, MOST_TEXT + 1)
    if len(text) > MOST_TEXT:
        raise Refused(_("The paper is too long: bring the chapters that say who does what."))
    if not text:
        raise Refused(_("There is no text in it."))
    quotes = _suggested(text)
    with writing(actor, plan, revision, at, "paper") as row:
        if SourcePaper.objects.filter(plan=row).count() >= MOST_PAPERS:
            raise Refused(_("A plan rests on %(count)s papers at most.") % {"count": MOST_PAPERS})
        stored = files.put(content, "application/pdf") if content is not None else None
        paper = SourcePaper.objects.create(
            plan=row, kind=kind, name=name, file_id=stored.id if stored else None, text=text, pages=pages, added_at=at
        )
        Quote.objects.bulk_create([Quote(paper=paper, **one) for one in quotes])
    return paper.uuid


def remove_paper(*, actor: Actor, plan: uuids.UUID, revision: int, paper: uuids.UUID, at: dt.datetime) -> None:
    """With its suggestions, and what was taken of them."""
    with writing(actor, plan, revision, at, "paper") as row:
        SourcePaper.objects.filter(plan=row, uuid=paper).delete()


def decide_quote(
    *, actor: Actor, plan: uuids.UUID, revision: int, quote: uuids.UUID, take: bool, at: dt.datetime
) -> None:
    """Takes a suggestion, or not; it can be decided again as long as the plan is a draft."""
    with writing(actor, plan, revision, at, "suggestion") as row:
        found = Quote.objects.filter(paper__plan=row, uuid=quote).first()
        if found is None:
            raise NotFound
        found.state = "taken" if take else "refused"
        found.decided_by_id, found.decided_at = actor.person_id, at
        found.save(update_fields=["state", "decided_by_id", "decided_at"])


def _text_of(content: bytes) -> tuple[str, int]:
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 20 MB."))
    if files.paper_type(content) != "application/pdf":
        raise Refused(_("This is no PDF. Bring a PDF, or paste the text."))
    pages, trouble = learning.text_of_pdf(content)
    if trouble == "locked":
        raise Refused(_("The PDF is locked by a password. Bring one that opens without it."))
    if trouble == "too_many_pages":
        raise Refused(_("The PDF has too many pages: bring the chapters that say who does what."))
    if trouble:
        raise Refused(_("The PDF cannot be read: it is damaged, or too heavy."))
    with_text = sum(1 for page in own_words(pages) if len(page) >= _FEW)
    if not with_text:
        raise Refused(
            _(
                "This PDF has pictures of pages only (%(pages)s pages, no text): it was scanned. Ask the office that"
                " issued it for the file it was printed from, have the text recognised (OCR) and save it as a PDF with"
                " text, or paste the text here. Nothing is kept."
            )
            % {"pages": len(pages)}
        )
    return "\n\n".join(pages), len(pages)


def own_words(pages: list[str]) -> list[str]:
    """Of each page what does not stand on all of them: an office stamps its file number on every page that it scans,
    often with the number of the page. More lines than a stamp has are a page that stands there twice."""
    found = [[(_NUMBERS.sub("0", line), line) for line in page.splitlines()] for page in pages]
    stamped = set.intersection(*({shape for shape, _line in page} for page in found)) if len(pages) > 1 else set()
    if len(stamped) > _STAMP:
        return pages
    return ["\n".join(line for shape, line in page if shape not in stamped) for page in found]


def _suggested(text: str) -> list[dict[str, object]]:
    within = " ".join(text.lower().split())  # as names stand in it, however it breaks its lines
    names = {one.id: (one.name_en, one.name_hi, one.name_ur) for one in competencies.every()}
    posts = {
        id_: names_
        for id_, *names_ in rows.fetch(
            lambda *row: row,
            "select id, name, name_hi, name_ur from orgs_designation where merged_into_id is null"
            " and (position(lower(name) in %(text)s) > 0 or (name_hi <> '' and position(name_hi in %(text)s) > 0)"
            " or (name_ur <> '' and position(name_ur in %(text)s) > 0))",
            {"text": within},
        )
    }
    found: list[dict[str, object]] = []
    for one in competencies_in(text, names):
        found.append(
            {"competency_id": one.key, "start": one.start, "end": one.end, "words": ", ".join(one.words)[:300]}
        )
    for one in designations_in(text, posts):
        found.append({"designation_id": one.key, "start": one.start, "end": one.end, "words": one.words[0][:300]})
    return found
