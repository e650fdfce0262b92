"""Buttons of a mandate: rehearse, approve, bring into force, take back, replace, end, discard."""

import uuid as uuids
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.plans.actions import decide_mandate, replace_mandate, write_mandate
from karmayogi.plans.actions import rehearse as rehearsing


@require_POST
@signed_in
def rehearse(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    return _act(request, mandate, lambda: rehearsing.rehearse(actor=request.actor, mandate=mandate, at=request.at), "")


@require_POST
@signed_in
def approve(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    revision = number(request.POST.get("revision", "")) or 0
    return _act(
        request,
        mandate,
        lambda: decide_mandate.approve_mandate(actor=request.actor, mandate=mandate, revision=revision, at=request.at),
        _("Approved. It binds nobody before it is brought into force."),
    )


@require_POST
@signed_in
def reopen(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    return _act(
        request,
        mandate,
        lambda: decide_mandate.reopen_mandate(actor=request.actor, mandate=mandate, at=request.at),
        _("It is a draft again."),
    )


@require_POST
@signed_in
def publish(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    revision = number(request.POST.get("revision", "")) or 0
    return _act(
        request,
        mandate,
        lambda: decide_mandate.publish_mandate(actor=request.actor, mandate=mandate, revision=revision, at=request.at),
        _("In force. Whom it binds sees it on the next page that opens. It can be taken back for 24 hours."),
    )


@require_POST
@signed_in
def undo(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    return _act(
        request,
        mandate,
        lambda: decide_mandate.undo_publication(actor=request.actor, mandate=mandate, at=request.at),
        _("Taken back: it binds nobody, and is a draft again."),
    )


@require_POST
@signed_in
def retire(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    return _act(
        request,
        mandate,
        lambda: decide_mandate.retire_mandate(
            actor=request.actor, mandate=mandate, reason=request.POST.get("reason", "").replace("\0", ""), at=request.at
        ),
        _("Ended. It binds nobody any more."),
    )


@require_POST
@signed_in
def replace(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    try:
        draft = replace_mandate.replace_mandate(actor=request.actor, mandate=mandate, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
        draft = mandate
    return HttpResponseRedirect(reverse("plans:mandate", args=(draft,)))


@require_POST
@signed_in
def discard(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    try:
        revision = number(request.POST.get("revision", "")) or 0
        write_mandate.discard_draft(actor=request.actor, mandate=mandate, revision=revision, at=request.at)
        messages.success(request, _("The draft is gone."))
        return HttpResponseRedirect(reverse("plans:index"))
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("plans:mandate", args=(mandate,)))


def _act(request: SignedInRequest, mandate: uuids.UUID, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
        if done:
            messages.success(request, done)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("plans:mandate", args=(mandate,)))
