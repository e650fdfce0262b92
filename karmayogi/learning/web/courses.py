"""The page of a course, and enrolling."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel import clock, slots
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import public, signed_in
from karmayogi.learning.actions.enrol import enrol as enrol_action
from karmayogi.learning.engine.offline.packing import AWAY
from karmayogi.learning.engine.sections import sections as in_sections
from karmayogi.learning.policies import can_publish, can_report
from karmayogi.learning.queries.audience.requests import own_request
from karmayogi.learning.queries.authoring.drafts import may_manage
from karmayogi.learning.queries.collections.gates import gate_in_words
from karmayogi.learning.queries.course import course_page
from karmayogi.learning.queries.enrolments import access_enrolment, first_part
from karmayogi.learning.queries.ratings import FEW, may_rate, rating_sum, reviews
from karmayogi.learning.web import words
from karmayogi.learning.web.gatherings.sessions import sessions
from karmayogi.learning.web.offline.keep import keep_offers
from karmayogi.ui.api import render


@public
def course(request: HttpRequest, course: uuid.UUID) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    on = clock.day(request.at)  # type: ignore[attr-defined]
    page = course_page(course, actor.person_id if actor else None, on)
    if page.kind in ("programme", "event"):
        return HttpResponseRedirect(reverse(f"learning:{page.kind}", args=(course,)))
    said = reviews(page.id, actor.person_id if actor else None)
    return render(
        request,
        "learning/course.html",
        {
            "nav": "learning",
            "course": page,
            "sections": in_sections([False] * len(page.parts), number(request.GET.get("parts", ""))),
            "signed_in": actor is not None,
            "asked": own_request(actor.person_id, page.id) if actor and not page.admitted else None,
            "gate": gate_in_words(actor.person_id, course, on) if actor and page.gated else "",
            "notes": [note for offer in slots.every("learning.course_notes") for note in offer(actor, course)]
            if actor is not None and page.enrolment_uuid
            else [],
            "may_manage": actor is not None and may_manage(actor, course),
            "may_report": actor is not None and can_report(actor),
            "tools": [tool for tools in slots.every("learning.course_tools") for tool in tools(actor, course)]
            if actor is not None
            else [],
            "may_export": actor is not None and can_publish(actor),
            "away": AWAY,
            "keep": keep_offers(access_enrolment(actor, page.enrolment_uuid))["course"]
            if actor and page.enrolment_uuid
            else None,
            "sessions": sessions(page.id, actor.person_id if actor else None, request.at)  # type: ignore[attr-defined]
            if page.sessions_needed
            else [],
            "watches": page.watch_percent if {"video", "audio"} & set(page.kinds) else None,
            "kind_in_words": words.kind_in_words,
            "modes": words.modes_in_words(),
            "language_names": words.LANGUAGE_NAMES,
            "ratings": rating_sum(page.id),
            "reviews": said,
            "few": FEW,
            "own": next((one for one in said if one.mine), None),
            "may_rate": actor is not None and bool(page.enrolment_uuid) and _enough(actor.person_id, course),
        },
    )


def _enough(person_id: int, course: uuid.UUID) -> bool:
    allowed = may_rate(person_id, course)
    return allowed is not None and allowed[1]


@signed_in
@require_POST
def enrol(request: HttpRequest, course: uuid.UUID) -> HttpResponse:
    """A second press of the button leads to the same enrolment; the first one to its first part at once."""
    try:
        enrolment = enrol_action(
            actor=request.actor,  # type: ignore[attr-defined]
            course_uuid=course,
            language=get_language() or "en",
            at=request.at,  # type: ignore[attr-defined]
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("learning:course", args=(course,)))
    first = first_part(request.actor, enrolment)  # type: ignore[attr-defined]
    if first is None:
        return HttpResponseRedirect(reverse("learning:resume", args=[enrolment]))
    return HttpResponseRedirect(reverse("learning:part", args=[enrolment, first]))


def congratulate(request: HttpRequest) -> None:
    messages.success(request, _("You have completed the course. Your certificate is ready."))
