"""The register of instruments."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.competencies.actions.proof.instruments import register_instrument
from karmayogi.competencies.actions.proof.withdrawals import withdraw_instrument
from karmayogi.competencies.queries.proof.access import curates
from karmayogi.competencies.queries.proof.instruments import instruments as every
from karmayogi.competencies.queries.proof.withdrawals import half_withdrawn, withdrawals
from karmayogi.competencies.types import Source
from karmayogi.competencies.web.proof import words
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import act_in_words, render


@signed_in
def instruments(request: SignedInRequest) -> HttpResponse:
    """Everybody signed in may read the register; curators enter a new version here."""
    curator = curates(request.actor)
    if request.method == "POST":
        if not curator:
            raise NotFound
        _register(request)
        return redirect("competencies:instruments")
    return render(
        request,
        "competencies/proof/instruments.html",
        {
            "nav": "admin" if curator else "roles",
            "rows": [(one, words.kind_in_words(one.source)) for one in every()],
            "kinds": [(source.value, words.kind_in_words(source)) for source in Source],
            "curator": curator,
            "acts": withdrawals() if curator else {},
            "half": half_withdrawn() if curator else set(),
            "act_in_words": act_in_words,
        },
    )


@signed_in
@require_POST
def instrument_withdraw(request: SignedInRequest, instrument: uuid.UUID) -> HttpResponse:
    reason = request.POST.get("reason", "").replace("\x00", "")
    try:
        act = withdraw_instrument(actor=request.actor, instrument=instrument, reason=reason, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("competencies:instruments")
    return redirect("competencies:withdrawal", act.uuid)


def _register(request: SignedInRequest) -> None:
    post = {name: value.replace("\x00", "") for name, value in request.POST.items() if isinstance(value, str)}
    source = post.get("source", "")
    try:
        register_instrument(
            actor=request.actor, code=post.get("code", ""), version=post.get("version", ""),
            source=Source(source) if source in set(Source) else Source.OBSERVATION,
            names=(post.get("name_en", ""), post.get("name_hi", ""), post.get("name_ur", "")),
            lines=[line.strip() for line in post.get("lines", "").splitlines() if line.strip()][:30],
            issuers=[line.strip() for line in post.get("issuers", "").splitlines() if line.strip()][:50], at=request.at,
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The instrument is registered."))
