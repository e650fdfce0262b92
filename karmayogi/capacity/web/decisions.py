"""Buttons of a plan: agree, approve, publish, send back, close, its next version, next year, discard."""

import uuid as uuids
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.capacity.actions import decide_plan, draft_plan, review_quarter
from karmayogi.capacity.web import acts
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in


@require_POST
@signed_in
def agree(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    return _step(request, plan, decide_plan.agree_plan, _("Agreed. The head of the organisation approves it next."))


@require_POST
@signed_in
def approve(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    return _step(request, plan, decide_plan.approve_plan, _("Approved. It can be signed and published now."))


@require_POST
@signed_in
def publish(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    return _step(request, plan, decide_plan.publish_plan, _("Signed and published."))


@require_POST
@signed_in
def send_back(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return acts.acted(
        request,
        acts.page_of(plan),
        lambda: decide_plan.send_back(actor=request.actor, plan=plan, reason=reason, at=request.at),
        _("It is a draft again."),
    )


@require_POST
@signed_in
def close(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    return acts.acted(
        request,
        acts.page_of(plan),
        lambda: decide_plan.close_plan(actor=request.actor, plan=plan, reason=reason, at=request.at),
        _("The plan is closed."),
    )


@require_POST
@signed_in
def version(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    return _onwards(request, plan, draft_plan.next_version)


@require_POST
@signed_in
def carry(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    return _onwards(request, plan, review_quarter.carry_over)


@require_POST
@signed_in
def discard(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    try:
        draft_plan.discard_plan(**acts.said(request, plan))
        messages.success(request, _("The draft is gone."))
        return HttpResponseRedirect(reverse("capacity:index"))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(acts.page_of(plan))


def _step(request: SignedInRequest, plan: uuids.UUID, act: Callable[..., None], done: str) -> HttpResponse:
    return acts.acted(request, acts.page_of(plan), lambda: act(**acts.said(request, plan)), done)


def _onwards(request: SignedInRequest, plan: uuids.UUID, act: Callable[..., uuids.UUID]) -> HttpResponse:
    """To the draft that was made."""
    try:
        made = act(actor=request.actor, plan=plan, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        made = plan
    return HttpResponseRedirect(acts.page_of(made))
