"""Next for you: courses with the reasons for each, and a way to put one aside."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from karmayogi.kernel import clock
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions import not_for_me as actions
from karmayogi.learning.queries.suggestions import put_aside, suggestions_for
from karmayogi.learning.web import words
from karmayogi.ui.api import render


@signed_in
def suggestions(request: SignedInRequest) -> HttpResponse:
    person, on = request.actor.person_id, clock.day(request.at)
    return render(
        request,
        "learning/suggestions.html",
        {
            "nav": "learning",
            "found": suggestions_for(person, on),
            "aside": put_aside(person, on),
            "modes": words.modes_in_words(),
        },
    )


@signed_in
@require_POST
def not_for_me(request: SignedInRequest, course: uuid.UUID) -> HttpResponse:
    if request.POST.get("back"):
        actions.take_back(actor=request.actor, course=course)
        messages.success(request, _("It can be suggested again."))
    else:
        actions.put_aside(actor=request.actor, course=course, at=request.at)
        messages.success(request, _("Put aside. You find it at the foot of this page."))
    return HttpResponseRedirect(reverse("learning:suggestions"))
