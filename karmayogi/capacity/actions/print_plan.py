"""The paper of a plan, in English, Hindi or Urdu: set by typst as PDF/UA-1, signed, and kept with a published plan."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.capacity.engine.year import label
from karmayogi.capacity.models import Plan, PlanFile
from karmayogi.capacity.queries import sections as whole
from karmayogi.capacity.queries.wording import head_in_words, status_in_words
from karmayogi.capacity.types import Status
from karmayogi.credentials import api as credentials
from karmayogi.kernel import clock, files
from karmayogi.kernel.jobs import LONG, task
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import day, pick

PAPER = Path(__file__).resolve().parents[1] / "paper" / "plan.typ"
LANGUAGES = ("en", "hi", "ur")


@task(queue_name=LONG)
def print_all(plan: str) -> None:
    """After publication; whoever opens the paper before makes it on the spot."""
    row = Plan.objects.get(uuid=plan)
    for language in LANGUAGES:
        paper_of(row, language, row.published_at or clock.now())


def paper_of(plan: Plan, language: str, at: dt.datetime) -> bytes:
    """The PDF: kept once the plan is published, made anew of anything earlier. language: of LANGUAGES."""
    kept = plan.status in (Status.PUBLISHED, Status.CLOSED)
    if kept:
        stored = PlanFile.objects.select_related("file").filter(plan=plan, language=language).first()
        if stored is not None:
            return files.read(stored.file.sha256)
        at = plan.published_at or at
    with translation.override(language):
        data = _data(plan, language, at)
    pdf = credentials.print_paper(
        PAPER, data, reason=f"Annual capacity building plan {label(plan.year)}, version {plan.version}", at=at
    )
    if kept:
        made = files.put(pdf, "application/pdf")
        PlanFile.objects.get_or_create(plan=plan, language=language, defaults={"file_id": made.id})
    return pdf


def _data(plan: Plan, language: str, at: dt.datetime) -> dict[str, Any]:
    body = orgs.organisations([plan.organisation_id])[plan.organisation_id]
    run = credentials.paper_text
    signed = plan.status in (Status.PUBLISHED, Status.CLOSED)
    # A paper that is made late is still the one that was published: nothing of a later day is in it.
    found = whole.sections(plan, body, on=clock.day(at), whole=False, until=at if signed else None)
    return {
        "lang": language,
        "organisation": run(pick(body.name_en, body.name_hi, body.name_ur)),
        "title": run(pick(plan.title_en, plan.title_hi, plan.title_ur)),
        "line": run(whole.line_of(plan)),
        "state": run(status_in_words(Status.PUBLISHED if signed else plan.status)),
        "day": run(day(plan.published_at) if plan.published_at else day(at)),
        "draft": None if signed else run(_("Not published: this paper is a draft.")),
        "demonstration": run(_("Demonstration: not an official plan.")) if not settings.OWNER_NAME else None,
        "sign": [run(head_in_words(plan.shape)), run(_("Signature and date"))],
        "sections": [
            {
                "title": run(one.title),
                "level": one.level,
                "paragraphs": [run(text) for text in one.paragraphs if text.strip()],
                "head": [run(cell) for cell in one.head],
                "rows": [[run(whole.cell_in_words(cell)) for cell in row] for row in one.rows],
                "numbers": [
                    all(isinstance(row[at_], int | float | None) for row in one.rows) for at_ in range(len(one.head))
                ],
                "widths": list(one.widths),
            }
            for one in found
            if one.rows or one.paragraphs or not one.head
        ],
        "nothing": run(_("Nothing is entered.")),
    }


def asked_language(text: str) -> str:
    """Of a paper: Hindi or Urdu where it is asked for, English otherwise."""
    return text if text in LANGUAGES else "en"
