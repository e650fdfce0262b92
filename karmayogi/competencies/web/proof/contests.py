"""Contested rows of evidence, for those who decide."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies.actions.proof.decide_contest import decide_contest
from karmayogi.competencies.queries.proof.access import ASSESSORS
from karmayogi.competencies.queries.proof.contests import contests_to_decide
from karmayogi.competencies.web.proof import words
from karmayogi.competencies.web.words import instrument_in_words, known_instruments
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
@require_safe
def contests(request: SignedInRequest) -> HttpResponse:
    if not request.actor.paths(*ASSESSORS):
        raise NotFound
    known = known_instruments()
    rows = [
        (one, words.kind_in_words(one.source), instrument_in_words(one.instrument, known))
        for one in contests_to_decide(request.actor)
    ]
    return render(
        request, "competencies/proof/contests.html", {"nav": "admin", "rows": rows, "today": clock.day(request.at)}
    )


@signed_in
@require_POST
def contest_decide(request: SignedInRequest, contest: uuid.UUID) -> HttpResponse:
    upheld = request.POST.get("decision") == "uphold"
    try:
        decide_contest(
            actor=request.actor, contest=contest, upheld=upheld, at=request.at,
            decision=request.POST.get("reasons", "").replace("\x00", ""),
            declared=request.POST.get("declared") == "on",
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("Upheld: the row is withdrawn.") if upheld else _("Dismissed: the row counts again.")
        )
    return redirect("competencies:contests" if request.actor.paths(*ASSESSORS) else "competencies:asks")
