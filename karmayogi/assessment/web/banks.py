"""Banks of the adaptive test, for those who look after questions: asking for one, what was found, opening, closing."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from karmayogi.assessment.actions.make_bank import ask_bank, close_bank, open_bank
from karmayogi.assessment.queries import banks as queries
from karmayogi.assessment.queries.withdrawals import withdraws
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import press, render

VERBS = {"open": open_bank, "close": close_bank}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def banks(request: SignedInRequest) -> HttpResponse:
    if not withdraws(request.actor):
        raise NotFound
    if request.method == "POST":
        asked = request.POST.get("competency", "")
        competency = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 18 else 0
        ask_bank(actor=request.actor, competency_id=competency, at=request.at)
        messages.success(request, _("The bank is being calibrated. Look again in a few minutes."))
        return redirect("assessment:banks")
    status = {
        "making": _("being calibrated"), "failed": _("cannot be made"), "ready": _("ready"), "open": _("open"),
        "closed": _("closed"),
    }  # fmt: skip
    context = {
        "nav": "admin", "banks": queries.banks(), "status": status, "asked": queries.competencies_with_questions(),
        "me": request.actor.person_id,
    }  # fmt: skip
    return render(request, "assessment/banks.html", context)


@require_POST
@signed_in
def bank_do(request: SignedInRequest, bank: uuids.UUID, kind: str) -> HttpResponse:
    """kind: open | close."""
    queries.access_bank(request.actor, bank)
    press(request, VERBS, kind, bank)
    return redirect("assessment:banks")
