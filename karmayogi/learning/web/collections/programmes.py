"""The page of a programme, joining and leaving it."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.kernel import clock
from karmayogi.kernel.access import Refused
from karmayogi.kernel.web.door import Request, SignedInRequest, public, signed_in
from karmayogi.learning.actions.collections import join as actions
from karmayogi.learning.policies import can_publish
from karmayogi.learning.queries.audience.requests import own_request
from karmayogi.learning.queries.authoring.drafts import may_manage
from karmayogi.learning.queries.collections.programme import programme_page
from karmayogi.learning.web import words
from karmayogi.ui.api import render


@public
@require_safe
def programme(request: Request, course: uuids.UUID) -> HttpResponse:
    actor = request.actor
    page = programme_page(course, actor.person_id if actor else None, clock.day(request.at))
    return render(
        request,
        "learning/collections/programme.html",
        {
            "nav": "learning",
            "page": page,
            "signed_in": actor is not None,
            "asked": own_request(actor.person_id, page.course_id) if actor and not page.admitted else None,
            "may_manage": actor is not None and may_manage(actor, course),
            "may_export": actor is not None and can_publish(actor),
            "kinds": words.item_kinds(),
            "rule_in_words": words.rule_in_words,
            "standing_in_words": words.standing_in_words,
        },
    )


@signed_in
@require_POST
def join(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    try:
        actions.join(actor=request.actor, programme=course, language=get_language() or "en", at=request.at)
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:programme", args=(course,)))


@signed_in
@require_POST
def leave(request: SignedInRequest, journey: uuids.UUID) -> HttpResponse:
    try:
        actions.leave(actor=request.actor, enrolment=journey, at=request.at)
        messages.success(request, _("You have left the programme. What you completed stays."))
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(reverse("learning:mine"))
