"""Figures about the questions of a test, for whoever owns its pool: searched, sorted, taken along."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.assessment.actions.equate import ask_equating
from karmayogi.assessment.queries.exchange.pool import access_test
from karmayogi.assessment.queries.forms import equated, forms_of
from karmayogi.assessment.queries.measurement import ItemFigures, figures_of
from karmayogi.assessment.queries.papers import paper_of
from karmayogi.assessment.queries.withdrawals import withdraws
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Refused
from karmayogi.kernel.markup import without_pictures
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

SORTS = ("key", "asked", "facility", "discrimination", "bias")


def _by(sort: str, one: ItemFigures) -> tuple[bool, float, str]:
    """What is unknown comes last; else what wants a look comes first."""
    value = {
        "asked": -float(one.asked),
        "facility": one.facility,
        "discrimination": one.discrimination,
        "bias": None if one.language_delta is None else -abs(one.language_delta),
    }.get(sort, 0.0)
    return value is None, value or 0.0, one.key


@signed_in
@require_POST
def compare(request: SignedInRequest, part: uuid.UUID) -> HttpResponse:
    """The forms of the test on one scale."""
    try:
        ask_equating(actor=request.actor, part_uuid=part, at=request.at)
        messages.success(request, _("The forms are being compared. A letter tells you when it is done."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("assessment:figures", part)


@signed_in
@require_safe
def figures(request: SignedInRequest, part: uuid.UUID) -> HttpResponse:
    test = access_test(request.actor, part, clock.day(request.at))
    found = figures_of(test.part_id)
    paper = paper_of(test.part_id)
    sort = request.GET.get("sort", "key")
    sort = sort if sort in SORTS else "key"
    q = " ".join(request.GET.get("q", "").split())[:100]
    items = [one for one in found.items if q.casefold() in f"{one.key} {one.text}".casefold()]
    items.sort(key=lambda one: _by(sort, one))
    if request.GET.get("as") == "xlsx":
        audit.record(
            "assessment:figures:export", agent=request.actor, at=request.at, kind="test", subject=part,
            label=test.title, detail={"questions": len(items)},
        )  # fmt: skip
        return downloads.table(
            ("key", "version", "kind", "difficulty", "question", "in pool", "asked", "facility", "discrimination",
             "language delta", "language grade"),
            [
                (one.key, one.version, one.kind, one.difficulty,
                 without_pictures(one.text), "yes" if one.in_pool else "no", one.asked,
                 one.facility, one.discrimination, one.language_delta, one.language_grade)
                for one in items
            ],
            f"{test.key} figures",
        )  # fmt: skip
    sorts = {
        "key": _("Question"), "asked": _("Answers"), "facility": _("Facility"), "discrimination": _("Discrimination"),
        "bias": _("Difference by language"),
    }  # fmt: skip
    return render(
        request,
        "assessment/figures.html",
        {
            "nav": "learning",
            "test": test,
            "found": found,
            "items": items,
            "sort": sort,
            "sorts": sorts,
            "q": q,
            "withdraws": withdraws(request.actor),
            "forms": forms_of(paper.id),
            "equated": equated(paper.id),
        },
    )
