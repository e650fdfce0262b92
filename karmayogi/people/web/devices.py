"""Devices on which lessons are kept: named at the first keeping, removed on the page of one's security."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import signed_in
from karmayogi.people.actions.enrol_device import enrol_device
from karmayogi.people.actions.revoke_device import revoke_device
from karmayogi.people.web.browser import in_words
from karmayogi.ui.api import named


def _device(request: Any) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("device", ""))
    except ValueError as error:
        raise NotFound from error


@require_POST
@signed_in
def enrol(request: Any) -> HttpResponse:
    """Asked by a script, answered in JSON: how the phone shall call its owner."""
    try:
        enrol_device(
            actor=request.actor, device_uuid=_device(request), public_key=request.POST.get("key", ""),
            name=in_words(request.headers.get("User-Agent", "")), at=request.at,
        )  # fmt: skip
    except Refused as refused:
        return JsonResponse({"reason": str(refused)}, status=409)
    return JsonResponse({"name": named(request.actor.name, request.actor.name_native)})


@require_POST
@signed_in
def revoke(request: Any) -> HttpResponse:
    revoke_device(actor=request.actor, device_uuid=_device(request), at=request.at)
    messages.success(request, _("The device is removed. What it still sends is kept as a claim and does not count."))
    return HttpResponseRedirect(reverse("people:security"))
