"""A part that is played in a tool: what it gets to know, and opening it."""

import uuid as uuids

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.addresses import origin
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning import api as learning
from karmayogi.lti.actions import launch
from karmayogi.lti.actions.acquaint import agree
from karmayogi.lti.web.words import told_in_words
from karmayogi.ui.api import render


@never_cache
@signed_in
@require_safe
def part(request: SignedInRequest, part: uuids.UUID) -> HttpResponse:
    """Before the first time: what the tool gets to know. Then the way into it, in a window or a frame."""
    found = launch.launchable(request.actor, part)
    lesson = learning.lesson(request.actor, found.part.enrolment_uuid)
    start = reverse("lti:start", args=[part])
    framed = found.agreed and found.open and found.link.opens_in == "frame"
    page = render(
        request,
        "lti/launch.html",
        {
            "nav": "learning", "found": found, "lesson": lesson, "start": start, "framed": framed,
            "told": told_in_words(found.tool), "step": next(one for one in lesson.parts if one.uuid == part),
            "after": lesson.after(found.part.key),
        },
    )  # fmt: skip
    if framed:
        tool = found.tool
        reached = {origin(one) for one in (tool.initiation_url, tool.target_url, found.link.url, *tool.redirect_uris)}
        page._csp_config = settings.SECURE_CSP | {"frame-src": ["'self'", *sorted(reached)]}  # type: ignore[attr-defined]
    return page


@signed_in
@require_POST
def agree_view(request: SignedInRequest, part: uuids.UUID) -> HttpResponse:
    found = launch.launchable(request.actor, part)
    agree(actor=request.actor, tool=found.tool, at=request.at)
    return HttpResponseRedirect(reverse("lti:part", args=[part]))


@never_cache
@signed_in
@require_safe
def start(request: SignedInRequest, part: uuids.UUID) -> HttpResponse:
    """On to the tool's login address; a link, since our forms end on our own pages only."""
    answer = HttpResponseRedirect(launch.begin(actor=request.actor, part=part, at=request.at))
    answer._csp_config = settings.SECURE_CSP | {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    return answer
