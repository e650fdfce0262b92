"""Retiring a course with reason and day, and putting it back."""

import datetime as dt
import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.authoring import retire as acts
from karmayogi.learning.queries.authoring.drafts import access_course
from karmayogi.learning.queries.authoring.retirements import course_names, learners_of, retirements_of
from karmayogi.ui.api import named, pick, render


@signed_in
def retire(request: SignedInRequest, course: uuids.UUID) -> HttpResponse:
    row = access_course(request.actor, course, to="publish")
    if row.version_id is None:
        raise NotFound
    today = clock.day(request.at)
    problem, reason = "", request.POST.get("reason", "").replace("\0", "")
    if request.method == "POST":
        try:
            if request.POST.get("act") == "restore":
                acts.restore(actor=request.actor, course=course, reason=reason, at=request.at)
                messages.success(request, _("The course is in the catalogue again."))
            else:
                on = _day(request.POST.get("on", ""), today)
                acts.retire(actor=request.actor, course=course, reason=reason, on=on, at=request.at)
                messages.success(request, _("From that day on nobody enrols. Whoever is enrolled goes on."))
            return HttpResponseRedirect(reverse("learning:retire", args=(course,)))
        except Refused as refused:
            problem = str(refused)
    enrolled, completed = learners_of(row.id)
    return render(
        request,
        "learning/authoring/retire.html",
        {
            "nav": "admin" if request.actor.authorities else "learning", "row": row, "today": today,
            "title": pick(*course_names(row.id)), "problem": problem, "reason": reason, "enrolled": enrolled,
            "completed": completed, "history": retirements_of(row.id), "named": named,
            "out": row.status == "withdrawn", "announced": row.retires_on,
        },
        422 if problem else 200,
    )  # fmt: skip


def _day(text: str, today: dt.date) -> dt.date:
    """Raises Refused for what is no day."""
    if not text.strip():
        return today
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError as error:
        raise Refused(_("Choose today or a later day.")) from error
