"""Workplace 360 rounds, for those who organise them."""

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies.actions.proof.open_round import open_round, quarter_of
from karmayogi.competencies.actions.proof.publish_round import close_round
from karmayogi.competencies.queries.proof import rounds as queries
from karmayogi.competencies.queries.proof.access import ORGANISERS
from karmayogi.competencies.web.proof import words
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import render


@signed_in
def rounds(request: SignedInRequest) -> HttpResponse:
    """The list, and opening one (POST organisation, closes_on)."""
    actor = request.actor
    if not actor.paths(*ORGANISERS):
        raise NotFound
    on = clock.day(request.at)
    if request.method == "POST":
        try:
            office = uuid.UUID(request.POST.get("organisation", ""))
            last = dt.date.fromisoformat(request.POST.get("closes_on", ""))
            opened = open_round(actor=actor, organisation=office, closes_on=last, at=request.at)
        except ValueError:
            messages.error(request, _("Choose an office and a last day."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The round is open; its questions are given out."))
            return redirect("competencies:round", opened)
        return redirect("competencies:rounds")
    own = orgs.organisations([a.organisation_id for a in actor.authorities if a.role in ORGANISERS])
    offices = {row.uuid: row for mine in own.values() for row in (mine, *orgs.children_of(mine.id))}
    return render(
        request,
        "competencies/proof/rounds.html",
        {
            "nav": "admin",
            "rows": [(one, words.round_in_words(one.status)) for one in queries.rounds_for(actor)],
            "offices": sorted(offices.values(), key=lambda row: row.path),
            "quarter": quarter_of(on),
            "from": on + dt.timedelta(days=1),
            "last": on + dt.timedelta(days=21),
            "until": on + dt.timedelta(days=60),
        },
    )


@signed_in
@require_safe
def round_page(request: SignedInRequest, round: uuid.UUID) -> HttpResponse:
    row = queries.access_round(request.actor, round)
    return render(
        request,
        "competencies/proof/round.html",
        {
            "nav": "admin",
            "row": row,
            "status_words": words.round_in_words(row.status),
            "findings": queries.findings_of(row.id) if row.status == "published" else [],
        },
    )


@signed_in
@require_POST
def round_close(request: SignedInRequest, round: uuid.UUID) -> HttpResponse:
    close_round(actor=request.actor, round=round, at=request.at)
    messages.success(request, _("No more answers are taken. The results appear here in a moment."))
    return redirect("competencies:round", round)
