"""The evidence behind one of her levels, in words, and contesting a row of it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from karmayogi.competencies.actions.contest_evidence import contest_evidence
from karmayogi.competencies.models import Competency
from karmayogi.competencies.queries import competencies as competency_queries
from karmayogi.competencies.queries.evidence import evidence_of
from karmayogi.competencies.queries.levels import levels_of
from karmayogi.competencies.queries.proof.contests import contests_of
from karmayogi.competencies.types import ShownLevel
from karmayogi.competencies.web.words import instrument_in_words, known_instruments, reason_in_words, source_in_words
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
def evidence(request: SignedInRequest, competency: uuid.UUID) -> HttpResponse:
    actor = request.actor
    found = Competency.objects.filter(uuid=competency).values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    row = competency_queries.by_ids([found])[found]
    shown = levels_of(actor.person_id).get(found) or ShownLevel(0, 0.0, (), "")
    mine = [one for one in evidence_of(actor.person_id) if one.competency_id == found]
    known = known_instruments()
    return render(
        request,
        "competencies/evidence.html",
        {
            "nav": "roles",
            "competency": row,
            "shown": shown,
            "reasons": [reason_in_words(reason, known) for reason in shown.reasons],
            "rows": [(one, source_in_words(one.source), instrument_in_words(one.instrument, known)) for one in mine],
            "contests": contests_of(actor.person_id),
        },
    )


@signed_in
@require_POST
def contest(request: SignedInRequest, row: uuid.UUID) -> HttpResponse:
    actor = request.actor
    reason = request.POST.get("reason", "").replace("\0", "")[:500]
    try:
        contest_evidence(actor=actor, evidence=row, reason=reason, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    back = request.POST.get("back", "")
    own = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return HttpResponseRedirect(back if own else reverse("competencies:mine"))
