"""One more attempt: the learner asks, the training admin of her office decides."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.assessment.actions.ask_again import ask_again, ask_for_time
from karmayogi.assessment.actions.decide_request import decide_request
from karmayogi.assessment.queries import requests
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.choices import chosen_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render

PAGE = 25  # each with a form of its own


@signed_in
@require_POST
def ask(request: SignedInRequest, part: uuid.UUID) -> HttpResponse:
    extra, why = _text(request, "extra"), _text(request, "why")
    if extra:
        percent = int(extra) if extra.isascii() and extra.isdigit() and len(extra) < 4 else 0
        ask_for_time(actor=request.actor, part_uuid=part, extra_percent=percent, why=why, at=request.at)
    else:
        ask_again(actor=request.actor, part_uuid=part, why=why, at=request.at)
    return redirect("assessment:start", part)


@signed_in
@require_safe
def waiting(request: SignedInRequest) -> HttpResponse:
    if not requests.decides(request.actor):
        raise NotFound
    here = reverse("assessment:requests")
    found = requests.waiting(request.actor, PAGE + 1, chosen_uuid(request, "after"))
    context = {
        "nav": "admin",
        "waiting": found[:PAGE],
        "next_href": f"{here}?after={found[PAGE - 1].uuid}" if len(found) > PAGE else None,
        "first_href": here if request.GET.get("after") else None,
    }
    return render(request, "assessment/requests.html", context)


@signed_in
@require_POST
def decide(request: SignedInRequest, plea: uuid.UUID) -> HttpResponse:
    granted = request.POST.get("decision") == "allow"
    decide_request(actor=request.actor, request_uuid=plea, granted=granted, note=_text(request, "note"), at=request.at)
    messages.success(
        request, _("The request is allowed.") if granted else _("The request is declined, with your reason.")
    )
    return redirect("assessment:requests")


def _text(request: SignedInRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")
