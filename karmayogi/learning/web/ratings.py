"""Rating a course, reporting a review, and deciding on reported ones."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.rate_course import moderate_rating, rate_course, report_rating
from karmayogi.learning.policies import can_license
from karmayogi.learning.queries.ratings import reported as waiting
from karmayogi.ui.api import named, render

PAGE = 25


@signed_in
@require_POST
def rate(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    stars = request.POST.get("stars", "")
    try:
        rate_course(
            actor=request.actor, course=course, stars=int(stars) if stars in ("1", "2", "3", "4", "5") else 0,
            text=request.POST.get("text", ""), at=request.at,
        )  # fmt: skip
        messages.success(request, _("Thank you. You can change your rating at any time."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:course", args=(course,)) + "#ratings")


@signed_in
@require_POST
def report(request: SignedInRequest, course: uuids.UUID, rating: uuids.UUID) -> HttpResponse:
    try:
        report_rating(actor=request.actor, rating=rating, reason=request.POST.get("reason", ""), at=request.at)
        messages.success(request, _("Thank you. A moderator will look at this review."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:course", args=(course,)) + "#ratings")


@signed_in
@require_safe
def reported(request: SignedInRequest) -> HttpResponse:
    """Reviews that somebody has reported, for the platform's moderators."""
    if not can_license(request.actor):
        raise NotFound
    after = request.GET.get("after", "")
    number = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else 0
    found = waiting(number, PAGE + 1)
    return render(
        request,
        "learning/reported.html",
        {
            "nav": "admin", "found": found[:PAGE], "named": named,
            "next_href": f"?after={found[PAGE - 1].id}" if len(found) > PAGE else None,
            "first_href": "?" if number else None,
        },
    )  # fmt: skip


@signed_in
@require_POST
def decide(request: SignedInRequest, rating: uuids.UUID) -> HttpResponse:
    try:
        moderate_rating(
            actor=request.actor, rating=rating, hide=request.POST.get("act") == "hide",
            reason=request.POST.get("reason", ""), at=request.at,
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:ratings_reported"))
