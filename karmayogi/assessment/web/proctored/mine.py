"""My sittings: where and when, and the code that opens the test there."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from karmayogi.assessment.actions.proctored.enter import enter
from karmayogi.assessment.queries import papers
from karmayogi.assessment.queries.proctored import seats
from karmayogi.assessment.queries.venue.state import kept_paper, offered, weight
from karmayogi.assessment.web.words import language_names, settled_in_words, state_in_words
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    found = seats.my_seats(request.actor.person_id)
    return render(request, "assessment/proctored/mine.html", {
        "nav": "learning", "found": found, "at": request.at, "states": state_in_words(),
    })  # fmt: skip


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def seat(request: SignedInRequest, venue: uuid.UUID) -> HttpResponse:
    row = seats.access_seat(request.actor, venue)
    if request.method == "POST":
        try:
            attempt = enter(
                actor=request.actor, sitting=venue, code=request.POST.get("code", ""),
                language=request.POST.get("language", ""), at=request.at,
            )  # fmt: skip
            return redirect("assessment:attempt", attempt)
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("assessment:seat", venue)
    languages = papers.paper_by_id(row.paper_id).languages
    wished = get_language() or "en"
    return render(
        request,
        "assessment/proctored/seat.html",
        {
            "nav": "learning", "row": row, "at": request.at,
            "languages": [(code, name) for code, name in language_names() if code in languages],
            "language": wished if wished in languages else "en",
            "weight": weight(row.paper_id) if offered(row.sitting_id) and row.attempt_uuid is None else 0,
            "kept": kept_paper(row.id), "settled": settled_in_words,
        },
    )  # fmt: skip
