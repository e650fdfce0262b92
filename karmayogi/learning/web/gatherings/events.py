"""The page of an event or talk: when, where, a seat or a place on the waiting list, the calendar file, recordings."""

import uuid as uuids
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import Request, SignedInRequest, public, signed_in
from karmayogi.learning.actions.gatherings import register
from karmayogi.learning.actions.gatherings.calendar import calendar_file
from karmayogi.learning.policies import can_publish
from karmayogi.learning.queries.audience.requests import own_request
from karmayogi.learning.queries.authoring.drafts import may_manage
from karmayogi.learning.queries.gatherings.gathering import gathering_page, recordings_of
from karmayogi.learning.web import signed, words
from karmayogi.learning.web.media import offers, remember
from karmayogi.ui.api import pick, render


@public
@require_safe
def event(request: Request, course: uuids.UUID) -> HttpResponse:
    actor, at = request.actor, request.at
    page = gathering_page(course, actor.person_id if actor else None, clock.day(at))
    recordings = recordings_of(page.course_id) if page.admitted or page.place_state else []
    offered = offers(request, [one.sha for one in recordings]) if recordings else {}
    films = [
        (
            one,
            {
                "file": signed.file_url(one.sha, one.media_type, at),
                "captions": signed.file_url(one.captions_sha, "text/vtt", at) if one.captions_sha else "",
            },
            offered.get(one.sha),
        )
        for one in recordings
    ]
    return render(
        request,
        "learning/gatherings/event.html",
        {
            "nav": "learning",
            "page": page,
            "signed_in": actor is not None,
            "over": at >= page.ends_at,
            "begun": at >= page.starts_at,
            "when": words.span_in_words(page.starts_at, page.ends_at),
            "credit": words.credit_in_words(page.credit),
            "modes": words.modes_in_words(),
            "language_names": words.LANGUAGE_NAMES,
            "asked": own_request(actor.person_id, page.course_id) if actor and not page.admitted else None,
            "may_manage": actor is not None and may_manage(actor, course),
            "may_export": actor is not None and can_publish(actor),
            "recordings": films,
        },
    )


@public
@require_POST
def media(request: Request, course: uuids.UUID) -> HttpResponse:
    """Another form of its recordings, for this device from now on."""
    gathering_page(course, request.actor.person_id if request.actor else None, clock.day(request.at))
    answer = HttpResponseRedirect(reverse("learning:event", args=(course,)))
    remember(answer, request.POST.get("as", ""))
    return answer


@public
@require_safe
def calendar(request: Request, course: uuids.UUID) -> HttpResponse:
    page = gathering_page(course, request.actor.person_id if request.actor else None, clock.day(request.at))
    title = pick(page.title_en, page.title_hi, page.title_ur)
    content = calendar_file(
        page, title=title, summary=pick(page.summary_en, page.summary_hi, page.summary_ur),
        address=request.build_absolute_uri(reverse("learning:event", args=(course,))),
        host=urlsplit(settings.PUBLIC_ORIGIN).hostname or "localhost", at=request.at,
    )  # fmt: skip
    return downloads.attached(content, "text/calendar; charset=utf-8", page.title_en, "ics")


@signed_in
@require_POST
def place(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    """A seat, or giving it back."""
    actor, at = request.actor, request.at
    try:
        match request.POST.get("act", ""):
            case "register":
                state = register.register(actor=actor, course=course, at=at)
                messages.success(
                    request, _("You have a seat.") if state == "registered" else _("You are on the waiting list.")
                )
            case "cancel":
                register.cancel(actor=actor, course=course, at=at)
                messages.success(request, _("Your place is given back."))
            case _:
                raise NotFound
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:event", args=(course,)))
