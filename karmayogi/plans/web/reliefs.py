"""Exemptions and extensions that wait for the training administration of an office."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.plans.actions.reliefs import access_relief, decide_relief
from karmayogi.plans.policies import WRITE
from karmayogi.plans.queries.lists import relief_row, reliefs_waiting
from karmayogi.plans.web import words
from karmayogi.ui.api import render

PAGE = 50


@signed_in
def queue(request: SignedInRequest) -> HttpResponse:
    paths = request.actor.paths(*WRITE)
    if not paths:
        raise NotFound
    after = number(request.GET.get("after", "")) or 0
    found = reliefs_waiting(paths, after=after, limit=PAGE + 1)
    here = reverse("plans:reliefs")
    return render(
        request,
        "plans/reliefs.html",
        {
            "nav": "admin",
            "lines": found[:PAGE],
            "next_href": f"{here}?after={found[PAGE - 1].id}" if len(found) > PAGE else None,
            "first_href": here if after else None,
        },
    )


@signed_in
def one(request: SignedInRequest, relief: uuids.UUID) -> HttpResponse:
    """One request; a POST decides it (`decision`: grant or refuse)."""
    access_relief(request.actor, relief)
    if request.method == "POST":
        grant = request.POST.get("decision") == "grant"
        try:
            decide_relief(
                actor=request.actor,
                relief=relief,
                grant=grant,
                note=request.POST.get("note", "").replace("\0", ""),
                at=request.at,
            )
            messages.success(request, _("Granted. It counts from now on.") if grant else _("Refused."))
            return HttpResponseRedirect(reverse("plans:reliefs"))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse("plans:relief", args=(relief,)))
    row = relief_row(relief)
    if row is None:
        raise NotFound
    return render(
        request,
        "plans/relief.html",
        {
            "nav": "admin",
            "one": row,
            "own": row.person_id == request.actor.person_id,
            "state": words.relief_in_words(row.state),
        },
    )
