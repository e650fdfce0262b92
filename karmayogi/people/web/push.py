"""Push messages: browsers that show them, turned on by a script after a press, turned off by a form."""

import functools
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import signed_in
from karmayogi.people.actions.add_push_device import add_push_device, remove_push_device
from karmayogi.people.actions.push_keys import key_in_use
from karmayogi.people.queries.push import MOST_PUSH_DEVICES, push_device_here, push_devices_of
from karmayogi.people.web.browser import PUSH_COOKIE, in_words
from karmayogi.ui.api import render
from karmayogi.ui.environment import asset

KNOWN_FOR = 400 * 86400  # seconds; browsers keep no cookie longer


@require_safe
@never_cache
@signed_in
def push(request: Any) -> HttpResponse:
    devices = push_devices_of(request.actor.person_id, request.at)
    context = {
        "nav": "security",
        "devices": devices,
        "here": push_device_here(request.actor.session_key),
        "most": MOST_PUSH_DEVICES,
        "offered": bool(settings.PUSH_SERVICES),
        "key": key_in_use(request.at).public if settings.PUSH_SERVICES else "",
    }
    return render(request, "people/push.html", context)


@require_POST
@signed_in
def add(request: Any) -> HttpResponse:
    """Asked by a script with what the browser said, answered in JSON."""
    said = request.POST
    try:
        device = add_push_device(
            actor=request.actor, endpoint=said.get("endpoint", ""), p256dh=said.get("p256dh", ""),
            auth=said.get("auth", ""), key=said.get("key", ""),
            name=in_words(request.headers.get("User-Agent", "")), at=request.at,
            before=request.COOKIES.get(PUSH_COOKIE, ""),
        )  # fmt: skip
    except Refused as refused:
        return JsonResponse({"reason": str(refused)}, status=409)
    messages.success(request, _("Push messages are on in this browser."))
    response = JsonResponse({})
    response.set_cookie(
        PUSH_COOKIE, str(device), max_age=KNOWN_FOR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@require_POST
@signed_in
def remove(request: Any) -> HttpResponse:
    try:
        device = uuid.UUID(request.POST.get("device", ""))
    except ValueError as error:
        raise NotFound from error
    remove_push_device(actor=request.actor, device=device, at=request.at)
    messages.success(request, _("Push messages are off in that browser."))
    response = HttpResponseRedirect(reverse("people:push"))
    if request.COOKIES.get(PUSH_COOKIE) == str(device):
        response.delete_cookie(PUSH_COOKIE, samesite="Lax")
    return response


@functools.cache
def worker_scripts() -> list[str]:
    """Slot "ui.worker_scripts"."""
    return [asset("people/push_worker.js")]
